/** Why a piece of a word is not known before the command runs. */
export type HoleReason =
  | 'variable'
  | 'positional'
  | 'substitution'
  | 'process'
  | 'arithmetic'
  | 'glob'
  | 'tilde'
  | 'operator'
  | 'stdin'
  | 'operands'
  | 'encoding'
  | 'limit';

export interface Hole {
  readonly hole: HoleReason;
  /** The variable's name, the glob as written, the head of the substituted command: for the reader. */
  readonly name?: string;
  /** Texts the hole can stand for: all of them, unless it is `open`. */
  readonly values?: readonly string[];
  /** Other texts than `values` are possible too: `${X:-/}` where X is not known. */
  readonly open?: true;
  /** Whatever it is, it is not empty: the directory `cd` went to, `${X:?}`, what `mktemp` makes up. */
  readonly full?: true;
}

export interface Literal {
  readonly lit: string;
}

export type Part = Literal | Hole;

/**
 * One argument as bash would pass it: literal text and holes, in order. Neighbouring literals are joined and no
 * literal is empty, so a fully known word has at most one part. Literals never hold NUL (no argument can).
 */
export type Word = readonly Part[];

export const EMPTY_WORD: Word = [];

export function isHole(part: Part): part is Hole {
  return 'hole' in part;
}

export function word(text: string): Word {
  const lit = text.includes('\0') ? text.replaceAll('\0', '') : text;
  return lit === '' ? EMPTY_WORD : [{ lit }];
}

export function hole(reason: HoleReason, name?: string, values?: readonly string[]): Word {
  return [
    { hole: reason, ...(name === undefined ? {} : { name }), ...(values === undefined ? {} : { values }) },
  ];
}

/** Joins words end to end, keeping the promise that neighbouring literals are one. */
export function concat(...words: readonly Word[]): Word {
  const parts: Part[] = [];
  for (const one of words) appendTo(parts, one);
  return parts;
}

/** As `concat`, onto a word that is still being built: many small pieces take linear time. */
export function appendTo(parts: Part[], tail: Word): void {
  for (const part of tail) {
    const last = parts.at(-1);
    if (last !== undefined && !isHole(last) && !isHole(part))
      parts[parts.length - 1] = { lit: last.lit + part.lit };
    else if (isHole(part) || part.lit !== '') parts.push(part);
  }
}

/** The words with `separator` between them, as one. */
export function join(words: readonly Word[], separator: string): Word {
  const parts: Part[] = [];
  let text = '';
  words.forEach((one, index) => {
    if (index > 0) text += separator;
    for (const part of one)
      if (!isHole(part)) text += part.lit;
      else {
        if (text !== '') parts.push({ lit: text });
        text = '';
        parts.push(part);
      }
  });
  if (text !== '') parts.push({ lit: text });
  return parts;
}

/** The word's text if all of it is known. */
export function textOf(of: Word): string | undefined {
  if (of.length === 0) return '';
  const only = of[0];
  return of.length === 1 && only !== undefined && !isHole(only) ? only.lit : undefined;
}

export function hasHole(of: Word): boolean {
  return of.some(isHole);
}

/** The word with every hole read as empty. */
export function literalText(of: Word): string {
  let text = '';
  for (const part of of) if (!isHole(part)) text += part.lit;
  return text;
}

/** For people: holes as `⟨name⟩`. */
export function displayWord(of: Word): string {
  return of.map(part => (isHole(part) ? `⟨${part.name ?? part.hole}⟩` : part.lit)).join('');
}

/** A hole that stands for one of `values`, or, if `open`, for something else. */
export function oneOf(reason: HoleReason, name: string, values: readonly string[], open: boolean): Word {
  const [only] = values;
  if (values.length === 0) return hole(reason, name);
  if (only !== undefined && values.length === 1 && !open) return word(only);
  return [{ hole: reason, name, values, ...(open ? { open } : {}) }];
}

/**
 * Every word this one can be, taking holes whose values are known one value at a time (an open hole also as itself,
 * unknown); the word itself, its holes opaque, when there are more than `cap` of them.
 */
export function alternatives(of: Word, cap: number): readonly Word[] {
  if (!of.some(part => isHole(part) && part.values !== undefined)) return [of];
  let words: Word[] = [EMPTY_WORD];
  for (const part of of) {
    const choices = choicesOf(part);
    if (words.length * choices.length > cap) return [of];
    words = words.flatMap(head => choices.map(choice => concat(head, choice)));
  }
  return words;
}

function choicesOf(part: Part): Word[] {
  if (!isHole(part) || part.values === undefined) return [[part]];
  const values = part.values.map(word);
  if (!part.open) return values;
  const { values: _, open: __, ...unknown } = part;
  return [...values, [unknown]];
}
