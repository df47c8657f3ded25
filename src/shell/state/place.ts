import { LIMITS } from '../../core/limits.ts';
import { alternatives, hole, textOf, type Word } from '../../core/word.ts';

/** Where a shell stands, and where `cd -` leads. */
export interface Place {
  readonly cwd: Word;
  readonly previousCwd: Word;
  /** Directories of `pushd`, the last one on top. */
  readonly directories: readonly Word[];
}

/** Where a shell stands if its last command, a `cd`, failed (or, behind `!`, did not), while the state has the other place. */
export interface Otherwise extends Place {
  /** Which of the two it is, where that is known. */
  readonly sure: 'here' | 'there' | undefined;
}

/** Places that are kept apart: after four `cd` into what may not be there, there are sixteen. */
const MOST = 8;

/** One of several directories. Whichever it is, it is no empty text. */
export function oneOfPlaces(words: readonly Word[], name: string): Word {
  const [first] = words;
  if (first === undefined || words.every(one => one === first)) return first ?? hole('variable', name);
  const texts = new Set<string>();
  const unknown: Word[] = [];
  for (const one of words.flatMap(each => alternatives(each, LIMITS.holeValues))) {
    const text = textOf(one);
    if (text === undefined) unknown.push(one);
    else texts.add(text);
  }
  const [only] = texts;
  if (only !== undefined && texts.size === 1 && unknown.length === 0) return [{ lit: only }];
  const [odd] = unknown;
  if (texts.size === 0 && odd !== undefined && unknown.every(one => textKey(one) === textKey(odd)))
    return odd;
  // Where it stood before all of them is where a mistake hurts, and where all of them lead is where it is meant to be.
  const values = [...texts].filter((_, at) => at < MOST / 2 || at >= texts.size - MOST / 2);
  const open = unknown.length > 0 || values.length < texts.size;
  return [
    {
      hole: 'variable',
      name,
      full: true,
      ...(values.length > 0 ? { values } : {}),
      ...(open ? { open } : {}),
    },
  ];
}

function textKey(of: Word): string {
  return JSON.stringify(of);
}
