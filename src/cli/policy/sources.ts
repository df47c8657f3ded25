import { basename, dirname, resolve } from 'node:path';
import { PACKAGE_DIR } from '../../core/package-dir.ts';
import { type Places, SYSTEM_DIR } from '../../core/places.ts';
import { selectFiles } from '../../policy/file/select-files.ts';
import { type PolicySource, readNamed } from '../../policy/file/sources.ts';
import type { Layer } from '../../policy/rule.ts';

/**
 * Files named on the command line, each taken for the layer it lies in, so that what a layer may not say is found.
 * @throws RampartError E_POLICY where an argument means no file
 */
export function namedPolicies(args: readonly string[], places: Places): PolicySource[] {
  return selectFiles(args).map(path => ({ ...readNamed(path), layer: layerOf(path, places) }));
}

function layerOf(path: string, places: Places): Layer {
  const full = resolve(path);
  const folder = dirname(full);
  const own = resolve(PACKAGE_DIR, 'policies');
  if (folder === own || folder === resolve(own, 'packs')) return 'profile';
  if (folder.startsWith(SYSTEM_DIR)) return 'system';
  const inProject = basename(folder) === '.rampart' && folder !== places.home;
  return inProject && basename(full) === 'policy.yaml' ? 'project' : 'user';
}
