import { RampartError } from './error.ts';
import { LIMITS } from './limits.ts';

/** One position of a glob. `cross` says whether `/` is eaten too: always in a command glob, only `**` in a path glob. */
export type Token =
  | { readonly kind: 'char'; readonly code: number }
  | { readonly kind: 'any'; readonly cross: boolean }
  | {
      readonly kind: 'class';
      readonly negated: boolean;
      readonly ranges: readonly Range[];
      readonly cross: boolean;
    }
  | { readonly kind: 'star'; readonly cross: boolean };

export type Range = readonly [from: number, to: number];

/** Literal pieces with a `*` between each two: what nearly every command glob is, matched by substring search. */
export interface Pieces {
  readonly pieces: readonly string[];
}

export interface Tokens {
  readonly tokens: readonly Token[];
  /** The longest literal text in it: what does not hold that cannot match, and looking for it is quick. */
  readonly needle: string;
}

/** A compiled glob: it matches when one of its alternatives matches the whole text. */
export interface Glob {
  readonly source: string;
  readonly alternatives: readonly (Pieces | Tokens)[];
}

type Dialect = 'command' | 'path';

/**
 * Compiles a glob over a command's words joined by one space. Special characters are `* ? [ ] { } \`; the glob is
 * anchored at both ends, `*` matches anything, and a trailing ` *` also matches nothing.
 * @throws RampartError E_INPUT for an unclosed `[`, a trailing `\`, or a glob past the caps
 */
export function commandGlob(source: string): Glob {
  return compile(source, 'command');
}

/**
 * Compiles a glob over a resolved path: `*`, `?` and classes stay inside a segment, `**` crosses. `d/**` also matches
 * `d`, and `**` followed or surrounded by slashes also stands for no segment at all.
 * @throws RampartError E_INPUT as above
 */
export function pathGlob(source: string): Glob {
  return compile(source, 'path');
}

/**
 * The first words a command glob can match, or undefined when it can match any: an index over many rules needs to
 * look only at those of the command's own first word.
 */
export function firstWords(glob: Glob): ReadonlySet<string> | undefined {
  const words = new Set<string>();
  for (const alternative of glob.alternatives) {
    const exact = 'pieces' in alternative && alternative.pieces.length === 1;
    const head = 'pieces' in alternative ? (alternative.pieces[0] ?? '') : leadingLiteral(alternative.tokens);
    const space = head.indexOf(' ');
    if (space < 0 && !exact) return undefined;
    words.add(space < 0 ? head : head.slice(0, space));
  }
  return words;
}

function compile(source: string, dialect: Dialect): Glob {
  if (source.length > LIMITS.globBytes)
    throw new RampartError('E_INPUT', `glob longer than ${LIMITS.globBytes} characters`);
  if (source.includes('\0')) throw new RampartError('E_INPUT', 'glob contains a NUL character');
  const expanded = braces(source).map(one => mergeStars(tokenize(one, dialect)));
  const optional = expanded.flatMap(dialect === 'command' ? trailingStar : globstars);
  if (optional.length > LIMITS.globAlternatives)
    throw new RampartError(
      'E_INPUT',
      `glob has more than ${LIMITS.globAlternatives} alternatives: ${source}`,
    );
  return { source, alternatives: optional.map(simplest) };
}

/** Splits `a{b,c}d` into `abd`, `acd`; nested; braces without a comma are text, as in bash. */
function braces(source: string): string[] {
  let alternatives = [''];
  const extend = (tails: readonly string[]): void => {
    if (alternatives.length * tails.length > LIMITS.globAlternatives)
      throw new RampartError(
        'E_INPUT',
        `glob has more than ${LIMITS.globAlternatives} alternatives: ${source}`,
      );
    alternatives = alternatives.flatMap(head => tails.map(tail => head + tail));
  };
  let at = 0;
  while (at < source.length) {
    const group = source[at] === '{' ? braceGroup(source, at) : undefined;
    if (group !== undefined) {
      extend(group.choices.flatMap(braces));
      at = group.end;
      continue;
    }
    const stop = source[at] === '\\' ? at + 2 : source[at] === '[' ? classEnd(source, at) : at + 1;
    const text = source.slice(at, stop);
    alternatives = alternatives.map(head => head + text);
    at = stop;
  }
  return alternatives;
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
function classEnd(source: string, open: number): number {
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

function tokenize(source: string, dialect: Dialect): Token[] {
  const command = dialect === 'command';
  const tokens: Token[] = [];
  for (let at = 0; at < source.length; ) {
    const char = source[at];
    if (char === '*') {
      const double = source[at + 1] === '*';
      tokens.push({ kind: 'star', cross: command || double });
      at += double ? 2 : 1;
    } else if (char === '?') {
      tokens.push({ kind: 'any', cross: command });
      at += 1;
    } else if (char === '[') {
      const end = classEnd(source, at);
      tokens.push(classToken(source.slice(at + 1, end - 1), command));
      at = end;
    } else {
      if (char === '\\') {
        at += 1;
        if (at === source.length)
          throw new RampartError('E_INPUT', `glob ends in a backslash: ${source}`, {
            hint: 'write \\\\ for the character itself',
          });
      }
      const code = source.codePointAt(at) ?? 0;
      tokens.push({ kind: 'char', code });
      at += code > 0xffff ? 2 : 1;
    }
  }
  return tokens;
}

function classToken(body: string, cross: boolean): Token {
  const negated = body[0] === '!' || body[0] === '^';
  const codes = [...(negated ? body.slice(1) : body)];
  const ranges: Range[] = [];
  const take = (at: number): [code: number, next: number] =>
    codes[at] === '\\' && at + 1 < codes.length
      ? [codes[at + 1]?.codePointAt(0) ?? 0, at + 2]
      : [codes[at]?.codePointAt(0) ?? 0, at + 1];
  for (let at = 0; at < codes.length; ) {
    const [from, next] = take(at);
    if (codes[next] === '-' && next + 1 < codes.length) {
      const [to, after] = take(next + 1);
      ranges.push([from, to]);
      at = after;
    } else {
      ranges.push([from, from]);
      at = next;
    }
  }
  return { kind: 'class', negated, ranges, cross };
}

/** Neighbouring stars are one, so that the matcher needs a single look ahead. */
function mergeStars(tokens: readonly Token[]): Token[] {
  const merged: Token[] = [];
  for (const token of tokens) {
    const last = merged.at(-1);
    if (token.kind === 'star' && last?.kind === 'star')
      merged[merged.length - 1] = { kind: 'star', cross: token.cross || last.cross };
    else merged.push(token);
  }
  return merged;
}

const SPACE = 0x20;
const SLASH = 0x2f;

function isChar(token: Token | undefined, code: number): boolean {
  return token?.kind === 'char' && token.code === code;
}

function isGlobstar(token: Token | undefined): boolean {
  return token?.kind === 'star' && token.cross;
}

function trailingStar(tokens: readonly Token[]): (readonly Token[])[] {
  return tokens.at(-1)?.kind === 'star' && isChar(tokens.at(-2), SPACE)
    ? [tokens, tokens.slice(0, -2)]
    : [tokens];
}

/** The alternatives that `**` between slashes adds: it also stands for no segment at all. */
function globstars(tokens: readonly Token[]): (readonly Token[])[] {
  let alternatives: Token[][] = [[]];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) continue;
    const before = tokens[at - 1];
    const whole = isGlobstar(token) && (at === 0 || isChar(before, SLASH));
    const last = at === tokens.length - 1;
    const droppable = whole && (last ? at > 1 : isChar(tokens[at + 1], SLASH));
    const without = !droppable
      ? []
      : last
        ? alternatives.map(head => head.slice(0, -1))
        : alternatives.map(head => [...head]);
    for (const head of alternatives) head.push(token);
    if (!droppable) continue;
    const slash = tokens[at + 1];
    if (!last && slash !== undefined) {
      for (const head of alternatives) head.push(slash);
      at++;
    }
    alternatives = [...alternatives, ...without];
    if (alternatives.length > LIMITS.globAlternatives)
      throw new RampartError('E_INPUT', `glob has more than ${LIMITS.globAlternatives} alternatives`);
  }
  return alternatives;
}

function simplest(tokens: readonly Token[]): Pieces | Tokens {
  const pieces = [''];
  for (const token of tokens) {
    if (token.kind === 'star' && token.cross) pieces.push('');
    else if (token.kind === 'char') pieces[pieces.length - 1] += String.fromCodePoint(token.code);
    else return { tokens, needle: longestLiteral(tokens) };
  }
  return { pieces };
}

function leadingLiteral(tokens: readonly Token[]): string {
  let head = '';
  for (const token of tokens) {
    if (token.kind !== 'char') break;
    head += String.fromCodePoint(token.code);
  }
  return head;
}

function longestLiteral(tokens: readonly Token[]): string {
  let longest = '';
  let run = '';
  for (const token of tokens) {
    run = token.kind === 'char' ? run + String.fromCodePoint(token.code) : '';
    if (run.length > longest.length) longest = run;
  }
  return longest;
}
