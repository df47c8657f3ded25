import type { Effect, EffectKind } from '../core/effect.ts';
import { baseName, type Given, readArguments } from '../core/options.ts';
import { resolvePath } from '../core/path.ts';
import type { Invocation, Scan } from '../core/scan.ts';
import { concat, isHole, literalText, textOf, type Word, word } from '../core/word.ts';
import { MODELS, type Model } from './models.ts';
import { type Draft, NETWORK } from './network.ts';

/**
 * What the invocations of a Scan would do to files and hosts. A program without a model does what operands that look
 * like paths allow at least: it may read them.
 */
export function summarise(scan: Scan): readonly Effect[] {
  const wrappers = new Set(scan.invocations.map(one => one.parent));
  return scan.invocations.flatMap((one, index) => effectsOf(one, index, wrappers.has(index)));
}

/** @param wraps it runs other invocations: its operands are theirs */
function effectsOf(invocation: Invocation, index: number, wraps: boolean): readonly Effect[] {
  const program = baseName(invocation.program);
  const redirects: Effect[] = [
    ...invocation.reads.map(target => effect('read', target, index)),
    ...invocation.writes.map(target => effect('write', target, index)),
    ...(invocation.touches ?? []).map(one => effect(one.kind, one.target, index, one.recursive)),
  ];
  const network = program === undefined ? undefined : NETWORK.get(program);
  if (network !== undefined)
    return [...redirects, ...network(invocation.argv).map(one => placed(one, invocation, index))];
  const model = program === undefined ? undefined : MODELS.get(program);
  if (model !== undefined) return [...redirects, ...modelled(model, invocation, index)];
  if (program === 'dd') return [...redirects, ...dd(invocation, index)];
  if (program === 'find') return [...redirects, ...find(invocation, index)];
  return wraps ? redirects : [...redirects, ...guessed(invocation, index)];
}

function effect(
  kind: EffectKind,
  target: Word,
  invocation: number,
  recursive = false,
  force = false,
): Effect {
  return { kind, target, recursive, force, invocation };
}

function placed({ kind, target, remote }: Draft, { cwd }: Invocation, index: number): Effect {
  return effect(kind, remote ? target : resolvePath(target, cwd), index);
}

function modelled(model: Model, { argv, cwd }: Invocation, index: number): readonly Effect[] {
  const { given, operands } = readArguments(argv, model);
  const recursive = given.has(...(model.recursive ?? []));
  const force = given.has(...(model.force ?? []));
  const make = (kind: EffectKind, target: Word): Effect =>
    effect(kind, resolvePath(target, cwd), index, recursive, force);
  const optional = Object.entries(model.paths ?? {}).flatMap(([name, kind]) => {
    const value = given.value(name);
    return value === undefined ? [] : [make(kind, value)];
  });
  const skipped = given.has(...(model.skipUnless ?? [])) ? 0 : (model.skip ?? 0);
  const targets = operands.slice(skipped).filter(one => textOf(one) !== '-');
  return [
    ...optional,
    ...targets.flatMap((target, at) => roles(model, given, targets, at).map(kind => make(kind, target))),
  ];
}

/** What is done with the operand at `at`. */
function roles(model: Model, given: Given, targets: readonly Word[], at: number): readonly EffectKind[] {
  const isTarget = at === targets.length - 1 && targets.length > 1 && !given.has('t', 'target-directory');
  switch (model.operands) {
    case 'none':
      return [];
    case 'read':
      return given.has(...(model.inPlace ?? [])) ? ['read', 'write'] : ['read'];
    case 'write':
    case 'delete':
      return [model.operands];
    case 'copy':
      return isTarget ? ['write'] : ['read'];
    case 'move':
      return isTarget ? ['write'] : ['read', 'delete'];
  }
}

/** `dd if=… of=…`. */
function dd({ argv, cwd }: Invocation, index: number): readonly Effect[] {
  const kinds: Readonly<Record<string, EffectKind>> = { 'if=': 'read', 'of=': 'write' };
  return argv.slice(1).flatMap(one => {
    const [head, ...tail] = one;
    const kind = head === undefined || isHole(head) ? undefined : kinds[head.lit.slice(0, 3)];
    if (kind === undefined || head === undefined || isHole(head)) return [];
    return [effect(kind, resolvePath(concat(word(head.lit.slice(3)), tail), cwd), index)];
  });
}

/** `find start… tests -delete`: everything below its starting points. */
function find({ argv, cwd }: Invocation, index: number): readonly Effect[] {
  const operands = argv.slice(1).filter(one => !/^-(?:[HLP]|O\d?)$/.test(textOf(one) ?? ''));
  const end = operands.findIndex(one => /^[-(!]/.test(literalText(one)));
  const starts = end < 0 ? operands : operands.slice(0, end);
  const deletes = argv.some(one => textOf(one) === '-delete');
  // Tests before the action narrow it; an action with none takes everything.
  const tested = operands
    .slice(Math.max(end, 0))
    .some(one =>
      /^-(?:name|iname|path|regex|type|mtime|size|empty|newer|user|perm|maxdepth)/.test(literalText(one)),
    );
  return (starts.length === 0 ? [word('.')] : starts).map(start =>
    effect(deletes ? 'delete' : 'read', resolvePath(start, cwd), index, deletes && !tested),
  );
}

const URL_LIKE = /^[a-z][a-z0-9+.-]*:\/\//i;

/** Operands of a program nobody described: paths that it may read, URLs that it may fetch. */
function guessed({ argv, cwd }: Invocation, index: number): readonly Effect[] {
  return argv.slice(1).flatMap(one => {
    const text = literalText(one);
    if (URL_LIKE.test(text)) return [effect('download', one, index)];
    const value = text.startsWith('-') ? afterEquals(one) : one;
    if (value === undefined || !looksLikePath(value)) return [];
    return [effect('read', resolvePath(value, cwd), index)];
  });
}

function afterEquals(one: Word): Word | undefined {
  const [head, ...tail] = one;
  if (head === undefined || isHole(head)) return undefined;
  const at = head.lit.indexOf('=');
  return at < 0 ? undefined : concat(word(head.lit.slice(at + 1)), tail);
}

function looksLikePath(one: Word): boolean {
  const text = literalText(one);
  return (
    /^(?:\/|\.{1,2}\/|\.[\w-])/.test(text) ||
    (/^[\w.@+-]+(?:\/[\w.@+-]+)+\/?$/.test(text) && text.length < 1_024)
  );
}
