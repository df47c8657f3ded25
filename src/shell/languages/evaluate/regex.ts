import { LIMITS } from '../../../core/limits.ts';
import type { Regex } from '../syntax/token.ts';

/**
 * Patterns that take time in proportion to the text: characters and sets one after the other. Whoever wrote the program
 * wrote the pattern too, and with repetition it could be made to run for years.
 */
const PLAIN = /^(?:[^\\^$.*+?()[\]{}|/]|\\[^\w\s]|\\[sdwSDWnt]|\[\^?[^\\[\]]+\]|\.)+$/u;

function compiled(pattern: string, flags: string): RegExp | undefined {
  if (pattern.length > 256 || !PLAIN.test(pattern)) return undefined;
  try {
    return new RegExp(pattern, flags);
  } catch {
    return undefined;
  }
}

/** `text` with what a pattern finds replaced by a plain text; undefined where that is not worked out. */
export function replacedIn(
  text: string,
  { pattern, flags }: Regex,
  by: string,
  all: boolean,
): string | undefined {
  if (/[$\\&]/.test(by) || text.length > LIMITS.foldBytes) return undefined;
  const found = compiled(pattern, `${all ? 'g' : ''}${flags.includes('i') ? 'i' : ''}`);
  return found === undefined ? undefined : text.replace(found, () => by);
}

/** `tr/a-c/x-z/`; undefined where a set is not characters and ranges of equal length. */
export function transliterated(text: string, from: string, to: string): string | undefined {
  const [keys, values] = [charactersOf(from), charactersOf(to)];
  if (keys === undefined || values === undefined || values.length === 0) return undefined;
  const map = new Map(keys.map((key, at) => [key, values[Math.min(at, values.length - 1)] ?? key]));
  return [...text].map(char => map.get(char) ?? char).join('');
}

function charactersOf(set: string): readonly string[] | undefined {
  if (set.startsWith('^') || set.includes('\\')) return undefined;
  const found: string[] = [];
  for (const [range] of set.matchAll(/[\s\S]-[\s\S]|[\s\S]/gu)) {
    const [first = 0, last = first] = range.length === 3 ? [range.charCodeAt(0), range.charCodeAt(2)] : [];
    if (range.length !== 3) found.push(range);
    else
      for (let code = first; code <= last && found.length < 512; code++)
        found.push(String.fromCharCode(code));
  }
  return found;
}
