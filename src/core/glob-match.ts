import type { Alternative, Glob } from './glob.ts';
import type { Token } from './glob-tokens.ts';
import type { Match } from './match.ts';
import { isHole, type Word } from './word.ts';

/** Stands for a hole: no argument, path or glob can hold a NUL. */
const HOLE = '\0';
const HOLE_CODE = 0;
const SLASH = 0x2f;

/** Text to match against, prepared once for many globs. */
export interface Subject {
  /** With each hole as one NUL. */
  readonly marked: string;
  /** With each hole read as empty that can be. */
  readonly empty: string;
  readonly holes: boolean;
}

export function subjectOf(word: Word): Subject {
  let marked = '';
  let empty = '';
  let holes = false;
  for (const part of word)
    if (isHole(part)) {
      marked += HOLE;
      if (part.full) empty += HOLE;
      holes = true;
    } else {
      marked += part.lit;
      empty += part.lit;
    }
  return { marked, empty, holes };
}

export function textSubject(text: string): Subject {
  const clean = text.replaceAll(HOLE, '');
  return { marked: clean, empty: clean, holes: false };
}

/**
 * Matches a glob against a partly known text. `must`: it matches whatever the holes turn out to be, so only `*` may
 * stand where a hole is. `may`: it matches with each hole read either as empty or as text that wildcards alone eat;
 * a literal character of the glob never meets a hole, or every command with a variable would fire every rule.
 *
 * Linear in the text for every glob: substring search where the glob is literals and `*`, else a bit-parallel
 * simulation of its automaton (Baeza-Yates and Gonnet, "A new approach to text searching", CACM 35(10), 1992).
 */
export function matchGlob(glob: Glob, subject: Subject): Match {
  if (accepts(glob, subject.marked, false)) return 'must';
  if (!subject.holes) return 'no';
  return accepts(glob, subject.empty, false) || accepts(glob, subject.marked, true) ? 'may' : 'no';
}

export function matchText(glob: Glob, text: string): boolean {
  return accepts(glob, text.replaceAll(HOLE, ''), false);
}

/** Whether `needle` is in the text: surely, or only if a hole between its characters is empty. */
export function containsText(subject: Subject, needle: string): Match {
  if (subject.marked.includes(needle)) return 'must';
  return subject.holes && subject.empty.includes(needle) ? 'may' : 'no';
}

/** @param eatHoles whether `?` and negated classes may stand for a hole, which only `*` does otherwise */
function accepts(glob: Glob, text: string, eatHoles: boolean): boolean {
  const { byHead, byTail, open } = glob.sorted;
  if (text !== '') {
    const headed = byHead.size === 0 ? undefined : byHead.get(text.charCodeAt(0));
    if (headed !== undefined && oneAccepts(headed, text, eatHoles)) return true;
    const tailed = byTail.size === 0 ? undefined : byTail.get(text.charCodeAt(text.length - 1));
    if (tailed !== undefined && oneAccepts(tailed, text, eatHoles)) return true;
  }
  return oneAccepts(open, text, eatHoles);
}

function oneAccepts(alternatives: readonly Alternative[], text: string, eatHoles: boolean): boolean {
  for (const one of alternatives)
    if (
      'pieces' in one
        ? acceptsPieces(one.pieces, text)
        : text.includes(one.needle) && acceptsTokens(automatonOf(one.tokens), text, eatHoles)
    )
      return true;
  return false;
}

/** Leftmost search for each piece is enough: it leaves the longest rest for those that follow. */
function acceptsPieces(pieces: readonly string[], text: string): boolean {
  const first = pieces[0] ?? '';
  if (pieces.length === 1) return text === first;
  const last = pieces[pieces.length - 1] ?? '';
  const end = text.length - last.length;
  if (first.length > end || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (let index = 1; index < pieces.length - 1; index++) {
    const piece = pieces[index] ?? '';
    const found = text.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}

/** State i means "tokens before i are matched"; a set of states is bits over 32-bit words. */
interface Automaton {
  readonly tokens: readonly Token[];
  readonly words: number;
  readonly stars: Int32Array;
  /** For each character seen: which states step on, then which stars stay. */
  readonly tables: Map<number, Int32Array>;
}

const automata = new WeakMap<readonly Token[], Automaton>();

/** Distinct characters a table is kept for; hostile text has a million. */
const TABLES = 512;

function automatonOf(tokens: readonly Token[]): Automaton {
  const cached = automata.get(tokens);
  if (cached !== undefined) return cached;
  const words = (tokens.length >> 5) + 1;
  const stars = new Int32Array(words);
  tokens.forEach((token, state) => {
    if (token.kind === 'star') setBit(stars, state);
  });
  const automaton = { tokens, words, stars, tables: new Map<number, Int32Array>() };
  automata.set(tokens, automaton);
  return automaton;
}

function setBit(set: Int32Array, bit: number): void {
  set[bit >> 5] = (set[bit >> 5] ?? 0) | (1 << (bit & 31));
}

function tableFor(automaton: Automaton, code: number, eatHoles: boolean): Int32Array {
  const key = code === HOLE_CODE && eatHoles ? -1 : code;
  const cached = automaton.tables.get(key);
  if (cached !== undefined) return cached;
  const table = new Int32Array(automaton.words * 2);
  automaton.tokens.forEach((token, state) => {
    if (token.kind === 'star') {
      if (token.cross || code !== SLASH) setBit(table, state + automaton.words * 32);
    } else if (steps(token, code, eatHoles)) setBit(table, state);
  });
  if (automaton.tables.size >= TABLES) automaton.tables.clear();
  automaton.tables.set(key, table);
  return table;
}

function steps(token: Exclude<Token, { kind: 'star' }>, code: number, eatHoles: boolean): boolean {
  if (token.kind === 'char') return token.code === code && code !== HOLE_CODE;
  if (code === HOLE_CODE) return eatHoles && (token.kind === 'any' || token.negated);
  if (code === SLASH && !token.cross) return false;
  return (
    token.kind === 'any' || token.ranges.some(([from, to]) => from <= code && code <= to) !== token.negated
  );
}

function acceptsTokens(automaton: Automaton, text: string, eatHoles: boolean): boolean {
  const { words, stars, tokens } = automaton;
  const states = new Int32Array(words);
  states[0] = 1;
  passStars(states, stars);
  for (let at = 0; at < text.length; at++) {
    const code = text.codePointAt(at) ?? 0;
    if (code > 0xffff) at++;
    const table = tableFor(automaton, code, eatHoles);
    let carry = 0;
    let alive = 0;
    for (let index = 0; index < words; index++) {
      const now = states[index] ?? 0;
      const stepping = now & (table[index] ?? 0);
      const next = (stepping << 1) | carry | (now & (table[index + words] ?? 0));
      carry = stepping >>> 31;
      states[index] = next;
      alive |= next;
    }
    if (alive === 0) return false;
    passStars(states, stars);
  }
  const final = tokens.length;
  return (((states[final >> 5] ?? 0) >>> (final & 31)) & 1) === 1;
}

/** A star also matches nothing. Stars never neighbour each other, so one pass closes the set. */
function passStars(states: Int32Array, stars: Int32Array): void {
  let carry = 0;
  for (let index = 0; index < states.length; index++) {
    const passing = (states[index] ?? 0) & (stars[index] ?? 0);
    states[index] = (states[index] ?? 0) | (passing << 1) | carry;
    carry = passing >>> 31;
  }
}
