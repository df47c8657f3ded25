import { readOptions } from '../../core/options.ts';
import { textOf, type Word } from '../../core/word.ts';
import type { Inner, Sinks } from './inner.ts';

const GLOBAL = { short: '', long: ['home', 'color'] };
const EXEC = {
  short: 'c',
  long: ['mode', 'timeout', 'cwd', 'wait', 'session', 'policy', 'profile', 'boundary'],
};

/** Rampart's own `exec` and `wrap`: what they run is judged once more by them, but under a mode the caller names. */
function rampart(argv: readonly Word[]): readonly Inner[] {
  const { operands } = readOptions(argv, GLOBAL);
  const verb = textOf(argv[operands] ?? []);
  if (verb !== 'exec' && verb !== 'wrap') return [];
  const read = readOptions(argv, EXEC, operands + 1);
  const code = read.given.value('c');
  if (code !== undefined) return [{ code }];
  const rest = argv.slice(read.operands);
  return rest.length === 0 ? [] : [{ argv: rest }];
}

export const GUARD_SINKS: Sinks = { rampart };
