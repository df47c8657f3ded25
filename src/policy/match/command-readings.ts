import type { Invocation, Scan } from '../../core/scan.ts';
import { isHole, join, literalText, type Part, type Word, word } from '../../core/word.ts';
import { type Text, textOfWord } from './text.ts';

/** The words of an invocation as written, and with the program without its standard directory. */
function wordForms({ argv, program }: Invocation): (readonly Word[])[] {
  const [head, ...rest] = argv;
  return head === undefined || sameWord(head, program) ? [argv] : [argv, [program, ...rest]];
}

/**
 * The words as bash may see them, which drops an unquoted variable that is empty: without the unknown words before the
 * program (`$SUDO rm`), and without all that are nothing but unknown text. Nothing where there are none.
 */
function shorterForms(words: readonly Word[]): (readonly Word[])[] {
  const known = words.map(one => one.length === 0 || !one.every(isOpaque));
  if (!known.includes(false)) return [];
  const start = known.indexOf(true);
  const all = words.filter((_, index) => known[index]);
  return start > 0 ? [words.slice(start), all] : [all];
}

/**
 * The readings a grant may rest on. None where argv[0] holds white space: a file called `ls -l` would read like `ls`
 * with an argument.
 */
export function strictReadings(invocation: Invocation): Text[] {
  const [head] = invocation.argv;
  if (head !== undefined && /\s/.test(literalText(head))) return [];
  return wordForms(invocation).map(joined);
}

/** The readings a restriction looks at: all forms, and the invocation's own piece of source. */
export function wideReadings(scan: Scan, invocation: Invocation): Text[] {
  const readings = wordForms(invocation).flatMap(form => {
    const whole = joined(form);
    // Whether a word is dropped is not known either: both are values of one text.
    return [whole, ...shorterForms(form).map(shorter => [...joined(shorter), ...whole])];
  });
  const slice = sliceOf(scan, invocation);
  const known = readings.some(text => text.length === 1 && text[0]?.marked === slice);
  return slice === undefined || known ? readings : [...readings, textOfWord(word(slice))];
}

function joined(words: readonly Word[]): Text {
  return textOfWord(join(words, ' '));
}

function sliceOf(scan: Scan, { span }: Invocation): string | undefined {
  return scan.sources[span.source]?.text.slice(span.start, span.end).trim();
}

function isOpaque(part: Part): boolean {
  return isHole(part) && part.values === undefined;
}

function sameWord(a: Word, b: Word): boolean {
  return (
    a === b ||
    (a.length === b.length &&
      a.every((part, index) => {
        const other = b[index];
        return (
          part === other || (other !== undefined && 'lit' in part && 'lit' in other && part.lit === other.lit)
        );
      }))
  );
}
