import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PACKAGE_DIR } from '../core/package-dir.ts';
import type { Places } from '../core/places.ts';
import type { PolicyReader } from './judge-here.ts';

interface ReaderBundle {
  readonly policyReader: (places: Places, notice: (message: string) => void) => PolicyReader;
}

/**
 * Loads what reads YAML from the bundle beside our own, which must do without it: most clients find a daemon, or the
 * set it compiled.
 */
export async function bundledReader(
  places: Places,
  notice: (message: string) => void,
): Promise<PolicyReader> {
  const path = pathToFileURL(join(PACKAGE_DIR, 'dist', 'policy-reader.js'));
  const { policyReader } = (await import(path.href)) as ReaderBundle;
  return policyReader(places, notice);
}
