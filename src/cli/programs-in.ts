import { basename } from 'node:path';
import { textOf } from '../core/word.ts';
import { examine } from '../pipeline.ts';
import { callOf } from './check-call.ts';
import { userHome } from './home.ts';

/**
 * The programs a command runs, behind wrappers and in decoded text too, each by its name and as it is written. Nothing
 * is read from the disk: scripts may have changed since.
 */
export function programsIn(command: string, cwd: string): ReadonlySet<string> {
  const { scan } = examine(callOf({ command }, cwd), userHome());
  const names = scan.invocations.map(({ program }) => textOf(program)).filter(name => name !== undefined);
  return new Set(names.flatMap(name => [name, basename(name)]));
}
