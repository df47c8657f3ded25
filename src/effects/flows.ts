import type { Effect, Flow } from '../core/effect.ts';
import { LIMITS } from '../core/limits.ts';
import { baseName } from '../core/options.ts';
import type { Scan } from '../core/scan.ts';
import { displayWord, isHole, textOf, type Word } from '../core/word.ts';
import { readsCode, readsCodeFromInput, runsUnread } from './code-readers.ts';
import { decodes } from './decoders.ts';
import { FlowList } from './flow-list.ts';
import { issuedKeysSent } from './issued-keys.ts';
import { type Family, familyOf } from './kinship.ts';

type Through = Flow['through'];

/** What an invocation and those it wraps take in and give away, as far as flows ask. */
interface Node {
  /** What comes over the network to its standard output. */
  readonly fetched: Word | undefined;
  readonly secret: Word | undefined;
  readonly decoded: Word | undefined;
  /** It runs what it reads on standard input, or what its arguments are made of. */
  readonly runs: boolean;
  /** It runs what it reads on standard input. */
  readonly runsInput: boolean;
  readonly sends: boolean;
}

/**
 * Where data of one invocation reach another: through a pipe, a substitution, or a file that one writes and the other
 * reads; and what a single invocation both reads and sends. Only data the Scan connects count: two commands that stand
 * side by side are not a flow.
 */
export function flowsOf(scan: Scan, effects: readonly Effect[]): readonly Flow[] {
  const invocations = scan.invocations;
  if (invocations.length === 0) return [];
  const byInvocation = new Map<number, Effect[]>();
  for (const one of effects) {
    const group = byInvocation.get(one.invocation);
    if (group === undefined) byInvocation.set(one.invocation, [one]);
    else group.push(one);
  }
  const interesting = effects.some(({ kind }) => SOURCES.has(kind)) || invocations.some(decodes);
  if (!interesting) return [];
  const family = familyOf(scan);
  const nodes = new Map<number, Node>();
  const node = (index: number): Node => {
    const known = nodes.get(index) ?? nodeOf(scan, index, family, byInvocation);
    nodes.set(index, known);
    return known;
  };
  const list = new FlowList();
  const connect = (from: number, to: number, through: Through, runs = false): void => {
    const taker = runs ? { ...node(to), runs } : node(to);
    for (const flow of between(node(from), taker, from, to, through)) list.add(flow);
  };
  const lastOf = new Map<string, number>();
  invocations.forEach(({ program }, to) => {
    const own = node(to);
    if (own.secret !== undefined && own.sends && ownSecret(byInvocation.get(to)))
      list.add({ kind: 'secret-to-network', source: own.secret, from: to, to, through: 'argument' });
    for (const from of substituted(scan, to, lastOf)) connect(from, to, 'substitution');
    const name = baseName(program);
    if (name !== undefined) lastOf.set(name, to);
  });
  for (const stages of scan.pipelines) throughPipes(scan, stages, node, list);
  for (const flow of printed(scan, byInvocation)) list.add(flow);
  for (const flow of throughFiles(scan, byInvocation, node)) list.add(flow);
  for (const flow of issuedKeysSent(scan, effects)) list.add(flow);
  return list.all;
}

/** Stages are listed in order: what comes out of one reaches all behind it. */
function throughPipes(
  scan: Scan,
  stages: readonly number[],
  node: (index: number) => Node,
  list: FlowList,
): void {
  const before = { fetched: [] as Ends[], decoded: [] as Ends[], secret: [] as Ends[] };
  for (const to of stages) {
    const { fetched, decoded, secret, runsInput, sends } = node(to);
    const found = before.fetched.length + before.decoded.length + before.secret.length > 0;
    if (found && (runsInput || runsLines(scan, stages, to))) {
      tell('network-to-shell', before.fetched, to, list);
      tell('decode-to-shell', before.decoded, to, list);
    }
    if (sends) tell('secret-to-network', before.secret, to, list);
    if (fetched !== undefined) before.fetched.push({ from: to, source: fetched });
    if (decoded !== undefined) before.decoded.push({ from: to, source: decoded });
    if (secret !== undefined) before.secret.push({ from: to, source: secret });
  }
}

type Ends = Pick<Flow, 'from' | 'source'>;

function tell(kind: Flow['kind'], before: readonly Ends[], to: number, list: FlowList): void {
  for (const ends of before) {
    if (list.full(kind)) return;
    list.add({ kind, ...ends, to, through: 'pipe' });
  }
}

/** `curl … | while read line; do eval "$line"; done`: what comes out of the pipe is run line by line. */
function runsLines({ invocations }: Scan, stages: readonly number[], to: number): boolean {
  const runner = invocations[to];
  if (runner === undefined || !runsUnread(runner)) return false;
  const variables = runner.argv.flatMap(one => one.flatMap(part => (isHole(part) ? [part.name] : [])));
  return invocations
    .slice(stages[0], to)
    .some(
      ({ program, argv }) =>
        baseName(program) === 'read' && argv.some(one => variables.includes(textOf(one))),
    );
}

const SOURCES: ReadonlySet<Effect['kind']> = new Set([
  'download',
  'send',
  'credential-access',
  'inspect-secrets',
]);

function nodeOf(
  scan: Scan,
  index: number,
  family: Family,
  byInvocation: ReadonlyMap<number, readonly Effect[]>,
): Node {
  const members = family.below(index);
  const invocations = members.flatMap(member => scan.invocations[member] ?? []);
  const effects = members.flatMap(member => byInvocation.get(member) ?? []);
  const decoder = invocations.find(decodes);
  return {
    fetched:
      effects.find(({ kind, deed }) => kind === 'download' && deed !== 'image')?.target ??
      effects.find(({ kind, deed }) => kind === 'send' && deed === 'connect')?.target,
    secret: effects.find(isSecret)?.target,
    decoded: decoder?.program,
    runs: invocations.some(readsCode),
    runsInput: invocations.some(readsCodeFromInput),
    sends: effects.some(({ kind }) => kind === 'send'),
  };
}

/** What is dumped or overheard is much, but no key. */
const NO_KEYS: ReadonlySet<string | undefined> = new Set([
  'database',
  'traffic',
  'screen',
  'input',
  'core-dump',
  'capture',
  'search',
  'guess',
]);

function isSecret({ kind, deed, certain }: Effect): boolean {
  return certain && (kind === 'credential-access' || (kind === 'inspect-secrets' && !NO_KEYS.has(deed)));
}

function between(from: Node, to: Node, a: number, b: number, through: Through): Flow[] {
  const ends = { from: a, to: b, through };
  return [
    ...(from.fetched !== undefined && to.runs
      ? [{ kind: 'network-to-shell' as const, source: from.fetched, ...ends }]
      : []),
    ...(from.decoded !== undefined && to.runs
      ? [{ kind: 'decode-to-shell' as const, source: from.decoded, ...ends }]
      : []),
    ...(from.secret !== undefined && to.sends
      ? [{ kind: 'secret-to-network' as const, source: from.secret, ...ends }]
      : []),
  ];
}

/** A program that keeps secrets and talks to its own server (`vault read`) does not give them to another. */
function ownSecret(effects: readonly Effect[] | undefined): boolean {
  return (
    effects?.some(
      ({ kind, deed }) => kind === 'credential-access' || (kind === 'send' && deed === 'environment'),
    ) === true
  );
}

/**
 * Invocations whose output stands in the words of this one.
 * @param lastOf the last invocation of each program before it
 */
function substituted({ invocations }: Scan, to: number, lastOf: ReadonlyMap<string, number>): number[] {
  const target = invocations[to];
  if (target === undefined) return [];
  const from = new Set<number>();
  for (const argument of target.argv)
    for (const part of argument) {
      if (!isHole(part)) continue;
      if (part.hole === 'substitution') {
        const last = lastOf.get(part.name ?? '');
        if (last !== undefined) from.add(last);
      } else if (part.hole === 'process')
        for (let index = to - 1; index >= 0; index--) {
          const span = invocations[index]?.span;
          const { source, start, end } = target.span;
          if (span === undefined || span.source !== source || span.start <= start || span.end >= end) break;
          from.add(index);
        }
    }
  return [...from];
}

/** Programs that write what they read to their output, as it is or nearly so. */
const PRINTS =
  /^(?:cat|tac|nl|head|tail|less|more|bat|batcat|strings|od|xxd|hexdump|hd|base64|base32|grep|egrep|fgrep|zgrep|rg|ag|sed|awk|gawk|mawk|cut|sort|uniq|tr|rev|fold|fmt|column|paste|jq|yq|diff|tee|openssl|zcat|bzcat|xzcat|python[\d.]*|perl|ruby|node)$/;

/** A secret that ends on standard output, where the agent and its transcript have it. */
function printed(scan: Scan, byInvocation: ReadonlyMap<number, readonly Effect[]>): Flow[] {
  // What is substituted goes into words or a variable, not to the terminal.
  const captured = (index: number): boolean => {
    const span = scan.invocations[index]?.span;
    const source = span === undefined ? undefined : scan.sources[span.source];
    if (span === undefined || source === undefined) return false;
    if (
      source.kind === 'backtick' ||
      /[$<]\(\s*$/.test(source.text.slice(Math.max(0, span.start - 8), span.start))
    )
      return true;
    // What it stands in is recorded right after it.
    return scan.invocations
      .slice(index + 1, index + 65)
      .some(
        other =>
          other.parent !== index &&
          other.span.source === span.source &&
          other.span.start < span.start &&
          other.span.end > span.end,
      );
  };
  const flows: Flow[] = [];
  const pipelineOf = new Map<number, readonly number[]>();
  for (const stages of scan.pipelines)
    for (const stage of stages) if (!pipelineOf.has(stage)) pipelineOf.set(stage, stages);
  for (const [index, effects] of byInvocation) {
    const secret = effects.find(isSecret);
    if (secret === undefined || flows.length >= LIMITS.flows) continue;
    const pipeline = pipelineOf.get(index) ?? [index];
    if (captured(pipeline[0] ?? index)) continue;
    const stages = pipeline.slice(pipeline.indexOf(index)).flatMap(stage => scan.invocations[stage] ?? []);
    const last = stages.at(-1);
    const prints = stages.every(
      (stage, at) =>
        (at === 0 && secret.kind === 'inspect-secrets') || PRINTS.test(baseName(stage.program) ?? ''),
    );
    const kept = last?.writes.some(target => !textOf(target)?.startsWith('/dev/')) === true;
    const everyday = secret.kind === 'inspect-secrets' && secret.deed === 'environment';
    if (prints && !kept && !everyday)
      flows.push({
        kind: 'secret-to-output',
        source: secret.target,
        from: index,
        to: pipeline.at(-1) ?? index,
        through: pipeline.length > 1 ? 'pipe' : 'argument',
      });
  }
  return flows;
}

/** A file that was downloaded and then run, or into which a secret went that is then sent. */
function throughFiles(
  { invocations }: Scan,
  byInvocation: ReadonlyMap<number, readonly Effect[]>,
  node: (index: number) => Node,
): Flow[] {
  const written = new Map<string, number>();
  const flows: Flow[] = [];
  invocations.forEach((_, index) => {
    const effects = byInvocation.get(index) ?? [];
    for (const { kind, on, target } of effects) {
      if (on !== 'path' || (kind !== 'read' && kind !== 'execute' && kind !== 'move')) continue;
      const from = written.get(displayWord(target));
      if (from === undefined || from === index) continue;
      const source = node(from);
      const ends = { from, to: index, through: 'file' as const };
      if (kind === 'execute' && source.fetched !== undefined)
        flows.push({ kind: 'network-to-shell', source: source.fetched, ...ends });
      if (kind === 'execute' && source.decoded !== undefined)
        flows.push({ kind: 'decode-to-shell', source: source.decoded, ...ends });
      if (source.secret !== undefined && node(index).sends)
        flows.push({ kind: 'secret-to-network', source: source.secret, ...ends });
    }
    for (const { kind, on, target } of effects) {
      if (on !== 'path' || kind !== 'write') continue;
      // A file whose name is not known is the same wherever it is called the same: `$OUT`.
      const path = displayWord(target);
      // What a file gets from a file that matters matters, too: `mv download x.sh`.
      const inherited = effects.find(
        one => (one.kind === 'move' || one.kind === 'read') && written.has(displayWord(one.target)),
      );
      const { fetched, secret, decoded } = node(index);
      if (fetched !== undefined || secret !== undefined || decoded !== undefined) written.set(path, index);
      else if (inherited !== undefined)
        written.set(path, written.get(displayWord(inherited.target)) ?? index);
    }
  });
  return flows;
}
