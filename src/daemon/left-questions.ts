import type { Pending, PendingFiles } from '../approval/pending-file.ts';
import type { Reply } from '../approval/question.ts';
import type { Leaf } from '../audit/leaf.ts';
import { Reader } from '../audit/reader.ts';
import { recordedSince } from '../audit/recorded-calls.ts';
import { type Ruling, rulingOf } from '../core/ruling.ts';

/** What an earlier daemon left of the questions it had put. */
export interface LeftQuestions {
  /** Those whose call is not recorded yet. */
  readonly pending: readonly Pending[];
  /** By the question's id: answers that are recorded and were not made effective. */
  readonly replies: ReadonlyMap<string, Reply>;
  /** Calls that were recorded, and of which their client may not have been told. */
  readonly settled: readonly { readonly pending: Pending; readonly ruling: Ruling }[];
}

/**
 * Compares what lies in the folder of questions with the log, which alone says what became of them.
 * @param onDamaged told of a file that is no question any more
 */
export function leftQuestions(
  files: PendingFiles,
  database: string,
  onDamaged: (name: string) => void,
): LeftQuestions {
  const left = files.read(onDamaged);
  if (left.length === 0) return { pending: [], replies: new Map(), settled: [] };
  const reader = Reader.open(database);
  try {
    const { calls, approvals } = recordedSince(reader, Math.min(...left.map(({ logSize }) => logSize)));
    const settled = left.flatMap(pending => {
      const leaf = calls.get(pending.question.call);
      return leaf === undefined ? [] : [{ pending, ruling: rulingFrom(pending, leaf) }];
    });
    for (const { pending } of settled) files.remove(pending.question.id);
    const replies = new Map(
      [...approvals].map(([id, { leaf, texts }]) => [id, replyFrom(leaf, texts)] as const),
    );
    return { pending: left.filter(({ question }) => !calls.has(question.call)), replies, settled };
  } finally {
    reader.close();
  }
}

function replyFrom(leaf: Leaf, texts: ReadonlyMap<string, string>): Reply {
  return {
    state: leaf.state === 'approved' ? 'approved' : 'denied',
    by: texts.get('by') ?? '',
    at: leaf.ts,
    reason: texts.get('reason') ?? null,
  };
}

function rulingFrom({ decision }: Pending, leaf: Leaf): Ruling {
  const run = leaf.effect === 'run' && leaf.by === 'person';
  const by = leaf.by === 'person' ? 'person' : 'timeout';
  return rulingOf(
    { decision, effect: run ? 'run' : 'refuse', by },
    { failMode: false, timeoutMs: null, seq: leaf.seq },
  );
}
