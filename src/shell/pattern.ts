import { RampartError } from '../core/error.ts';
import { commandGlob } from '../core/glob.ts';
import { matchText } from '../core/glob-match.ts';

/** Longest text a parameter operator is computed for: trying each prefix of it is quadratic. */
const LONGEST = 2_048;

/** `${x#pattern}` and `${x%pattern}`: the text without its shortest or longest matching head or tail. */
export function removeMatch(
  text: string,
  pattern: string,
  from: 'head' | 'tail',
  longest: boolean,
): string | undefined {
  const glob = compiled(pattern);
  if (glob === undefined || text.length > LONGEST) return undefined;
  const lengths = Array.from({ length: text.length + 1 }, (_, index) =>
    longest ? text.length - index : index,
  );
  for (const length of lengths) {
    const cut = from === 'head' ? text.slice(0, length) : text.slice(text.length - length);
    if (matchText(glob, cut))
      return from === 'head' ? text.slice(length) : text.slice(0, text.length - length);
  }
  return text;
}

/** `${x/pattern/with}` and its `//`, `/#`, `/%` forms: the longest match at each place. */
export function replaceMatch(
  text: string,
  pattern: string,
  replacement: string,
  operator: '/' | '//' | '/#' | '/%',
): string | undefined {
  const glob = compiled(pattern);
  if (glob === undefined || text.length > LONGEST / 8 || pattern === '')
    return pattern === '' ? text : undefined;
  let result = '';
  let at = 0;
  while (at <= text.length) {
    const length = longestMatch(text, at, operator);
    if (length === undefined) {
      if (operator === '/#') break;
      result += text[at] ?? '';
      at += 1;
      continue;
    }
    result += replacement;
    at += length;
    if (operator !== '//') break;
    if (length === 0) result += text[at++] ?? '';
  }
  return result + text.slice(at);

  function longestMatch(whole: string, start: number, how: typeof operator): number | undefined {
    for (let length = whole.length - start; length >= (how === '//' || how === '/' ? 1 : 0); length--) {
      if (how === '/%' && start + length !== whole.length) return undefined;
      if (glob !== undefined && matchText(glob, whole.slice(start, start + length))) return length;
    }
    return undefined;
  }
}

function compiled(pattern: string): ReturnType<typeof commandGlob> | undefined {
  // A command glob's trailing ` *` also matches nothing, and its braces alternate: neither holds for shell patterns.
  const escaped = pattern.replace(/\\[\s\S]|[{}]/gu, found => (found.length === 1 ? `\\${found}` : found));
  if (/ \*+$/.test(escaped)) return undefined;
  try {
    return commandGlob(escaped);
  } catch (thrown) {
    if (thrown instanceof RampartError) return undefined;
    throw thrown;
  }
}
