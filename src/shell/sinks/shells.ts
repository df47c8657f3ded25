import { textOf, type Word } from '../../core/word.ts';

/** Programs whose code is read as bash would read it. */
export const SHELLS: ReadonlySet<string> = new Set([
  'sh',
  'bash',
  'dash',
  'zsh',
  'ksh',
  'mksh',
  'ash',
  'rbash',
  'rzsh',
  'ksh93',
  'yash',
  'posh',
]);

/** How a shell was told to behave. */
export interface ShellSetting {
  /** Names `shopt` and `set` know, as far as they are followed, and whether they are on. */
  readonly options: readonly (readonly [name: string, on: boolean])[];
  readonly interactive: boolean;
  /** `--rcfile file`: read first where it is interactive. */
  readonly startup?: Word;
}

/** What a shell was asked to run. */
export type ShellTask = ShellWork & { readonly setting: ShellSetting };

type ShellWork =
  | {
      readonly kind: 'command';
      readonly code: Word;
      readonly name: Word | undefined;
      readonly positional: readonly Word[];
    }
  | { readonly kind: 'file'; readonly path: Word; readonly positional: readonly Word[] }
  | { readonly kind: 'stdin'; readonly positional: readonly Word[] }
  | { readonly kind: 'question' };

/** Long options of bash and zsh that take the next argument. */
const VALUED = new Set(['--rcfile', '--init-file', '--emulate']);
const QUESTIONS = new Set(['--version', '--help']);

/**
 * Reads a shell's arguments (bash manual 6.1; POSIX sh; zsh): `-c` may stand in any cluster and before other options
 * (`-lc`, `-c -l`, `-ec`, `-o pipefail -c`, `--norc -c`); the first operand after all options is the code.
 */
export function shellTask(argv: readonly Word[]): ShellTask {
  let command = false;
  let fromStdin = false;
  let interactive = false;
  let startup: Word | undefined;
  const options: [string, boolean][] = [];
  const done = (work: ShellWork): ShellTask => ({
    ...work,
    setting: { options, interactive, ...(startup === undefined ? {} : { startup }) },
  });
  let at = 1;
  for (; at < argv.length; at++) {
    const text = textOf(argv[at] ?? []);
    if (text === undefined || text === '' || !/^[-+]/.test(text)) break;
    if (text === '-' || text === '--') {
      at++;
      break;
    }
    if (QUESTIONS.has(text)) return done({ kind: 'question' });
    if (text.startsWith('--')) {
      if (VALUED.has(text)) at++;
      if (text === '--rcfile' || text === '--init-file') startup = argv[at];
      continue;
    }
    const letters = text.slice(1);
    if (text.startsWith('-')) {
      command ||= letters.includes('c');
      fromStdin ||= letters.includes('s');
      interactive ||= letters.includes('i');
    }
    for (const letter of letters) {
      if (letter === 'e') options.push(['errexit', text.startsWith('-')]);
      if (letter === 'x') options.push(['xtrace', text.startsWith('-')]);
      // Each `o` and `O` in a cluster takes one argument of its own.
      if (letter === 'o' || letter === 'O')
        options.push([textOf(argv[++at] ?? []) ?? '', text.startsWith('-')]);
    }
  }
  const operands = argv.slice(at);
  const [first, second] = operands;
  if (command)
    return done(
      first === undefined
        ? { kind: 'question' }
        : { kind: 'command', code: first, name: second, positional: operands.slice(2) },
    );
  if (fromStdin || first === undefined) return done({ kind: 'stdin', positional: operands });
  return done({ kind: 'file', path: first, positional: operands.slice(1) });
}
