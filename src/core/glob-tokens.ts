import { RampartError } from './error.ts';
import { classEnd } from './glob-braces.ts';
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

/** What `*`, `?` and classes may eat: a command's words are one text, a path has segments. */
export type Dialect = 'command' | 'path';

/**
 * The token lists of a glob without braces: more than one where a star also stands for less than its place.
 * @throws RampartError E_INPUT for a trailing `\\`, or past the cap
 */
export function tokenLists(source: string, dialect: Dialect): readonly (readonly Token[])[] {
  const tokens = mergeStars(tokenize(source, dialect));
  return dialect === 'command' ? trailingStar(tokens) : globstars(tokens);
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
    const droppable = whole && (last || isChar(tokens[at + 1], SLASH));
    const without = !droppable
      ? []
      : last
        ? // `/**` is about what is below the root, and no path is empty.
          alternatives.filter(head => head.length > 1).map(head => head.slice(0, -1))
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
