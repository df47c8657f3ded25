import { RampartError } from './error.ts';
import { LIMITS } from './limits.ts';

/** Splits `a{b,c}d` into `abd`, `acd`; nested; braces without a comma are text, as in bash. */
export function braces(source: string): string[] {
  if (!source.includes('{')) return [source];
  let alternatives = [''];
  const extend = (tails: readonly string[]): void => {
    if (alternatives.length * tails.length > LIMITS.globAlternatives)
      throw new RampartError(
        'E_INPUT',
        `glob has more than ${LIMITS.globAlternatives} alternatives: ${source}`,
      );
    alternatives = alternatives.flatMap(head => tails.map(tail => head + tail));
  };
  for (let at = 0; at < source.length; ) {
    const group = source[at] === '{' ? braceGroup(source, at) : undefined;
    if (group !== undefined) {
      extend(group.choices.flatMap(braces));
      at = group.end;
      continue;
    }
    const stop = plainEnd(source, at);
    const text = source.slice(at, stop);
    alternatives = alternatives.map(head => head + text);
    at = stop;
  }
  return alternatives;
}

/** The offset of the next `{`, past the character at `at` whatever it is. */
function plainEnd(source: string, at: number): number {
  let end = at;
  do {
    end = source[end] === '\\' ? end + 2 : source[end] === '[' ? classEnd(source, end) : end + 1;
  } while (end < source.length && source[end] !== '{');
  return end;
}

function braceGroup(source: string, open: number): { choices: string[]; end: number } | undefined {
  const choices: string[] = [];
  let depth = 0;
  let from = open + 1;
  for (let at = open; at < source.length; at++) {
    const char = source[at];
    if (char === '\\') at++;
    else if (char === '[') at = classEnd(source, at) - 1;
    else if (char === '{') depth++;
    else if (char === ',' && depth === 1) {
      choices.push(source.slice(from, at));
      from = at + 1;
    } else if (char === '}' && --depth === 0) {
      if (choices.length === 0) return undefined;
      choices.push(source.slice(from, at));
      return { choices, end: at + 1 };
    }
  }
  return undefined;
}

/** The offset after the `]` that closes the class opened at `open`; a `]` in first place is a member. */
export function classEnd(source: string, open: number): number {
  let at = open + 1;
  if (source[at] === '!' || source[at] === '^') at++;
  if (source[at] === ']') at++;
  for (; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === ']') return at + 1;
  }
  throw new RampartError('E_INPUT', `unclosed [ in glob: ${source}`, {
    hint: 'write \\[ for the character itself',
  });
}
