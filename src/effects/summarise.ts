import type { Effect, Summary } from '../core/effect.ts';
import { baseName } from '../core/options.ts';
import type { Standpoint } from '../core/place.ts';
import type { Invocation, Scan, Touch } from '../core/scan.ts';
import type { Span } from '../core/span.ts';
import { concat, isHole, literalText, textOf, type Word, word } from '../core/word.ts';
import { applyModel } from './apply.ts';
import { attackTool } from './attack-tools.ts';
import { modelOf } from './catalogue.ts';
import { codeFile, runsUnread } from './code-readers.ts';
import { languageOf } from './code-texts.ts';
import { type Draft, onHost, onPath, SUBJECT } from './draft.ts';
import { flowsOf } from './flows.ts';
import { isHandedOver, listedFor, substitutedFor, withListed } from './listed.ts';
import { talksToOthers } from './models/git.ts';
import { preloaded } from './preloads.ts';
import { URL_LIKE } from './readers.ts';
import { sendingCode } from './sending-code.ts';
import { sentFiles } from './sent-files.ts';
import { circumstances, settle } from './settle.ts';
import { together } from './together.ts';

/**
 * What the invocations of a Scan would do to files, hosts and other things, and what flows between them. A program
 * without a model does what operands that look like paths allow at least: it may read them.
 */
export function summarise(scan: Scan, at: Standpoint): Summary {
  const wrappers = new Set(scan.invocations.map(one => one.parent));
  const besides = [programsInVariables(scan), computedCode(scan)];
  const effects = scan.invocations.flatMap((one, index) => {
    const around = circumstances(one, index, at);
    return [...draftsOf(one, wrappers.has(index)), ...besides.flatMap(of => of.get(index) ?? [])]
      .flatMap(draft => handedOver(scan, index, draft))
      .flatMap(draft => settle(draft, around));
  });
  effects.push(...ofCode(scan, effects, at));
  effects.push(...together(scan, effects, at));
  return { effects: [...effects, ...sentFiles(scan, effects)], flows: flowsOf(scan, effects) };
}

/** What code sends, seen beside what else its invocation does. */
function ofCode({ invocations }: Scan, effects: readonly Effect[], at: Standpoint): readonly Effect[] {
  const own = new Map(
    invocations.flatMap((one, index): [number, Effect[]][] =>
      languageOf(one) === undefined ? [] : [[index, []]],
    ),
  );
  if (own.size === 0) return [];
  for (const effect of effects) own.get(effect.invocation)?.push(effect);
  return [...own].flatMap(([index, group]) => {
    const one = invocations[index];
    return one === undefined
      ? []
      : sendingCode(one, group).flatMap(draft => settle(draft, circumstances(one, index, at)));
  });
}

/** Programs of one's own that a variable such as GIT_SSH_COMMAND has git start, by what sets it. */
function programsInVariables({ invocations }: Scan): ReadonlyMap<number, readonly Draft[]> {
  const found = new Map<number, readonly Draft[]>();
  for (const { parent, program } of invocations) {
    const setter = parent === undefined ? undefined : invocations[parent];
    const name = literalText(program);
    if (parent === undefined || setter === undefined || !name.includes('/')) continue;
    const words = setter.argv.map(literalText);
    const sets =
      baseName(setter.program) === 'export'
        ? words.some(one => GIT_PROGRAM.test(one.replace(/=.*$/su, '')))
        : setter.env.some(one =>
            GIT_CONNECTS.test(one) ? talksToOthers(setter.argv) : GIT_PROGRAM.test(one),
          ) && !words.includes(name);
    if (sets) found.set(parent, [{ kind: 'execute', target: program, on: 'resource', deed: 'git-program' }]);
  }
  return found;
}

/** Calls that run text as code or as a command. */
const RUNS_TEXT =
  /^(?:[\w.]+[.:])?(?:eval\w*|exec\w*|compile|system|shell_exec|passthru|popen\d?|spawn\w*|pipe|Function|load)$/;

/** What leads to something that was opened elsewhere, if anywhere. */
const DESCRIPTOR = /^\/(?:dev|proc\/self)\/fd\/[1-9]/;

/** Code that a program's own code puts together while it runs, from what is not known before: by what runs it. */
function computedCode(scan: Scan): ReadonlyMap<number, readonly Draft[]> {
  const found = new Map<number, readonly Draft[]>();
  for (const { reason, name, span } of scan.unknown) {
    const runs = reason === 'computed' ? RUNS_TEXT : reason === 'file' ? DESCRIPTOR : undefined;
    if (runs === undefined || name === undefined || !runs.test(name)) continue;
    const index = startedAt(scan, span);
    if (index >= 0)
      found.set(index, [{ kind: 'execute', target: word(name), on: 'resource', deed: 'computed' }]);
  }
  return found;
}

/** The innermost invocation a piece of source belongs to: in its text, or in the text that one comes from; -1 for none. */
function startedAt({ invocations, sources }: Scan, piece: Span): number {
  let index = -1;
  for (
    let span: Span | undefined = piece;
    span !== undefined && index < 0;
    span = sources[span.source]?.from
  ) {
    const { source, start, end } = span;
    index = invocations.findLastIndex(
      one => one.span.source === source && one.span.start <= start && end <= one.span.end,
    );
  }
  return index;
}

/** What is done with operands that another program lists is done with what that lists, as far as it is known. */
function handedOver(scan: Scan, index: number, draft: Draft): readonly Draft[] {
  if (draft.on !== 'path') return [draft];
  const found = substitutedFor(scan, index, draft.target);
  if (found !== undefined) return found.map(one => ({ ...draft, target: one }));
  if (!isHandedOver(draft.target)) return [draft];
  const listed = listedFor(scan, index);
  return listed?.map(one => ({ ...draft, target: withListed(draft.target, one) })) ?? [draft];
}

/** @param wraps it runs other invocations: its operands are theirs */
function draftsOf(invocation: Invocation, wraps: boolean): readonly Draft[] {
  const program = baseName(invocation.program);
  const redirects: Draft[] = [
    ...invocation.reads.map(target => redirect('read', target)),
    ...invocation.writes.map(target => redirect('write', target)),
    ...(invocation.touches ?? []).map(touched),
  ];
  redirects.push(...preloaded(invocation, program));
  for (const name of invocation.env)
    if (GIT_CODE.test(name))
      redirects.push({ kind: 'execute', target: word(name), on: 'resource', deed: 'git-code' });
  const tool = attackTool(invocation);
  if (tool !== undefined) redirects.push(tool);
  if (invocation.env.includes('HISTFILE') && /^(?:ba|z|k|a)?sh$/.test(program ?? ''))
    redirects.push({ kind: 'configure', target: word('HISTFILE'), on: 'resource', deed: 'history-off' });
  if (runsUnread(invocation))
    redirects.push({ kind: 'execute', target: invocation.program, on: 'resource', deed: 'unread' });
  if (runsList(invocation))
    redirects.push({ kind: 'execute', target: invocation.program, on: 'resource', deed: 'computed' });
  const runs = codeFile(invocation);
  if (runs !== undefined) redirects.push(onPath('execute', runs));
  const model = program === undefined ? undefined : modelOf(program);
  if (model !== undefined && program !== undefined)
    return [...redirects, ...applyModel(model, program, invocation.argv, invocation.stdin)];
  return wraps ? redirects : [...redirects, ...handed(invocation), ...guessed(invocation)];
}

/** Programs that one would have another one start: with their names in its words it may do that. */
const HANDED: ReadonlySet<string> = new Set(
  'rm shred dd mkfs wipefs curl wget git chmod chown kill mv'.split(' '),
);

/** What a program nobody described would start if it started what its operands spell. */
function handed({ argv }: Invocation): readonly Draft[] {
  const at = argv.findIndex((one, index) => index > 0 && HANDED.has(textOf(one) ?? ''));
  const name = at < 0 ? undefined : textOf(argv[at] ?? []);
  const model = name === undefined ? undefined : modelOf(name);
  return name === undefined || model === undefined
    ? []
    : applyModel(model, name, argv.slice(at), undefined).map(draft => ({ ...draft, guessed: true }));
}

const TAKES_CODE = /^(?:r?ba|da|z|k|mk|a)?sh$/;

/** `xargs bash -c`, `parallel sh -c {}`, `xargs sh -c 'eval "$1"'`: each line of a list becomes a command. */
function runsList({ program, argv }: Invocation): boolean {
  if (!/^(?:xargs|parallel)$/.test(baseName(program) ?? '')) return false;
  const at = argv.findIndex((one, index) => index > 0 && TAKES_CODE.test(textOf(one) ?? ''));
  const options = at < 0 ? undefined : argv[at + 1];
  if (options === undefined || !/^-[a-z]*c$/.test(textOf(options) ?? '')) return false;
  const code = literalText(argv[at + 2] ?? []).trim();
  return /^(?:["']?\{\}["']?)?$/.test(code) || /\b(?:eval|sh -c)\s+["']?\$[1@*]/.test(code);
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

const HANDED_SHELL = /^(?:--?[\w-]+=)?!?\/(?:usr\/)?bin\/(?:ba|da|z|k|c|tc|a|fi)?sh(?:$|[\s;])/;

/** Variables by which git starts a program, or takes settings that do (git(1), git-config(1)). */
const GIT_CODE =
  /^GIT_(?:SSH(?:_COMMAND)?|PROXY_COMMAND|EXTERNAL_DIFF|PAGER|EDITOR|SEQUENCE_EDITOR|ASKPASS|EXEC_PATH|TEMPLATE_DIR|CONFIG(?:_COUNT|_PARAMETERS|_GLOBAL|_SYSTEM)?)$/;

/** Of these, what nobody has a script of their own for in everyday work; an editor is another matter. */
const GIT_CONNECTS = /^GIT_(?:SSH(?:_COMMAND)?|PROXY_COMMAND)$/;
const GIT_PROGRAM =
  /^GIT_(?:SSH(?:_COMMAND)?|PROXY_COMMAND|EXTERNAL_DIFF|PAGER|ASKPASS|CONFIG_(?:VALUE_\d+|PARAMETERS))$/;

/** Operands of a program nobody described: paths that it may read, URLs that it may fetch. */
function guessed({ argv }: Invocation): readonly Draft[] {
  return argv.slice(1).flatMap(one => {
    const text = literalText(one);
    if (URL_LIKE.test(text))
      return [onHost('download', one, { guessed: true }), ...(POOL.test(text) ? [mines(one)] : [])];
    // A program that is handed a shell is likely to start it.
    if (HANDED_SHELL.test(text)) return [onPath('execute', one, { guessed: true, deed: 'shell' })];
    const value = text.startsWith('-') ? afterEquals(one) : one;
    if (value === undefined || !looksLikePath(value)) return [];
    return [onPath('read', value, { guessed: true })];
  });
}

/** The protocol that miners speak with their pool, whatever the miner is called. */
const POOL = /(?:^|=)stratum[12]?\+?(?:tcp|ssl|tls|udp)?:\/\//i;

function mines(target: Word): Draft {
  return { kind: 'resource-exhaustion', target, on: 'resource', deed: 'miner' };
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
