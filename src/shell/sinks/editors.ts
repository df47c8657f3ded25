import { readArguments, readOptions } from '../../core/options.ts';
import { literalText, textOf, type Word, word } from '../../core/word.ts';
import type { Inner, Sinks } from './inner.ts';
import { sedCode } from './sed-script.ts';
import { after, linesMatching, named } from './words.ts';

/** `!code`, `:r !code`, `:%!code`, `:w !code`; `:q!` and `:w! file` are none. */
const ESCAPE =
  /^[:\s]*(?:sil(?:ent)?!?\s+)?(?:[%\d,.$'<>]*\s*)(?:r(?:ead)?\s*|w(?:rite)?\s+|(?:term(?:inal)?|AsyncRun)\s+(?=\S))?!\s*(\S[\s\S]*)$/;
const TERMINAL = /^[:\s]*(?:term(?:inal)?)\s+(\S[\s\S]*)$/;
const CALL =
  /\b(?:system|systemlist|term_start|job_start|os\.execute|io\.popen)\s*\(\s*\[?\s*(?:"([^"]*)"|'([^']*)')/g;

/** What a command of vi's runs in a shell. */
function escapes(command: Word): readonly Inner[] {
  const text = textOf(command) ?? literalText(command);
  const direct = ESCAPE.exec(text)?.[1] ?? TERMINAL.exec(text)?.[1];
  if (direct !== undefined) return [{ code: tail(command, direct) }];
  // `:py3 import os; os.system(…)`.
  const python = /^[:\s]*py(?:thon)?3?x?\s+([\s\S]+)$/.exec(text)?.[1];
  if (python !== undefined) return [{ argv: [word('python3'), word('-c'), word(python)] }];
  const executed = /^[:\s]*exe(?:cute)?\s+["']([\s\S]*)["']\s*$/.exec(text)?.[1];
  if (executed !== undefined) return escapes(word(executed));
  return [...text.matchAll(CALL)].map(found => ({ code: word(found[1] ?? found[2] ?? '') }));
}

/** The end of a word from where its literal beginning was cut; its holes stay. */
function tail(command: Word, text: string): Word {
  const [head, ...rest] = command;
  if (rest.length === 0 || head === undefined || !('lit' in head)) return word(text);
  const at = head.lit.indexOf('!');
  return at < 0 ? command : [...word(head.lit.slice(at + 1)), ...rest];
}

/** vim(1), ex: `-c cmd`, `--cmd cmd`, `+cmd`, and commands on standard input with `-s`. */
function vi(argv: readonly Word[], input: Word | undefined): readonly Inner[] {
  const { given, operands } = readArguments(argv, {
    short: 'cSuUiTtwW',
    long: ['cmd', 'servername', 'remote', 'startuptime'],
  });
  const commands = given.pairs.flatMap(([name, value]) =>
    (name === 'c' || name === 'cmd') && value !== undefined ? [value] : [],
  );
  const plus = operands.map(one => after(one, '+')).filter(one => one !== undefined);
  return [...[...commands, ...plus].flatMap(escapes), ...linesMatching(input, ESCAPE)];
}

/** ed(1): `!code`, `r !code` and `w !code`, from standard input. */
function ed(_argv: readonly Word[], input: Word | undefined): readonly Inner[] {
  return linesMatching(input, /^[\d,.$%]*\s*(?:[re]\s*|w\s*)?!(.+)$/);
}

/** less(1): `+!code`. */
function less(argv: readonly Word[]): readonly Inner[] {
  return argv.slice(1).flatMap(one => {
    const code = after(one, '+!') ?? after(one, '++!');
    return code === undefined ? [] : [{ code }];
  });
}

/** man(1): `-P pager`, `-H browser`. */
function man(argv: readonly Word[]): readonly Inner[] {
  const { given } = readArguments(argv, { short: 'PCRLmMeESsprK', long: ['pager', 'config-file'] });
  return [...named(given.value('P', 'pager')), ...named(given.value('H', 'html'))];
}

const SED = { short: 'efl', long: ['expression', 'file', 'line-length'] };

/** sed(1): GNU's `e` command and `s///e`. */
function sed(argv: readonly Word[]): readonly Inner[] {
  const { given, operands } = readArguments(argv, SED);
  const expressions = given.pairs.flatMap(([name, value]) =>
    ['e', 'expression'].includes(name) && value !== undefined ? [value] : [],
  );
  const scripts = expressions.length > 0 || given.has('f', 'file') ? expressions : operands.slice(0, 1);
  return scripts.flatMap(sedCode);
}

/** gdb(1): `-ex cmd`, `--eval-command=cmd`, and the program behind `--args`. */
function gdb(argv: readonly Word[]): readonly Inner[] {
  const commands = argv.flatMap((one, at) => {
    const text = textOf(one) ?? '';
    if (
      /^--?(?:ex|iex|eval-command|init-eval-command|o|O|one-line|one-line-before-file|batch-command)$/.test(
        text,
      )
    )
      return [literalText(argv[at + 1] ?? [])];
    return /^--?(?:ex|iex|eval-command|init-eval-command|one-line)=/.test(text)
      ? [text.slice(text.indexOf('=') + 1)]
      : [];
  });
  const args = argv.findIndex(one => /^--?args$/.test(textOf(one) ?? ''));
  const { operands } = readOptions(argv, { short: '', long: [] }, Math.max(args, 0) + 1);
  return [
    ...commands.flatMap(debuggerCommand),
    ...(args > 0 && operands < argv.length ? [{ argv: argv.slice(operands) }] : []),
  ];
}

function debuggerCommand(text: string): readonly Inner[] {
  const shell = /^\s*(?:!|(?:shell|make)\s)\s*([\s\S]+)$/.exec(text)?.[1];
  if (shell !== undefined) return [{ code: word(shell) }];
  const platform = /^\s*platform\s+shell\s+(?:-h\s+)?([\s\S]+)$/.exec(text)?.[1];
  if (platform !== undefined) return [{ code: word(platform) }];
  const python = /^\s*(?:python|py|pi|python-interactive)\s+([\s\S]+)$/.exec(text)?.[1];
  if (python !== undefined) return [{ argv: [word('python3'), word('-c'), word(python)] }];
  return [...text.matchAll(CALL)].map(found => ({ code: word(found[1] ?? found[2] ?? '') }));
}

/** Tcl of expect(1): words behind `spawn`, `exec` and `system`. */
const TCL =
  /^[\s{[]*(?:(?:set\s+\w+\s+)?\[?\s*)(?:spawn|exec|system)\s+(?:-(?:noecho|ignore|keepnewline)\s+)*([^\]]+?)[\s\]}]*$/;

function expect(argv: readonly Word[], input: Word | undefined): readonly Inner[] {
  const { given, operands } = readOptions(argv, { short: 'cf', long: [] });
  const codes = given.pairs.flatMap(([name, value]) => (name === 'c' && value !== undefined ? [value] : []));
  const read = codes.length === 0 && operands === argv.length && !given.has('f') ? input : undefined;
  return [...codes, ...(read === undefined ? [] : [read])].flatMap(one =>
    linesMatching(word(literalText(one).replaceAll(';', '\n')), TCL),
  );
}

export const EDITOR_SINKS: Sinks = {
  vim: vi,
  vi,
  nvim: vi,
  gvim: vi,
  view: vi,
  rvim: vi,
  ex: vi,
  vimdiff: vi,
  ed,
  red: ed,
  less,
  more: less,
  man,
  sed,
  gsed: sed,
  gdb,
  lldb: gdb,
  expect,
  tclsh: expect,
};
