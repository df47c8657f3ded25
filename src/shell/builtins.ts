import { LIMITS } from '../core/limits.ts';
import { assignedName, assignedValue, readOptions } from '../core/options.ts';
import { resolvePath } from '../core/path.ts';
import { EMPTY_WORD, hole, join, textOf, type Word, word } from '../core/word.ts';
import { readFile } from './files.ts';
import { fold } from './fold.ts';
import type { Frame, Launch, Output } from './frame.ts';
import { assign } from './variables.ts';

/** What a builtin does to its shell, and what it writes. `frame.state` is the shell's own. */
type Builtin = (argv: readonly Word[], frame: Frame, launch: Launch) => Output;

const BUILTINS: Readonly<Record<string, Builtin>> = {
  eval: (argv, frame, { span }) =>
    frame.engine.code(
      join(argv.slice(argv[1] !== undefined && textOf(argv[1]) === '--' ? 2 : 1), ' '),
      frame,
      { kind: 'script', span },
    ),
  source,
  '.': source,
  cd,
  pushd: cd,
  popd: silent((_argv, frame) => move(frame, frame.state.previousCwd)),
  export: silent((argv, frame) => {
    const { given, operands } = readOptions(argv, { short: '', long: [] });
    for (const name of declare(argv, frame)) if (!given.has('n')) frame.state.export(name);
    return operands;
  }),
  declare: silent(declareMaybeExported),
  typeset: silent(declareMaybeExported),
  local: silent(declare),
  readonly: silent(declare),
  let: silent(),
  unset: silent((argv, frame) => {
    for (const one of argv.slice(1)) frame.state.setVariable(textOf(one) ?? '', EMPTY_WORD);
  }),
  read: silent(readInto),
  mapfile: silent((argv, frame) => forget(argv, frame)),
  readarray: silent((argv, frame) => forget(argv, frame)),
  getopts: silent((argv, frame) => forget(argv.slice(1), frame)),
  set: silent(setPositional),
  shift: silent((argv, frame) => {
    const count = argv[1] === undefined ? 1 : Number(textOf(argv[1]));
    frame.state.positional =
      Number.isInteger(count) && count >= 0 ? frame.state.positional?.slice(count) : undefined;
  }),
  alias: silent((argv, frame) => {
    for (const one of argv.slice(1)) {
      const name = /^([^=\s]+)=/.exec(textOf(one)?.split('\n')[0] ?? '')?.[1];
      const text = textOf(one);
      if (name !== undefined && text !== undefined)
        frame.state.alias(name, word(text.slice(name.length + 1)));
    }
  }),
  trap: (argv, frame, { span }) => {
    const [first, ...signals] = argv.slice(argv[1] !== undefined && textOf(argv[1]) === '--' ? 2 : 1);
    const text = first === undefined ? undefined : textOf(first);
    if (
      first === undefined ||
      signals.length === 0 ||
      text === '' ||
      text === '-' ||
      /^-[lp]/.test(text ?? '')
    )
      return EMPTY_WORD;
    // It runs later, in whatever state the shell is in by then; what it runs is the same.
    frame.engine.code(first, { ...frame, state: frame.state.fork() }, { kind: 'script', span });
    return EMPTY_WORD;
  },
  printf: (argv, frame, launch) => {
    if (textOf(argv[1] ?? []) !== '-v') return fold('printf', argv, frame, launch);
    const value = fold('printf', [word('printf'), ...argv.slice(3)], frame, launch);
    const name = textOf(argv[2] ?? []);
    if (name !== undefined) frame.state.setVariable(name, value);
    return EMPTY_WORD;
  },
  ...Object.fromEntries(
    [
      'true',
      'false',
      ':',
      'shopt',
      'return',
      'exit',
      'break',
      'continue',
      'test',
      '[',
      'wait',
      'hash',
      'unalias',
      'bind',
      'complete',
      'compopt',
      'enable',
      'umask',
      'ulimit',
      'disown',
      'bg',
      'fg',
      'logout',
      'suspend',
    ].map(name => [name, silent()]),
  ),
};

/** Builtins that touch nothing outside their own shell: a policy need not grant them by name. */
const HARMLESS: ReadonlySet<string> = new Set([
  ...[
    'cd',
    'pushd',
    'popd',
    'declare',
    'typeset',
    'local',
    'readonly',
    'let',
    'unset',
    'read',
    'mapfile',
    'readarray',
    'getopts',
    'set',
    'shift',
  ],
  ...[
    'true',
    'false',
    ':',
    'shopt',
    'return',
    'exit',
    'break',
    'continue',
    'test',
    '[',
    'wait',
    'trap',
    'export',
    'eval',
  ],
]);

export function isHarmless(program: string): boolean {
  return HARMLESS.has(program);
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
  const run = Object.hasOwn(BUILTINS, program) ? BUILTINS[program] : undefined;
  return run === undefined ? undefined : { output: run(argv, frame, launch) };
}

/** A builtin that writes nothing to standard output. */
function silent(effect: (argv: readonly Word[], frame: Frame) => unknown = () => undefined): Builtin {
  return (argv, frame) => {
    effect(argv, frame);
    return EMPTY_WORD;
  };
}

/** `source file args…`: read here and now, in this shell. */
function source(argv: readonly Word[], frame: Frame, { span }: Launch): Output {
  const [name, ...positional] = argv.slice(textOf(argv[1] ?? []) === '--' ? 2 : 1);
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

function cd(argv: readonly Word[], frame: Frame): Output {
  const { operands } = readOptions(argv, { short: '', long: [] });
  const target = argv[operands];
  const { state } = frame;
  const to =
    target === undefined
      ? word(frame.home)
      : textOf(target) === '-'
        ? state.previousCwd
        : resolvePath(target, state.cwd);
  move(frame, /^[+-]\d+$/.test(textOf(target ?? []) ?? '') ? hole('variable', 'PWD') : to);
  return EMPTY_WORD;
}

function move({ state }: Frame, to: Word): void {
  state.previousCwd = state.cwd;
  state.cwd = to;
}

/** The `NAME=value` and `NAME` operands of a declaration; array values were assigned when the words were expanded. */
function declare(argv: readonly Word[], frame: Frame): readonly string[] {
  const { operands } = readOptions(argv, { short: '', long: [] });
  const names: string[] = [];
  for (const one of argv.slice(operands)) {
    const name = assignedName(one);
    if (name !== undefined) assign(name, assignedValue(one), frame);
    const known = name ?? textOf(one);
    if (known !== undefined) names.push(known);
  }
  return names;
}

function declareMaybeExported(argv: readonly Word[], frame: Frame): void {
  const exported = readOptions(argv, { short: '', long: [] }).given.has('x');
  for (const name of declare(argv, frame)) if (exported) frame.state.export(name);
}

/** `read a b`: each is unknown, unless a known line is fed to a single name. */
function readInto(argv: readonly Word[], frame: Frame): void {
  const { operands } = readOptions(argv, { short: 'adinNptu', long: [] });
  for (const one of argv.slice(operands)) frame.state.setVariable(textOf(one) ?? '', undefined);
  if (operands === argv.length) frame.state.setVariable('REPLY', undefined);
}

function forget(argv: readonly Word[], frame: Frame): void {
  for (const one of argv.slice(1)) {
    const name = textOf(one);
    if (name !== undefined && /^[A-Za-z_]\w*$/.test(name)) frame.state.setVariable(name, undefined);
  }
}

/** `set -- a b` and `set a b`; options alone change nothing that is followed. */
function setPositional(argv: readonly Word[], frame: Frame): void {
  const at = argv.findIndex((one, index) => index > 0 && !/^[-+][A-Za-z]/.test(textOf(one) ?? '-x'));
  const dashes = argv.findIndex(one => textOf(one) === '--');
  if (dashes > 0) frame.state.positional = argv.slice(dashes + 1, dashes + 1 + LIMITS.braceWords);
  else if (at > 0 && !/^[-+]o$/.test(textOf(argv[at - 1] ?? []) ?? ''))
    frame.state.positional = argv.slice(at, at + LIMITS.braceWords);
}
