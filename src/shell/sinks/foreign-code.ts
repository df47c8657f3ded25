import { readOptions } from '../../core/options.ts';
import { hasHole, literalText, textOf, type Word, word } from '../../core/word.ts';
import type { Inner, ReadFile, Sinks } from './inner.ts';

/**
 * A language that is not followed, but cut into words: its calls that start programs are seen where what they start
 * stands there as text. That the rest is not read is always said.
 */
interface Foreign {
  /** Options whose value is program text. */
  readonly code: readonly string[];
  /** What a comment begins with; it ends with the line. */
  readonly comment: string;
  readonly quotes: string;
  /** Functions that give a text to a shell. */
  readonly shell: RegExp;
  /** Functions that start the program their first text names, with the others as arguments. */
  readonly start?: RegExp;
  /** What stands behind a text that is run: `"rm a".execute()`. */
  readonly behind?: RegExp;
}

const LUA: Foreign = { code: ['-e'], comment: '--', quotes: `'"`, shell: /^(?:os\.execute|io\.popen)$/ };
const R: Foreign = {
  code: ['-e'],
  comment: '#',
  quotes: `'"`,
  shell: /^(?:base::)?(?:system|shell|pipe)$/,
  start: /^(?:base::)?system2$/,
};
const JULIA: Foreign = {
  code: ['-e', '-E', '--eval', '--print'],
  comment: '#',
  quotes: '`"',
  shell: /^(?:run|read|readchomp|pipeline|open|success)$/,
};
const ELIXIR: Foreign = {
  code: ['-e', '--eval'],
  comment: '#',
  quotes: `'"`,
  shell: /^(?:System\.shell|:?os\.cmd)$/,
  start: /^System\.cmd$/,
};
const ERLANG: Foreign = { code: ['-eval', '-e'], comment: '%', quotes: '"', shell: /^os:cmd$/ };
const LISP: Foreign = {
  code: ['-c', '-e', '--eval', '-eval', '--execute', '-f', '-x'],
  comment: ';',
  quotes: '"',
  shell:
    /^(?:system|process|shell-command(?:-to-string)?|async-shell-command|call-process-shell-command|start-process-shell-command|run-program|sh|shell)$/,
  start: /^(?:system\*|process\*|call-process|start-process|process-lines|process-file|make-process)$/,
};
const OCTAVE: Foreign = {
  code: ['--eval', '-e', '-r', '-batch'],
  comment: '%',
  quotes: `'"`,
  shell: /^(?:system|shell_cmd|unix|dos|popen)$/,
};
const APPLE: Foreign = { code: ['-e'], comment: '--', quotes: '"', shell: /^script$/ };
const HASKELL: Foreign = {
  code: ['-e'],
  comment: '--',
  quotes: '"',
  shell: /^(?:[\w.]*\.)?(?:system|callCommand|spawnCommand|shell|readCreateProcess)$/,
  start: /^(?:[\w.]*\.)?(?:callProcess|rawSystem|spawnProcess|readProcess)$/,
};
const JVM: Foreign = {
  code: ['-e', '--eval'],
  comment: '//',
  quotes: `'"`,
  shell: /(?:^|\.)exec$/,
  start: /^(?:\w+\.)*(?:ProcessBuilder|Process)$/,
  behind: /^\.(?:execute|!{1,2}|lazyLines|run)/,
};
const OCAML: Foreign = {
  code: ['-e'],
  comment: '(*',
  quotes: '"',
  shell: /^(?:Sys\.command|Unix\.(?:system|open_process_in))$/,
};
const CRYSTAL: Foreign = { code: ['eval'], comment: '#', quotes: '"`', shell: /^(?:system|Process\.run)$/ };
const SWIFT: Foreign = { code: ['-e'], comment: '//', quotes: '"', shell: /^(?:system|shell)$/ };

const LANGUAGES: Readonly<Record<string, Foreign>> = {
  lua: LUA,
  luajit: LUA,
  texlua: LUA,
  'lua5.1': LUA,
  'lua5.2': LUA,
  'lua5.3': LUA,
  'lua5.4': LUA,
  Rscript: R,
  rscript: R,
  r: R,
  littler: R,
  julia: JULIA,
  elixir: ELIXIR,
  iex: ELIXIR,
  erl: ERLANG,
  escript: ERLANG,
  guile: LISP,
  racket: LISP,
  emacs: LISP,
  sbcl: LISP,
  clisp: LISP,
  csi: LISP,
  gsi: LISP,
  scheme: LISP,
  chez: LISP,
  newlisp: LISP,
  bb: LISP,
  clojure: LISP,
  ecl: LISP,
  octave: OCTAVE,
  'octave-cli': OCTAVE,
  matlab: OCTAVE,
  osascript: APPLE,
  ghc: HASKELL,
  runghc: HASKELL,
  runhaskell: HASKELL,
  groovy: JVM,
  scala: JVM,
  'scala-cli': JVM,
  jshell: JVM,
  kotlinc: JVM,
  kotlin: JVM,
  amm: JVM,
  ocaml: OCAML,
  crystal: CRYSTAL,
  swift: SWIFT,
};

/** Files that hold programs of these languages. */
const FILE =
  /\.(?:lua|[rR]|jl|exs?|erl|scm|ss|rkt|el|lisp|m|applescript|scpt|hs|groovy|scala|sc|kts|ml|cr|swift|clj)$/;

/** Characters of such a text that are cut into words. */
const LONGEST = 65_536;

interface Token {
  readonly kind: 'text' | 'name' | 'mark';
  readonly text: string;
  readonly end: number;
}

function tokens(code: string, { comment, quotes }: Foreign): readonly Token[] {
  const found: Token[] = [];
  for (let at = 0; at < code.length; ) {
    const char = code[at] ?? '';
    if (code.startsWith(comment, at)) {
      const end = code.indexOf('\n', at);
      at = end < 0 ? code.length : end;
    } else if (quotes.includes(char)) {
      let text = '';
      for (at++; at < code.length && code[at] !== char; at++)
        text += code[at] === '\\' ? escaped(code[++at] ?? '') : code[at];
      at++;
      found.push({ kind: 'text', text, end: at });
    } else if (/[\w:$]/.test(char)) {
      const [name = char] = /^[\w:$][\w.:$*!-]*/.exec(code.slice(at, at + 256)) ?? [];
      at += name.length;
      found.push({ kind: 'name', text: name, end: at });
    } else {
      at++;
      if (char.trim() !== '') found.push({ kind: 'mark', text: char, end: at });
    }
  }
  return found;
}

function escaped(char: string): string {
  return char === 'n' ? '\n' : char === 't' ? '\t' : char;
}

function startedIn(code: string, language: Foreign): readonly Inner[] {
  const all = tokens(code.slice(0, LONGEST), language);
  return all.flatMap((token, at): readonly Inner[] => {
    if (token.kind === 'text')
      return language.behind?.test(code.slice(token.end, token.end + 16)) === true
        ? [{ code: word(token.text) }]
        : [];
    if (token.kind !== 'name') return [];
    const starts = language.start?.test(token.text) === true;
    if (!starts && !language.shell.test(token.text)) return [];
    const texts = argumentsAt(all, at + 1);
    const [first] = texts;
    if (first === undefined) return [];
    return starts ? [{ argv: texts.map(word) }] : [{ code: word(first) }];
  });
}

/** The texts behind a function's name, up to where its arguments end. */
function argumentsAt(all: readonly Token[], from: number): readonly string[] {
  const texts: string[] = [];
  let depth = 0;
  for (const { kind, text } of all.slice(from, from + 64)) {
    if (kind === 'text') texts.push(text);
    else if (/[([{]/.test(text)) depth++;
    else if (/[)\]}]/.test(text) && --depth <= 0) break;
    else if (text === ';') break;
  }
  return texts;
}

function foreign(
  name: string,
  language: Foreign,
): (argv: readonly Word[], input: Word | undefined, file: ReadFile) => readonly Inner[] {
  return (argv, input, file) => {
    if (argv.length === 2 && /^-{0,2}(?:[vVh]|version|help)$/.test(textOf(argv[1] ?? []) ?? '')) return [];
    const codes = argv.flatMap((one, at) => {
      const text = textOf(one) ?? '';
      const option = language.code.find(
        each => text === each || (each.startsWith('--') && text.startsWith(`${each}=`)),
      );
      if (option === undefined) return [];
      return text === option ? argv.slice(at + 1, at + 2) : [word(text.slice(option.length + 1))];
    });
    const { operands } = readOptions(argv, { short: '', long: [] });
    const path = argv.slice(operands).find(one => FILE.test(literalText(one)));
    const text =
      codes.length > 0
        ? undefined
        : path === undefined
          ? argv.length === 1
            ? input
            : undefined
          : file(path);
    const read = text === undefined ? codes : [text];
    if (read.length === 0 && path === undefined && argv.length > 1) return [];
    return [
      ...read.flatMap(one => startedIn(literalText(one), language)),
      ...(read.some(hasHole) ? [{ unknown: name }] : []),
      { computed: name },
    ];
  };
}

export const FOREIGN_SINKS: Sinks = Object.fromEntries(
  Object.entries(LANGUAGES).map(([name, language]) => [name, foreign(name, language)]),
);

/** They read their program where none is named. */
export const FOREIGN_READERS: readonly string[] = Object.keys(LANGUAGES);
