import { expect, it } from 'vitest';
import type { Question } from '../../src/approval/question.ts';
import { LIMITS } from '../../src/core/limits.ts';
import { pageOf } from '../../src/daemon/pending-page.ts';

/** Questions that take so many bytes each as JSON. */
function questions(...bytes: readonly number[]): { number: number; question: Question }[] {
  return bytes.map((size, index) => {
    const bare = JSON.stringify({ command: '' }).length;
    return { number: index + 7, question: { command: 'x'.repeat(size - bare) } as Question };
  });
}

const half = LIMITS.pendingPageBytes / 2;

it.each<[what: string, bytes: number[], on: number, next: number | null]>([
  ['nothing', [], 0, null],
  ['as much as fits', [half, half], 2, null],
  ['one byte more', [half, half + 1], 1, 8],
  ['a question too many', [half, half, 20], 2, 9],
  ['a question that is too long by itself, alone', [LIMITS.pendingPageBytes + 1, 20], 1, 8],
])('a page of questions holds %s', (_, bytes, on, next) => {
  const page = pageOf(questions(...bytes));
  expect([page.pending.length, page.next]).toEqual([on, next]);
});
