import type { Word } from '../../../core/word.ts';
import type { Language } from '../dialect.ts';
import { type Given, has, readSwitches, type Switches } from './switches.ts';
import { fileOr, lines, type ProgramTask } from './task.ts';

const PERL: Switches = { valued: 'eEI', attached: '0lCiFMmxDVd', last: '', long: [] };

/** perl [switches] [-e code]… [file] [args] (perlrun). */
export function perl(argv: readonly Word[]): ProgramTask | undefined {
  const given = readSwitches(argv, PERL);
  if (has(given, 'v', 'V', 'h', 'version', 'help')) return undefined;
  return filter('perl', given, lines(given, 'e', 'E'), argv);
}

const RUBY: Switches = {
  valued: 'erIECF',
  attached: '0liKTWx',
  last: '',
  long: ['encoding', 'external-encoding', 'internal-encoding'],
};

/** ruby [switches] [-e code]… [file] [args] (ruby(1)). */
export function ruby(argv: readonly Word[]): ProgramTask | undefined {
  const given = readSwitches(argv, RUBY);
  if (has(given, 'v', 'version', 'h', 'help')) return undefined;
  return filter('ruby', given, lines(given, 'e'), argv);
}

/** With `-n` and `-p` the program's arguments are files it reads, and with `-i` edits. */
function filter(
  language: Language,
  given: Given,
  code: Word | undefined,
  argv: readonly Word[],
): ProgramTask {
  const rest = argv.slice(given.operands);
  const loops = has(given, 'n', 'p');
  const task: ProgramTask =
    code === undefined ? fileOr(language, rest) : { language, from: { kind: 'text', code }, arguments: rest };
  return loops ? { ...task, reads: true, edits: has(given, 'i') } : task;
}
