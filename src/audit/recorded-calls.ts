import { type Leaf, readLeaf } from './leaf.ts';
import type { Reader } from './reader.ts';

const CHUNK = 512;

/** What stands in the log of calls and of a person's answers, from a place on. */
export interface RecordedSince {
  /** By the call's id. */
  readonly calls: ReadonlyMap<string, Leaf>;
  /** By the approval's id: the record, and what the person said in it. */
  readonly approvals: ReadonlyMap<
    string,
    { readonly leaf: Leaf; readonly texts: ReadonlyMap<string, string> }
  >;
}

export function recordedSince(reader: Reader, fromSeq: number): RecordedSince {
  const calls = new Map<string, Leaf>();
  const approvals = new Map<string, { leaf: Leaf; texts: ReadonlyMap<string, string> }>();
  const { size } = reader.extent();
  for (let from = fromSeq; from < size; from += CHUNK)
    for (const [, , line] of reader.lines(from, Math.min(from + CHUNK, size))) {
      const leaf = line === null ? undefined : readLeaf(line);
      if (leaf?.kind === 'call' && leaf.call !== null) calls.set(leaf.call, leaf);
      if (leaf?.kind === 'approval' && typeof leaf.approval === 'string')
        approvals.set(leaf.approval, { leaf, texts: textsOf(reader, leaf.seq) });
    }
  return { calls, approvals };
}

function textsOf(reader: Reader, seq: number): ReadonlyMap<string, string> {
  return new Map(reader.kept(seq).map(({ field, value }) => [field, value?.toString('utf8') ?? '']));
}
