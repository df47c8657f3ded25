import { isDigest } from './entry-check.ts';
import { type Leaf, readLeaf } from './leaf.ts';
import { matchesDigest } from './payload.ts';
import type { Reader } from './reader.ts';
import { type Filter, passes } from './record-filter.ts';
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

/** What is looked for: the leaf is asked first, and the texts only of what passes. */
export interface Wanted {
  readonly filter: Filter;
  readonly also?: ((record: RecordView) => boolean) | undefined;
}

const CHUNK = 512;

/** One record, or undefined where there is none. */
export function recordAt(reader: Reader, seq: number): RecordView | undefined {
  const bytes = reader.leaf(seq);
  return bytes === undefined ? undefined : viewOf(reader, seq, bytes);
}

/**
 * The last `count` records before `end` that are wanted, oldest first. Looking back ends at a stretch of records that are all older
 * than `since`, so that a short question does not read a long log.
 */
export function lastRecords(
  reader: Reader,
  { filter, also }: Wanted,
  count: number,
  end: number,
): RecordView[] {
  const found: RecordView[] = [];
  for (let to = end; to > 0 && found.length < count; to -= CHUNK) {
    const rows = reader.lines(Math.max(to - CHUNK, 0), to);
    let recent = filter.since === undefined;
    for (const [seq, , line] of rows.toReversed()) {
      const leaf = line === null ? undefined : readLeaf(line);
      if (leaf !== undefined && leaf.ts >= (filter.since ?? '')) recent = true;
      if (found.length >= count || !passes(filter, leaf)) continue;
      const record = recordAt(reader, seq);
      if (record !== undefined && (also === undefined || also(record))) found.push(record);
    }
    if (!recent) break;
  }
  return found.reverse();
}

/** The wanted records among [from, to), oldest first, in bounded memory: a batch for each stretch that has some. */
export function* recordsBetween(
  reader: Reader,
  { filter, also }: Wanted,
  from: number,
  to: number,
): Generator<readonly RecordView[]> {
  for (let start = from; start < to; start += CHUNK) {
    const found = reader
      .lines(start, Math.min(start + CHUNK, to))
      .filter(([, , line]) => passes(filter, line === null ? undefined : readLeaf(line)))
      .map(([seq]) => recordAt(reader, seq))
      .filter(record => record !== undefined)
      .filter(record => also === undefined || also(record));
    if (found.length > 0) yield found;
  }
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
