import { type Word, word } from '../../core/word.ts';
import { textOfBytes } from './bytes.ts';

const SIMPLE: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  e: 27,
  E: 27,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
};

const ESCAPE =
  /\\(?:(0[0-7]{0,3}|[1-7][0-7]{0,2})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([abefnrtvE\\'"?c]))/gu;

export interface Unescaped {
  readonly text: string;
  /** A `\c` ends all output. */
  readonly ended: boolean;
}

/**
 * Backslash escapes as bash's `echo -e` and `%b` (`octal: 'zero'`: `\0nnn`, and `\nnn` where `%b` takes it) and the
 * format of `printf` (`octal: 'format'`: `\nnn`) read them. Bytes are put together before they are read as UTF-8.
 */
export function unescaped(text: string, octal: 'zero' | 'format'): Unescaped {
  if (!text.includes('\\')) return { text, ended: false };
  const pieces: Buffer[] = [];
  let from = 0;
  let ended = false;
  for (const found of text.matchAll(ESCAPE)) {
    if (found.index < from) continue;
    pieces.push(Buffer.from(text.slice(from, found.index), 'utf8'));
    from = found.index + found[0].length;
    const [whole, digits, hex, short, long, letter] = found;
    if (digits !== undefined) {
      const taken = octal === 'format' ? digits.slice(0, 3) : digits;
      from -= digits.length - taken.length;
      pieces.push(Buffer.of(Number.parseInt(taken, 8) & 0xff));
    } else if (hex !== undefined) pieces.push(Buffer.of(Number.parseInt(hex, 16)));
    else if (letter === undefined) {
      const point = Number.parseInt(short ?? long ?? '', 16);
      pieces.push(Buffer.from(point > 0x10ffff ? whole : String.fromCodePoint(point), 'utf8'));
    } else if (letter === 'c' && octal === 'zero') {
      ended = true;
      break;
    } else {
      const code = SIMPLE[letter];
      const quoted = octal === 'format' && (letter === "'" || letter === '"' || letter === '?');
      pieces.push(code === undefined ? Buffer.from(quoted ? letter : whole, 'utf8') : Buffer.of(code));
    }
  }
  if (!ended) pieces.push(Buffer.from(text.slice(from), 'utf8'));
  return { text: textOfBytes(Buffer.concat(pieces)), ended };
}

/** The word with the escapes in its literal text read; holes stand for text that is not looked at. */
export function unescapedWord(
  of: Word,
  octal: 'zero' | 'format',
): { readonly word: Word; readonly ended: boolean } {
  const parts: Word[number][] = [];
  for (const part of of) {
    if (!('lit' in part)) {
      parts.push(part);
      continue;
    }
    const { text, ended } = unescaped(part.lit, octal);
    parts.push(...word(text));
    if (ended) return { word: parts, ended };
  }
  return { word: parts, ended: false };
}

/** Whether text was written so that a reader cannot read it: more than line ends and tabs in escapes. */
export function hidesText(text: string): boolean {
  return /\\(?:x[0-9a-fA-F]|[0-7]{2}|[uU][0-9a-fA-F])/.test(text);
}
