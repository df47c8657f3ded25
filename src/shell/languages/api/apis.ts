import type { EffectKind } from '../../../core/effect.ts';
import { EMPTY_WORD, isHole, literalText, textOf, type Word, word } from '../../../core/word.ts';
import type { Api, Call, StartOptions } from '../evaluate/call.ts';
import { decodeValue } from '../evaluate/codecs.ts';
import { isBlank, knownText, text, UNKNOWN, type Value, wordOf, wordsOf } from '../evaluate/value.ts';

/** The same function under several names. */
export function named(names: string, api: Api): readonly (readonly [string, Api])[] {
  return names
    .split(/\s+/u)
    .filter(name => name !== '')
    .map(name => [name, api] as const);
}

export function argument({ args, named }: Call, at: number, name?: string): Value | undefined {
  return (name === undefined ? undefined : named.get(name)) ?? args[at];
}

/** An option of a call: a named argument, or an entry of a table among its arguments. */
export function option(call: Call, name: string): Value | undefined {
  const given = call.named.get(name);
  if (given !== undefined) return given;
  for (const one of call.args) {
    const entry = one.kind === 'table' ? one.entries.get(name) : undefined;
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/** A truth value: true, false, or not known. */
export function truth(value: Value | undefined): boolean | undefined {
  if (value === undefined) return false;
  if (value.kind === 'number') return value.value !== 0;
  if (value.kind !== 'outside') return value.kind === 'text' ? textOf(value.word) !== '' : undefined;
  if (/^(?:True|true|TRUE)$/.test(value.path)) return true;
  return /^(?:False|false|FALSE|None|null|undefined|nil)$/.test(value.path) ? false : undefined;
}

/** Hands text to `sh -c`. */
export function runShell(call: Call, code: Word, options: StartOptions = {}): Value {
  if (isBlank(code)) {
    call.world.computed(call.place, call.name);
    return UNKNOWN;
  }
  const output = call.world.start([word('sh'), word('-c'), code], call.place, options);
  return output === undefined ? UNKNOWN : text(output);
}

/** Starts a program with its arguments. */
export function runArgv(call: Call, argv: readonly Word[], options: StartOptions = {}): Value {
  const [program] = argv;
  if (program === undefined || isBlank(program)) {
    call.world.computed(call.place, call.name);
    return UNKNOWN;
  }
  const output = call.world.start(argv, call.place, options);
  return output === undefined ? UNKNOWN : text(output);
}

/** `cwd`, `input` and `env` as Python, Node and Ruby have them. */
export function startOptions(call: Call): StartOptions {
  const cwd = option(call, 'cwd') ?? option(call, 'chdir');
  const input = option(call, 'input') ?? option(call, 'stdin_data');
  const stdin = input === undefined || input.kind === 'outside' ? undefined : wordOf(input);
  return {
    ...(cwd === undefined || (cwd.kind === 'outside' && truth(cwd) === false) ? {} : { cwd: wordOf(cwd) }),
    ...(stdin === undefined || isBlank(stdin) ? {} : { stdin }),
  };
}

const URL = /^(?:https?|ftp):\/\//i;

export function touchValue(call: Call, kind: EffectKind, value: Value | undefined, recursive = false): void {
  if (value === undefined || value.kind === 'number' || value.kind === 'function') return;
  for (const target of wordsOf(value)) {
    const remote = URL.test(literalText(target)) && (kind === 'read' || kind === 'write');
    call.world.touch(remote ? (kind === 'read' ? 'download' : 'send') : kind, target, recursive, call.place);
    if (isBlank(target)) call.world.computed(call.place, call.name);
  }
}

export function shell(at = 0, name?: string): Api {
  return call => runShell(call, wordOf(argument(call, at, name)), startOptions(call));
}

export function touch(kind: EffectKind, at = 0, recursive = false): Api {
  return call => {
    touchValue(call, kind, argument(call, at), recursive);
    return UNKNOWN;
  };
}

/** Every argument. */
export function touchAll(kind: EffectKind, recursive = false, from = 0): Api {
  return call => {
    for (const one of call.args.slice(from)) if (one.kind !== 'table') touchValue(call, kind, one, recursive);
    return UNKNOWN;
  };
}

/** What a first argument is done to, and a second. */
export function between(first: readonly EffectKind[], second: EffectKind, recursive = false): Api {
  return call => {
    for (const kind of first) touchValue(call, kind, argument(call, 0), recursive);
    touchValue(call, second, argument(call, 1), recursive);
    return UNKNOWN;
  };
}

/** A method of a path or file: it is done to what the object names. */
export function onSelf(kind: EffectKind, recursive = false): Api {
  return call => {
    touchValue(call, kind, call.self, recursive);
    return UNKNOWN;
  };
}

/** `open(path, mode)`; the file it returns remembers its path. */
export function open(call: Call, path: Value | undefined, mode: Value | undefined): Value {
  const known = mode === undefined ? 'r' : knownText(mode);
  const writes = known === undefined || /[wax+]/.test(known);
  const reads = known === undefined || /r|\+/.test(known) || !writes;
  if (reads) touchValue(call, 'read', path);
  if (writes) touchValue(call, 'write', path);
  const target = wordOf(path);
  if (writes) call.world.wrote(target, EMPTY_WORD, known !== undefined && /a/.test(known));
  return { kind: 'object', type: 'file', word: target };
}

/** A whole file's content, where this command wrote it. */
export function content(call: Call, path: Value | undefined): Value {
  const written = call.world.written(wordOf(path));
  return written === undefined ? UNKNOWN : text(written);
}

/** Writes all of a file: path and content. */
export function writeWhole(
  call: Call,
  path: Value | undefined,
  written: Value | undefined,
  append = false,
): Value {
  touchValue(call, 'write', path);
  call.world.wrote(
    wordOf(path),
    written === undefined || written.kind === 'unknown' ? undefined : wordOf(written),
    append,
  );
  return UNKNOWN;
}

/** `file.write(text)`. */
export const writeToFile: Api = call => {
  if (call.self !== undefined)
    call.world.wrote(wordOf(call.self), call.args[0] === undefined ? undefined : wordOf(call.args[0]), true);
  return UNKNOWN;
};

/** A request to an address: it sends where the method or the arguments say so. */
export function request(call: Call, address: Value | undefined, sends: boolean): Value {
  touchValue(call, sends ? 'send' : 'download', address);
  return UNKNOWN;
}

export function decode(codec: string, at = 0): Api {
  return call => decodeValue(call.args[at], codec, call);
}

/** Code made from text. */
export const evaluates: Api = call => {
  const code = call.args[0];
  return code === undefined || code.kind === 'function' ? UNKNOWN : call.evaluate(wordOf(code));
};

/** Runs a function it was given at once. */
export const calls: Api = call => {
  for (const one of call.args) if (one.kind === 'function') call.apply(one, []);
  return UNKNOWN;
};

/** Hands back what it was given. */
export const same: Api = call => call.args[0] ?? UNKNOWN;

export function code(call: Call): Value {
  const [first] = call.args;
  return first?.kind === 'number' && first.value >= 0 && first.value <= 0x10ffff
    ? text(String.fromCodePoint(first.value))
    : UNKNOWN;
}

export function codeOf(call: Call): Value {
  const point = knownText(call.args[0])?.codePointAt(0);
  return point === undefined ? UNKNOWN : { kind: 'number', value: point };
}

/** What a program prints; unknown where an argument is. */
export function print(end: string, separator: string): Api {
  return call => {
    const words = call.args.map(wordOf);
    const known = call.named.size === 0 && !words.some(one => one.some(isHole));
    call.print(known ? word(words.map(literalText).join(separator) + end) : undefined);
    return UNKNOWN;
  };
}

/** Joins path segments: an absolute one begins anew. */
export function joinPath(call: Call): Value {
  const parts = call.args.map(wordOf);
  const from = parts.findLastIndex(one => literalText(one).startsWith('/') && !isBlank(one.slice(0, 1)));
  const kept = parts.slice(Math.max(from, 0));
  return text(
    kept.flatMap((one, at) =>
      at === 0 || one.length === 0
        ? one
        : [...word(literalText(kept[at - 1] ?? []).endsWith('/') ? '' : '/'), ...one],
    ),
  );
}

export function argumentsFrom(call: Call, from: number): readonly Word[] {
  return call.args.slice(from).flatMap(one => wordsOf(one));
}
