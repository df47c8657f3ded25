import { join } from 'node:path';
import { ADAPTERS } from '../call/adapters.ts';
import { quote } from '../call/resource-text.ts';
import type { Places } from '../core/places.ts';

/** The launcher of hooks in Rampart's home, as hosts are configured to start it. */
const LAUNCHER = 'rampart-hook';

/**
 * The words of Rampart's own hook, for a command that is nothing else. A host that starts its hooks through `$SHELL`
 * would otherwise have the guard asked about the guard, for each call once more. It is started without that shell:
 * whatever a shell reads first (`BASH_ENV`) would run unjudged.
 */
export function ownHook(command: string, { bin }: Pick<Places, 'bin'>): readonly string[] | undefined {
  const launcher = join(bin, LAUNCHER);
  const spellings = [launcher, `'${launcher}'`, `"${launcher}"`, quote([launcher])];
  const format = [...ADAPTERS.keys()].find(one => spellings.some(start => command === `${start} ${one}`));
  return format === undefined ? undefined : [launcher, format];
}
