import type { Verdict } from '../core/decision.ts';
import { readLeaf } from './leaf.ts';
import type { Reader } from './reader.ts';

/** A session's calls by what was decided of them. */
export type Tally = Readonly<Record<Verdict, number>>;

const CHUNK = 512;

/** Counts the calls of a session, from the record on that opened it: the log knows them across restarts of a daemon. */
export function sessionTally(reader: Reader, session: string, fromSeq: number): Tally {
  const tally: Record<Verdict, number> = { allow: 0, watch: 0, ask: 0, deny: 0, error: 0 };
  const { size } = reader.extent();
  for (let from = fromSeq; from < size; from += CHUNK)
    for (const [, , line] of reader.lines(from, Math.min(from + CHUNK, size))) {
      const leaf = line === null ? undefined : readLeaf(line);
      if (leaf?.kind !== 'call' || leaf.session !== session) continue;
      const { verdict } = leaf;
      if (typeof verdict === 'string' && Object.hasOwn(tally, verdict)) tally[verdict as Verdict] += 1;
    }
  return tally;
}
