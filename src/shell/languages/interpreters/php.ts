import type { Word } from '../../../core/word.ts';
import { has, lastValue, readSwitches, type Switches } from './switches.ts';
import { fileOr, lines, type ProgramTask } from './task.ts';

const PHP: Switches = {
  valued: 'rfBRFEdcSzt',
  attached: '',
  last: '',
  long: ['run', 'file', 'process-code', 'process-begin', 'process-end', 'define', 'php-ini', 'server'],
};

/** php [options] [-r code | -f file | file | -] [args] (php(1)). */
export function php(argv: readonly Word[]): ProgramTask | undefined {
  const given = readSwitches(argv, PHP);
  const rest = argv.slice(given.operands);
  const code = lines(given, 'r', 'run', 'B', 'R', 'E', 'process-begin', 'process-code', 'process-end');
  if (code !== undefined) return { language: 'php', from: { kind: 'text', code }, arguments: rest };
  if (
    has(
      given,
      'v',
      'version',
      'h',
      'help',
      'i',
      'info',
      'm',
      'modules',
      'l',
      'syntax-check',
      'S',
      'server',
      'a',
      'interactive',
      'ini',
      'rf',
      'rc',
      're',
      'ri',
    )
  )
    return undefined;
  const file = lastValue(given, 'f', 'file', 'F');
  return fileOr('php', file === undefined ? rest : [file, ...rest]);
}
