import { LIMITS } from '../../core/limits.ts';
import { readOptions } from '../../core/options.ts';
import { resolvePath } from '../../core/path.ts';
import { concat, EMPTY_WORD, isHole, join, literalText, textOf, type Word, word } from '../../core/word.ts';
import { readFile } from '../files/files.ts';
import { fold } from '../fold/fold.ts';
import { whereIs } from '../fold/where-is.ts';
import type { Frame, Launch, Output } from '../frame.ts';
import { addAside } from '../state/descriptors.ts';
import { assignNamed, elementNamed, showPrompt } from '../state/variables.ts';
import { finishReaders } from '../walk/readers.ts';
import { declare, setPositional, unset } from './declare.ts';
import { cd, popd, pushd } from './directories.ts';
import { mapfile } from './mapfile.ts';
import { read } from './read.ts';

/** What a builtin does to its shell, and what it writes. `frame.state` is the shell's own. */
type Builtin = (argv: readonly Word[], frame: Frame, launch: Launch) => Output;

const BUILTINS: Readonly<Record<string, Builtin>> = {
  eval: (argv, frame, { span }) =>
    frame.engine.code(join(operandsOf(argv), ' '), frame, { kind: 'script', span }),
  source,
  '.': source,
  cd: silent(cd),
  pushd,
  popd,
  dirs: () => undefined,
  export: declaring('export'),
  declare: declaring('declare'),
  typeset: declaring('declare'),
  local: declaring('local'),
  readonly: declaring('readonly'),
  let: silent((argv, frame, { span }) => {
    for (const one of argv.slice(1)) {
      // A glob that matches no file is the text it was.
      const text = textOf(
        concat(
          ...one.map(part =>
            isHole(part) && part.hole === 'glob'
              ? word((part.name ?? '').replace(/\\([\s\S])/g, '$1'))
              : [part],
          ),
        ),
      );
      if (text !== undefined) frame.engine.arithmetic(text, frame, span);
      // It may set any variable that is named in it.
      else
        for (const [name] of literalText(one).matchAll(/[A-Za-z_]\w*/gu))
          frame.state.setVariable(name, undefined);
    }
  }),
  unset: silent(unset),
  read: silent(read),
  mapfile: silent(mapfile),
  readarray: silent(mapfile),
  getopts: silent((argv, frame) => {
    for (const name of [textOf(argv[2] ?? []) ?? '', 'OPTARG', 'OPTIND'])
      if (/^[A-Za-z_]\w*$/.test(name)) frame.state.setVariable(name, undefined);
  }),
  set: (argv, frame, { span }) => {
    // Alone it writes all variables and functions.
    if (argv.length === 1) return undefined;
    setPositional(argv, frame, LIMITS.braceWords);
    argv.slice(1).forEach((one, at) => {
      const text = textOf(one) ?? '';
      const [, sign, name] =
        /^([-+])\w*(x)/.exec(text) ??
        (text === 'xtrace' ? (/^([-+])o$/.exec(textOf(argv[at] ?? []) ?? '') ?? []) : []);
      if (/^[-+]\w*e/.test(text)) frame.state.option('errexit', text.startsWith('-'));
      if (text === 'errexit' && /^[-+]\w*o$/.test(textOf(argv[at] ?? []) ?? ''))
        frame.state.option('errexit', literalText(argv[at] ?? []).startsWith('-'));
      if (sign !== undefined && (name !== undefined || text === 'xtrace'))
        frame.state.option('xtrace', sign === '-');
    });
    if (frame.state.options.has('xtrace')) showPrompt(frame, span);
    return EMPTY_WORD;
  },
  shift: silent((argv, frame) => {
    const count = argv[1] === undefined ? 1 : Number(textOf(argv[1]));
    frame.state.positional =
      Number.isInteger(count) && count >= 0 ? frame.state.positional?.slice(count) : undefined;
  }),
  alias: (argv, frame) => {
    let shows = argv.length === 1;
    for (const one of argv.slice(1)) {
      const text = textOf(one);
      shows ||= text?.includes('=') !== true;
      const name = /^([^=\s]+)=/.exec(text?.split('\n')[0] ?? '')?.[1];
      if (name !== undefined && text !== undefined)
        frame.state.alias(name, word(text.slice(name.length + 1)));
    }
    return shows ? undefined : EMPTY_WORD;
  },
  hash: silent((argv, frame) => {
    // `hash -p /bin/rm ls`: from now on `ls` is that file.
    const { given, operands } = readOptions(argv, { short: 'p', long: [] });
    const path = given.value('p');
    const name = textOf(argv[operands] ?? []);
    if (path !== undefined && name !== undefined) frame.state.alias(name, path);
  }),
  trap: (argv, frame, { span }) => {
    const [first, ...signals] = operandsOf(argv);
    const text = first === undefined ? undefined : textOf(first);
    if (first === undefined || /^-[lp]/.test(text ?? '')) return undefined;
    if (signals.length === 0 || text === '' || text === '-') return EMPTY_WORD;
    frame.traps.push({ code: first, frame, before: frame.state.fork(), ends: [], span });
    // It writes, too, and before the place it is set in is left.
    addAside(frame.pipe, undefined);
    return EMPTY_WORD;
  },
  test,
  '[': test,
  printf: (argv, frame, launch) => {
    if (textOf(argv[1] ?? []) !== '-v') return fold('printf', argv, frame, launch);
    const value = fold('printf', [word('printf'), ...argv.slice(3)], frame, launch);
    const name = textOf(argv[2] ?? []);
    if (name !== undefined) assignNamed(name, value, frame, launch.span);
    return EMPTY_WORD;
  },
  command: (argv, frame) =>
    // `command -v bash` prints where it is, which is in a standard directory or nowhere.
    /^-[vV]$/.test(textOf(argv[1] ?? []) ?? '') ? whereIs(argv[2], frame) : undefined,
  wait: silent((argv, frame, { span }) => {
    finishReaders(frame.readers);
    // `-p name`: the name may be an array's element, and its index is an expression.
    const name = readOptions(argv, { short: 'p', long: [] }).given.value('p');
    const text = name === undefined ? undefined : textOf(name);
    if (text !== undefined && frame.recorder.background) assignNamed(text, undefined, frame, span);
  }),
  enable: (argv, frame, { span }) => {
    // It loads machine code, and that runs at once.
    const { given } = readOptions(argv, { short: 'fd', long: [] });
    if (given.has('f')) frame.recorder.unknown('program', span, 'enable -f');
    return undefined;
  },
  complete: completion,
  compgen: completion,
  bind: (argv, frame, { span }) => {
    // `"\C-a": code` runs when the key is pressed.
    const { given } = readOptions(argv, { short: 'mqurfx', long: [] });
    const bound = given.value('x');
    const code =
      bound === undefined
        ? undefined
        : /^\s*(?:"(?:\\.|[^"\\])*"|[^\s:]+)\s*:?\s*(?:"([\s\S]*)"|([\s\S]*))$/.exec(textOf(bound) ?? '');
    const text = code?.[1] ?? code?.[2];
    if (text !== undefined) later(word(text), frame, span);
    return undefined;
  },
  shopt: (argv, { state }) => {
    const { given, operands } = readOptions(argv, { short: '', long: [] });
    if (!given.has('s', 'u')) return undefined;
    for (const one of argv.slice(operands)) {
      const name = textOf(one);
      if (name !== undefined) state.option(name, given.has('s'));
    }
    return EMPTY_WORD;
  },
  exit: silent(leave),
  return: silent(leave),
  ...Object.fromEntries(
    ': true false break continue unalias compopt disown logout suspend'
      .split(' ')
      .map(name => [name, silent()]),
  ),
  ...Object.fromEntries(
    'umask ulimit jobs bg fg fc history times type help caller'
      .split(' ')
      .map((name): [string, Builtin] => [name, () => undefined]),
  ),
};

/** Builtins that touch nothing outside their own shell: a policy need not grant them by name. */
const HARMLESS: ReadonlySet<string> = new Set(
  'cd pushd popd dirs declare typeset local readonly let unset read mapfile readarray getopts set shift true false : shopt return exit break continue test [ wait trap export eval'.split(
    ' ',
  ),
);

export function isHarmless(program: string): boolean {
  return HARMLESS.has(program);
}

/** Whether what it does is known from its name alone, and followed here. */
export function isBuiltin(program: string): boolean {
  return Object.hasOwn(BUILTINS, program);
}

/**
 * Runs a builtin of bash.
 * @returns undefined when there is no builtin of that name
 */
export function builtin(
  program: string,
  argv: readonly Word[],
  frame: Frame,
  launch: Launch,
): { readonly output: Output } | undefined {
  if (program === 'command' && !/^-[vV]$/.test(textOf(argv[1] ?? []) ?? '')) return undefined;
  const run = Object.hasOwn(BUILTINS, program) ? BUILTINS[program] : undefined;
  return run === undefined ? undefined : { output: run(argv, frame, launch) };
}

/** Ends of a function, or of a shell with a trap, that are kept apart. */
const ENDS = 16;

/** `exit`, `return`: where it is certain that nothing behind it runs, its state is not that of what follows. */
function leave(argv: readonly Word[], { state, traps }: Frame): void {
  const [program, status = '', ...others] = argv.map(literalText);
  if (others.length > 0 || !/^\d*$/.test(status) || state.aliases.has(program ?? '')) return;
  const ends = program === 'return' ? state.returned : undefined;
  if (program === 'return' && (ends === undefined || ends.length >= ENDS)) return;
  const end = state.fork();
  end.goOn();
  ends?.push(end);
  if (program === 'exit') for (const trap of traps) if (trap.ends.length < ENDS) trap.ends.push(end.fork());
  state.gone = true;
}

/** `complete -C code`, `compgen -W words`: what they are given is run, or expanded, to complete a word. */
function completion(argv: readonly Word[], frame: Frame, { span }: Launch): Output {
  const { given } = readOptions(argv, { short: 'oAGWFCXPS', long: [] });
  const code = given.value('C');
  if (code !== undefined) later(code, frame, span);
  const words = given.value('W');
  if (words !== undefined) frame.engine.prompt(words, frame, span);
  return undefined;
}

/** Code that runs in this shell at some other time. */
function later(code: Word, frame: Frame, span: Launch['span']): void {
  frame.engine.code(code, { ...frame, state: frame.state.fork() }, { kind: 'script', span });
}

/** `test -v 'a[x]'`: the index is an expression. */
function test(argv: readonly Word[], frame: Frame, { span }: Launch): Output {
  argv.forEach((one, at) => {
    const name = textOf(argv[at + 1] ?? []);
    if (textOf(one) === '-v' && name !== undefined) elementNamed(name, frame, span);
  });
  return EMPTY_WORD;
}

/** `declare x=1` writes nothing; without names, or with `-p` and `-f`, it writes what there is. */
function declaring(name: string): Builtin {
  return (argv, frame, launch) => {
    declare(name, argv, frame, launch);
    const { given, operands } = readOptions(argv, { short: '', long: [] });
    return operands === argv.length || given.has('p', 'f', 'F') ? undefined : EMPTY_WORD;
  };
}

/** A builtin that writes nothing to standard output. */
function silent(
  effect: (argv: readonly Word[], frame: Frame, launch: Launch) => unknown = () => undefined,
): Builtin {
  return (argv, frame, launch) => {
    effect(argv, frame, launch);
    return EMPTY_WORD;
  };
}

function operandsOf(argv: readonly Word[]): readonly Word[] {
  return argv.slice(argv[1] !== undefined && textOf(argv[1]) === '--' ? 2 : 1);
}

/** `source file args…`: read here and now, in this shell. */
function source(argv: readonly Word[], frame: Frame, { span }: Launch): Output {
  const [name, ...positional] = operandsOf(argv);
  if (name === undefined) return EMPTY_WORD;
  const text = readFile(name, frame, span, 'disk');
  const path = textOf(resolvePath(name, frame.state.cwd));
  if (text === undefined) {
    frame.recorder.unknown('file', span, path);
    return undefined;
  }
  const before = frame.state.positional;
  if (positional.length > 0) frame.state.positional = positional;
  const output = frame.engine.code(text, frame, {
    kind: 'file',
    ...(path === undefined ? {} : { path }),
    span,
  });
  if (positional.length > 0) frame.state.positional = before;
  return output;
}
