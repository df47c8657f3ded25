import { RampartError } from '../../core/error.ts';
import { commandGlob } from '../../core/glob.ts';
import { matchText } from '../../core/glob-match.ts';

/** Longest text a parameter operator with wildcards is computed for: trying each prefix of it is quadratic. */
const LONGEST = 2_048;

type Spend = (steps: number) => void;

/**
 * `${x#pattern}` and `${x%pattern}`: the text without its shortest or longest matching head or tail.
 * @param spend told of the work, in steps
 */
export function removeMatch(
  text: string,
  pattern: string,
  from: 'head' | 'tail',
  longest: boolean,
  spend: Spend,
): string | undefined {
  const plain = literalOf(pattern);
  if (plain !== undefined) {
    if (from === 'head') return text.startsWith(plain) ? text.slice(plain.length) : text;
    return text.endsWith(plain) ? text.slice(0, text.length - plain.length) : text;
  }
  // `##*/` and `%/*`, which nearly everybody means, need one search.
  const beyond = literalOf(from === 'head' ? pattern.replace(/^\*/, '') : pattern.replace(/(?<!\\)\*$/, ''));
  if (
    beyond !== undefined &&
    beyond !== '' &&
    (from === 'head' ? pattern.startsWith('*') : pattern.endsWith('*'))
  ) {
    const at = longest === (from === 'head') ? text.lastIndexOf(beyond) : text.indexOf(beyond);
    if (at < 0) return text;
    return from === 'head' ? text.slice(at + beyond.length) : text.slice(0, at);
  }
  const glob = compiled(pattern);
  if (glob === undefined || text.length > LONGEST) return undefined;
  spend((text.length * text.length) / 64);
  for (let count = 0; count <= text.length; count++) {
    const length = longest ? text.length - count : count;
    const cut = from === 'head' ? text.slice(0, length) : text.slice(text.length - length);
    if (matchText(glob, cut))
      return from === 'head' ? text.slice(length) : text.slice(0, text.length - length);
  }
  return text;
}

/**
 * `${x/pattern/with}` and its `//`, `/#`, `/%` forms: the longest match at each place.
 * @param spend told of the work, in steps
 */
export function replaceMatch(
  text: string,
  pattern: string,
  replacement: string,
  operator: '/' | '//' | '/#' | '/%',
  spend: Spend,
): string | undefined {
  if (pattern === '')
    return operator === '/#' ? replacement + text : operator === '/%' ? text + replacement : text;
  const plain = literalOf(pattern);
  if (plain !== undefined) return replaceText(text, plain, replacement, operator);
  const glob = compiled(pattern);
  if (glob === undefined || text.length > LONGEST / 8) return undefined;
  spend((text.length * text.length * text.length) / 1_024);
  let result = '';
  let at = 0;
  while (at <= text.length) {
    const length = longestMatch(at);
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

  function longestMatch(start: number): number | undefined {
    const least = operator === '//' || operator === '/' ? 1 : 0;
    for (let length = text.length - start; length >= least; length--) {
      if (operator === '/%' && start + length !== text.length) return undefined;
      if (glob !== undefined && matchText(glob, text.slice(start, start + length))) return length;
    }
    return undefined;
  }
}

function replaceText(text: string, plain: string, by: string, operator: '/' | '//' | '/#' | '/%'): string {
  switch (operator) {
    case '//':
      return text.replaceAll(plain, () => by);
    case '/':
      return text.replace(plain, () => by);
    case '/#':
      return text.startsWith(plain) ? by + text.slice(plain.length) : text;
    case '/%':
      return text.endsWith(plain) ? text.slice(0, text.length - plain.length) + by : text;
  }
}

/** `${x^pattern}` and its kin: the first character, or each, that matches, in the other case. */
export function recaseMatching(
  text: string,
  pattern: string,
  to: 'upper' | 'lower',
  each: boolean,
): string | undefined {
  const change = (part: string): string => (to === 'upper' ? part.toUpperCase() : part.toLowerCase());
  if (pattern === '?' || pattern === '*') {
    const [first = ''] = text;
    return each ? change(text) : change(first) + text.slice(first.length);
  }
  const glob = compiled(pattern);
  if (glob === undefined) return undefined;
  return [...text]
    .map((char, at) => ((each || at === 0) && matchText(glob, char) ? change(char) : char))
    .join('');
}

/** The text a pattern without wildcards matches. */
function literalOf(pattern: string): string | undefined {
  return /^(?:[^\\*?[\]()]|\\[\s\S])*$/u.test(pattern) ? pattern.replace(/\\([\s\S])/gu, '$1') : undefined;
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
