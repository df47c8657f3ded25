import { readLeaf } from './leaf.ts';
import type { Reader } from './reader.ts';

const CHUNK = 512;

/** Ids of the calls that are recorded from a place on. */
export function recordedCalls(reader: Reader, fromSeq: number): ReadonlySet<string> {
  const calls = new Set<string>();
  const { size } = reader.extent();
  for (let from = fromSeq; from < size; from += CHUNK)
    for (const [, , line] of reader.lines(from, Math.min(from + CHUNK, size))) {
      const leaf = line === null ? undefined : readLeaf(line);
      if (leaf?.kind === 'call' && leaf.call !== null) calls.add(leaf.call);
    }
  return calls;
}
