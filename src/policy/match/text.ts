import type { Glob } from '../../core/glob.ts';
import { containsText, matchGlob, type Subject, subjectOf } from '../../core/glob-match.ts';
import { LIMITS } from '../../core/limits.ts';
import { anyOf, either, type Match } from '../../core/match.ts';
import { alternatives, textOf, type Word } from '../../core/word.ts';
import { couldMatch } from './could-match.ts';

/** A partly known text as each text it can be: more than one where the values of its holes are known. */
export type Text = readonly Subject[];

/**
 * How doubt is taken. `wide`: a restricting rule asks whether the condition may hold. `strict`: a granting rule, or an
 * exception from a restricting one, asks whether it must hold. `utmost`: an exception from a granting rule asks
 * whether it is ruled out, so every hole counts as anything at all.
 */
export type Reading = 'wide' | 'strict' | 'utmost';

export function textOfWord(of: Word): Text {
  const known = textOf(of);
  if (known !== undefined) return [{ marked: known, empty: known, holes: false }];
  return alternatives(of, LIMITS.holeValues).map(subjectOf);
}

/** The words that texts can begin with, up to the first space: as they are, and with holes read as empty. */
export function headsOf(texts: readonly Text[]): readonly string[] {
  const heads = new Set<string>();
  for (const text of texts)
    for (const { marked, empty, holes } of text) {
      heads.add(headOf(marked));
      if (holes) heads.add(headOf(empty));
    }
  return [...heads];
}

function headOf(text: string): string {
  const space = text.indexOf(' ');
  return space < 0 ? text : text.slice(0, space);
}

/** Whether one of the globs matches the text, whichever of its values it has. */
export function matchAny(globs: readonly Glob[], text: Text, reading: Reading): Match {
  const [only] = text;
  if (only !== undefined && text.length === 1) return matchSubject(globs, only, reading);
  return overValues(text, subject => matchSubject(globs, subject, reading));
}

function matchSubject(globs: readonly Glob[], subject: Subject, reading: Reading): Match {
  let best: Match = 'no';
  for (const glob of globs) {
    best = either(best, matchGlob(glob, subject));
    if (best === 'must') return best;
  }
  return best === 'no' && reading === 'utmost' && globs.some(glob => couldMatch(glob, subject))
    ? 'may'
    : best;
}

/** Whether the text holds one of the needles, which are in lower case. */
export function containsAny(needles: readonly string[], text: Text, reading: Reading): Match {
  return overValues(text, subject => {
    const lower = {
      marked: subject.marked.toLowerCase(),
      empty: subject.empty.toLowerCase(),
      holes: subject.holes,
    };
    const match = anyOf(needles, needle => containsText(lower, needle));
    return match === 'no' && reading === 'utmost' && subject.holes ? 'may' : match;
  });
}

/** Whether none of the globs matches: `must` only where no filling of a hole could change that. */
export function matchNone(globs: readonly Glob[], text: Text): Match {
  return overValues(text, subject => {
    if (anyOf(globs, glob => matchGlob(glob, subject)) === 'must') return 'no';
    return globs.some(glob => couldMatch(glob, subject)) ? 'may' : 'must';
  });
}

/** The same under every value, or else in doubt. */
function overValues(text: Text, match: (subject: Subject) => Match): Match {
  let result: Match | undefined;
  for (const subject of text) {
    const one = match(subject);
    if (result === undefined) result = one;
    else if (result !== one) return 'may';
  }
  return result ?? 'no';
}
