import type { Places } from '../core/places.ts';
import type { House } from './house.ts';
import { leftQuestions } from './left-questions.ts';
import { lastLeaves } from './recorded.ts';
import { readSessions } from './session-file.ts';

/** Takes up what an earlier daemon has recorded last, and the sessions it left open. */
export function takeUpSessions(
  { recorded, earlier, running, sessions, internal }: House,
  { sessions: file, database }: Places,
): void {
  try {
    for (const leaf of lastLeaves(database)) {
      earlier.note(leaf, leaf.seq);
      if (recorded.restore(leaf) && leaf.call !== null) running.disregard(leaf.call);
    }
    sessions.restore(readSessions(file, database));
    sessions.keep();
  } catch (thrown) {
    internal(thrown);
  }
}

/** Takes up the questions an earlier daemon left, and what it had recorded of them. */
export function takeUpQuestions(
  { files, queue, desk }: House,
  { database }: Places,
  notice: (message: string) => void,
): void {
  const onDamaged = (name: string): void => notice(`a pending approval was damaged: ${name}`);
  const { pending, replies, settled } = leftQuestions(files, database, onDamaged);
  for (const { pending: one, ruling } of settled) desk.settle(one.question.call, one.digest, ruling);
  queue.restore(pending, replies);
}
