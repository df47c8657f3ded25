import type { Question } from '../approval/question.ts';
import { LIMITS } from '../core/limits.ts';
import type { Body } from '../wire/messages.ts';

/** As many questions as fit an answer to `pending`, one at least, and where to go on: null when these are all. */
export function pageOf(
  questions: Iterable<{ readonly number: number; readonly question: Question }>,
): Body & { readonly pending: readonly Question[]; readonly next: number | null } {
  const page: Question[] = [];
  let bytes = 0;
  for (const { number, question } of questions) {
    bytes += Buffer.byteLength(JSON.stringify(question));
    if (page.length > 0 && bytes > LIMITS.pendingPageBytes) return { pending: page, next: number };
    page.push(question);
  }
  return { pending: page, next: null };
}
