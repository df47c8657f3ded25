import type { UnknownReason } from '../core/scan.ts';
import type { Recorder } from './recorder.ts';

/** Characters that a reader takes for something else than bash does. */
const ODDITIES: readonly (readonly [UnknownReason, RegExp])[] = [
  // bash drops it, and what a host does with the rest of the text is not known.
  ['nul', /\0/gu],
  // Part of the word it ends, not a line end.
  ['carriage-return', /\r/gu],
  // Part of a word, not a blank.
  ['no-break-space', /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu],
  ['encoding', /\ufffd|\p{Cs}/gu],
];

/** Any of them: most texts have none, and one look tells. */
const ODD = /[\0\r\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\ufffd]|\p{Cs}/u;

/** Places told of each oddity: one is enough to say that it is there. */
const TOLD = 16;

export function noteOddities(text: string, source: number, recorder: Recorder): void {
  if (!ODD.test(text)) return;
  for (const [reason, pattern] of ODDITIES) {
    let told = 0;
    for (const found of text.matchAll(pattern)) {
      recorder.unknown(reason, { source, start: found.index, end: found.index + found[0].length });
      if (++told === TOLD) break;
    }
  }
}
