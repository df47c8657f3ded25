import { isDigest } from './entry-check.ts';
import { type Leaf, readLeaf, shortId } from './leaf.ts';
import { matchesDigest } from './payload.ts';
import type { Reader } from './reader.ts';
import { leafHash } from './tree.ts';

/** One record as it is shown. */
export interface RecordView {
  readonly seq: number;
  /** Null when the bytes are no leaf. */
  readonly leaf: Leaf | null;
  /** The texts that are kept; null when there are none, or all were forgotten. */
  readonly payload: Readonly<Record<string, string>> | null;
  /** In hexadecimal. */
  readonly hash: string;
  /** Whether the bytes are those the tree was grown over, and the texts those the leaf has digests of. */
  readonly intact: boolean;
}

/** Which records are wanted; what is absent is not asked for. */
export interface Filter {
  /** The beginning of it is enough. */
  readonly session?: string;
  readonly agent?: string;
  /** Of calls: the verdict. */
  readonly decision?: string;
  /** Of calls: the rule's full name, or its part after the slash. */
  readonly rule?: string;
  /** RFC 3339 UTC with milliseconds, inclusive. */
  readonly since?: string;
  /** As above, exclusive. */
  readonly until?: string;
}

const CHUNK = 512;

/** One record, or undefined where there is none. */
export function recordAt(reader: Reader, seq: number): RecordView | undefined {
  const bytes = reader.leaf(seq);
  return bytes === undefined ? undefined : viewOf(reader, seq, bytes);
}

/**
 * The last `count` records the filter lets through, oldest first. Looking back ends at a stretch of records that are
 * all older than `since`, so that a short question does not read a long log.
 */
export function lastRecords(reader: Reader, filter: Filter, count: number): RecordView[] {
  const found: number[] = [];
  for (let to = reader.extent().size; to > 0 && found.length < count; to -= CHUNK) {
    const rows = reader.lines(Math.max(to - CHUNK, 0), to);
    let recent = filter.since === undefined;
    for (const [seq, , line] of rows.toReversed()) {
      const leaf = line === null ? undefined : readLeaf(line);
      if (leaf !== undefined && leaf.ts >= (filter.since ?? '')) recent = true;
      if (found.length < count && passes(filter, leaf)) found.push(seq);
    }
    if (!recent) break;
  }
  return found
    .reverse()
    .map(seq => recordAt(reader, seq))
    .filter(view => view !== undefined);
}

function passes(filter: Filter, leaf: Leaf | undefined): boolean {
  // What cannot be read is shown to whoever asks for everything.
  if (leaf === undefined) return Object.values(filter).every(value => value === undefined);
  const { session, agent, decision, rule, since, until } = filter;
  return (
    (session === undefined || (leaf.session ?? '').startsWith(shortId(session) ?? '')) &&
    (agent === undefined || leaf.agent === agent) &&
    (decision === undefined || leaf.verdict === decision) &&
    (rule === undefined || isRule(leaf.rule, rule)) &&
    (since === undefined || leaf.ts >= since) &&
    (until === undefined || leaf.ts < until)
  );
}

function isRule(name: unknown, wanted: string): boolean {
  return typeof name === 'string' && (name === wanted || name.endsWith(`/${wanted}`));
}

function viewOf(reader: Reader, seq: number, bytes: Buffer): RecordView {
  const hash = leafHash(bytes);
  const leaf = readLeaf(bytes.toString('latin1')) ?? null;
  const kept = reader.kept(seq);
  const sound = kept.every(({ field, salt, value }) => {
    const digest = leaf?.[field];
    return value !== null && isDigest(digest) && matchesDigest(digest, salt, value);
  });
  return {
    seq,
    leaf,
    payload: kept.length === 0 ? null : Object.fromEntries(kept.map(one => [one.field, textOf(one.value)])),
    hash: hash.toString('hex'),
    intact: leaf?.seq === seq && sound && reader.node(0, seq)?.equals(hash) === true,
  };
}

function textOf(value: Buffer | null): string {
  return value === null ? '' : value.toString('utf8');
}
