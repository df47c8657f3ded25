import { textOf, type Word, word } from '../../core/word.ts';
import type { Inner } from './inner.ts';

/**
 * What a sed script runs in a shell: GNU's `e command`, and the `e` flag of `s`, which runs what a line has become
 * (sed manual, "Commands"). Read command by command, so that an `e` in text, a pattern or a label is none.
 */
export function sedCode(script: Word): readonly Inner[] {
  const text = textOf(script);
  if (text === undefined) return [];
  const found: Inner[] = [];
  const at = { place: 0 };
  while (at.place < text.length) command(text, at, found);
  return found;
}

/** Characters a bracket expression is looked for in. */
const CLASS = 256;

interface Place {
  place: number;
}

function command(text: string, at: Place, found: Inner[]): void {
  addresses(text, at);
  const letter = text[at.place++];
  switch (letter) {
    case 'e': {
      const code = restOfLine(text, at).trim();
      // Without a command it runs the line it is on.
      found.push(code === '' ? { unknown: 'sed e' } : { code: word(code) });
      return;
    }
    case 's': {
      const mark = text[at.place++] ?? '';
      delimited(text, at, mark);
      delimited(text, at, mark);
      const flags = /[^;}\n]*/y;
      flags.lastIndex = at.place;
      const given = flags.exec(text)?.[0] ?? '';
      // Behind `w` a file's name follows, up to the end of the line.
      if (/^[^w]*w/.test(given)) restOfLine(text, at);
      else at.place += given.length;
      if (/^[^w]*e/.test(given)) found.push({ unknown: 'sed s///e' });
      return;
    }
    case 'y': {
      const mark = text[at.place++] ?? '';
      delimited(text, at, mark);
      delimited(text, at, mark);
      return;
    }
    case 'a':
    case 'i':
    case 'c':
      insertedText(text, at);
      return;
    case 'r':
    case 'R':
    case 'w':
    case 'W':
    case 'b':
    case 't':
    case 'T':
    case ':':
    case '#':
      restOfLine(text, at, letter === 'b' || letter === 't' || letter === 'T' ? /[;}\n]/g : /\n/g);
      return;
    default:
      return;
  }
}

/** `1,$`, `/re/`, `\cREc`, `first~step`, `!` and blanks. */
function addresses(text: string, at: Place): void {
  for (; at.place < text.length; ) {
    const char = text[at.place] ?? '';
    if (char === '/') {
      at.place++;
      delimited(text, at, '/');
    } else if (char === '\\') {
      const mark = text[at.place + 1] ?? '';
      at.place += 2;
      delimited(text, at, mark);
    } else if (/[\s\d,$~+!;{}I]/.test(char)) at.place++;
    else return;
  }
}

/** On behind the next mark that no backslash stands before, nor a bracket around. */
function delimited(text: string, at: Place, mark: string): void {
  let inClass = false;
  for (; at.place < text.length; at.place++) {
    const char = text[at.place];
    if (char === '\\') at.place++;
    else if (char === '[' && mark !== '[') inClass = text.slice(at.place + 2, at.place + CLASS).includes(']');
    else if (char === ']') inClass = false;
    else if (char === mark && (!inClass || mark !== '/')) break;
    else if (char === '\n' && inClass) inClass = false;
  }
  at.place++;
}

function restOfLine(text: string, at: Place, ends = /\n/g): string {
  ends.lastIndex = at.place;
  const end = ends.exec(text)?.index ?? text.length;
  const rest = text.slice(at.place, end);
  at.place = end + 1;
  return rest;
}

/** `a text`, `a\` and lines, each going on behind a backslash. */
function insertedText(text: string, at: Place): void {
  for (let line = restOfLine(text, at); line.endsWith('\\') && at.place < text.length; )
    line = restOfLine(text, at);
}
