import type { Word } from '../../../core/word.ts';
import { has, lastValue, readSwitches, type Switches } from './switches.ts';
import { fileOr, type ProgramTask } from './task.ts';

const PYTHON: Switches = { valued: 'cmWXQ', attached: '', last: 'cm', long: ['check-hash-based-pycs'] };

/** python [options] [-c code | -m module | file | -] [args] (Python, "Command line and environment"). */
export function python(argv: readonly Word[]): ProgramTask | undefined {
  const given = readSwitches(argv, PYTHON);
  const rest = argv.slice(given.operands);
  const code = lastValue(given, 'c');
  if (code !== undefined) return { language: 'python', from: { kind: 'text', code }, arguments: rest };
  if (has(given, 'm', 'c', 'V', 'version', 'h', 'help')) return undefined;
  return fileOr('python', rest);
}
