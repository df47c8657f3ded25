import type { EffectKind, Summary } from '../core/effect.ts';
import { baseName, type Given, readArguments } from '../core/options.ts';
import type { Standpoint } from '../core/place.ts';
import type { Invocation, Scan, Touch } from '../core/scan.ts';
import { concat, isHole, literalText, textOf, type Word, word } from '../core/word.ts';
import { codeFile } from './code-readers.ts';
import { type Draft, onHost, onPath, SUBJECT } from './draft.ts';
import { flowsOf } from './flows.ts';
import { MODELS, type Model } from './models.ts';
import { NETWORK } from './network.ts';
import { circumstances, settle } from './settle.ts';

/**
 * What the invocations of a Scan would do to files, hosts and other things, and what flows between them. A program
 * without a model does what operands that look like paths allow at least: it may read them.
 */
export function summarise(scan: Scan, at: Standpoint): Summary {
  const wrappers = new Set(scan.invocations.map(one => one.parent));
  const effects = scan.invocations.flatMap((one, index) => {
    const around = circumstances(one, index, at);
    return draftsOf(one, wrappers.has(index)).flatMap(draft => settle(draft, around));
  });
  return { effects, flows: flowsOf(scan, effects) };
}

/** @param wraps it runs other invocations: its operands are theirs */
function draftsOf(invocation: Invocation, wraps: boolean): readonly Draft[] {
  const program = baseName(invocation.program);
  const redirects: Draft[] = [
    ...invocation.reads.map(target => redirect('read', target)),
    ...invocation.writes.map(target => redirect('write', target)),
    ...(invocation.touches ?? []).map(touched),
  ];
  const runs = codeFile(invocation);
  if (runs !== undefined) redirects.push(onPath('execute', runs));
  const network = program === undefined ? undefined : NETWORK.get(program);
  if (network !== undefined) return [...redirects, ...network(invocation.argv)];
  const model = program === undefined ? undefined : MODELS.get(program);
  if (model !== undefined) return [...redirects, ...modelled(model, invocation)];
  if (program === 'dd') return [...redirects, ...dd(invocation)];
  if (program === 'find') return [...redirects, ...find(invocation)];
  return wraps ? redirects : [...redirects, ...guessed(invocation)];
}

/** bash opens a connection for `/dev/tcp/host/port` (manual, 3.6). */
function redirect(kind: 'read' | 'write', target: Word): Draft {
  const address = /^\/dev\/(?:tcp|udp)\/([^/]+)/.exec(literalText(target));
  return address === null
    ? onPath(kind, target)
    : onHost('send', word(address[1] ?? ''), { deed: 'connect' });
}

function touched({ kind, target, recursive }: Touch): Draft {
  return { kind, target, on: SUBJECT[kind], recursive };
}

function modelled(model: Model, { argv }: Invocation): readonly Draft[] {
  const { given, operands } = readArguments(argv, model);
  const recursive = given.has(...(model.recursive ?? []));
  const force = given.has(...(model.force ?? []));
  const make = (kind: EffectKind, target: Word): Draft => onPath(kind, target, { recursive, force });
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
    case 'chmod':
      return [model.operands];
    case 'copy':
      return isTarget ? ['write'] : ['read'];
    case 'move':
      return isTarget ? ['write'] : ['move'];
  }
}

/** `dd if=… of=…`. */
function dd({ argv }: Invocation): readonly Draft[] {
  const kinds: Readonly<Record<string, EffectKind>> = { 'if=': 'read', 'of=': 'write' };
  return argv.slice(1).flatMap(one => {
    const [head, ...tail] = one;
    const kind = head === undefined || isHole(head) ? undefined : kinds[head.lit.slice(0, 3)];
    if (kind === undefined || head === undefined || isHole(head)) return [];
    return [onPath(kind, concat(word(head.lit.slice(3)), tail))];
  });
}

/** `find start… tests -delete`: everything below its starting points. */
function find({ argv }: Invocation): readonly Draft[] {
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
    onPath(deletes ? 'delete' : 'read', start, { recursive: deletes && !tested }),
  );
}

const URL_LIKE = /^[a-z][a-z0-9+.-]*:\/\//i;

/** Operands of a program nobody described: paths that it may read, URLs that it may fetch. */
function guessed({ argv }: Invocation): readonly Draft[] {
  return argv.slice(1).flatMap(one => {
    const text = literalText(one);
    if (URL_LIKE.test(text)) return [onHost('download', one, { guessed: true })];
    const value = text.startsWith('-') ? afterEquals(one) : one;
    if (value === undefined || !looksLikePath(value)) return [];
    return [onPath('read', value, { guessed: true })];
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
