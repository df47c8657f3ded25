import { concat, EMPTY_WORD, hole, isHole, type Word, word } from '../core/word.ts';

/**
 * Shell code that is only partly known (`sh -c "ls $X"`) is parsed with a mark in place of each hole. The marks are
 * Unicode noncharacters, which never stand in text that is interchanged (Unicode 23.7); one in the input itself is
 * replaced before parsing.
 */
const FIRST = 0xfdd0;
const COUNT = 32;
const MARKS = /[\ufdd0-\ufdef]/gu;

export function withoutMarks(text: string): string {
  return text.replace(MARKS, '\ufffd');
}

/** The text for a reader, offsets kept: an ellipsis stands where something unknown does. */
export function shownMarks(text: string): string {
  return text.replace(MARKS, '…');
}

export interface Marked {
  readonly text: string;
  readonly marks: readonly Word[];
}

/** The word's text with each hole as a mark; holes past the last mark share it, unnamed. */
export function mark(of: Word): Marked {
  const marks: Word[] = [];
  let text = '';
  for (const part of of) {
    if (!isHole(part)) {
      text += withoutMarks(part.lit);
      continue;
    }
    const index = Math.min(marks.length, COUNT - 1);
    marks[index] = marks.length < COUNT ? [part] : hole('limit');
    text += String.fromCharCode(FIRST + index);
  }
  return { text, marks };
}

/** The literal text as a word, its marks turned back into the holes they stand for. */
export function unmark(text: string, marks: readonly Word[]): Word {
  if (marks.length === 0 || text.search(MARKS) < 0) return word(text);
  const words: Word[] = [];
  let from = 0;
  for (const found of text.matchAll(MARKS)) {
    words.push(word(text.slice(from, found.index)), marks[found[0].charCodeAt(0) - FIRST] ?? EMPTY_WORD);
    from = found.index + 1;
  }
  words.push(word(text.slice(from)));
  return concat(...words);
}
