import { RampartError } from './error.ts';
import { braces } from './glob-braces.ts';
import { type Dialect, type Token, tokenLists } from './glob-tokens.ts';
import { LIMITS } from './limits.ts';

/** Literal pieces with a `*` between each two: what nearly every command glob is, matched by substring search. */
export interface Pieces {
  readonly pieces: readonly string[];
}

export interface Tokens {
  readonly tokens: readonly Token[];
  /** The longest literal text in it: what does not hold that cannot match, and looking for it is quick. */
  readonly needle: string;
}

export type Alternative = Pieces | Tokens;

/** A glob ready to be matched: it matches when one of its alternatives matches the whole text. */
export interface Glob {
  readonly source: string;
  readonly alternatives: readonly Alternative[];
  /** The alternatives by what a text must begin or end with: few of many need be looked at. */
  readonly sorted: SortedAlternatives;
}

/** Each alternative stands in one of three places. */
export interface SortedAlternatives {
  /** By the first character (UTF-16) of the literal text they begin with. */
  readonly byHead: ReadonlyMap<number, readonly Alternative[]>;
  /** Those that begin with a wildcard, by the last character of the literal text they end with. */
  readonly byTail: ReadonlyMap<number, readonly Alternative[]>;
  readonly open: readonly Alternative[];
}

/** How globs are made from their sources. */
export interface GlobMaker {
  readonly command: (source: string) => Glob;
  readonly path: (source: string) => Glob;
}

/** Globs that nobody has compiled before: a mistake is found at once. */
export const CHECKED: GlobMaker = { command: commandGlob, path: pathGlob };

/** Globs of a policy that has been loaded, where every one was compiled once: most of them no call ever asks for. */
export const WHEN_ASKED: GlobMaker = {
  command: source => new LazyGlob(source, () => compile(source, 'command')),
  path: source => new LazyGlob(source, () => compile(source, 'path')),
};

/**
 * Compiles a glob over a command's words joined by one space. Special characters are `* ? [ ] { } \`; the glob is
 * anchored at both ends, `*` matches anything, and a trailing ` *` also matches nothing.
 * @throws RampartError E_INPUT for an unclosed `[`, a trailing `\`, or a glob past the caps
 */
export function commandGlob(source: string): Glob {
  return checked(source, 'command');
}

/**
 * Compiles a glob over a resolved path: `*`, `?` and classes stay inside a segment, `**` crosses. `d/**` also matches
 * `d`, and `**` followed or surrounded by slashes also stands for no segment at all.
 * @throws RampartError E_INPUT as above
 */
export function pathGlob(source: string): Glob {
  return checked(source, 'path');
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

/** One glob that matches whatever one of these does: a long list is then looked through once. */
export function union(globs: readonly Glob[]): Glob {
  const [only] = globs;
  return only !== undefined && globs.length === 1
    ? only
    : new LazyGlob(globs.map(({ source }) => source).join(' '), () =>
        globs.flatMap(({ alternatives }) => alternatives),
      );
}

/** The glob without the alternatives that are not to be kept. */
export function narrowed(glob: Glob, keep: (one: Alternative) => boolean): Glob {
  return new LazyGlob(glob.source, () => glob.alternatives.filter(keep));
}

function checked(source: string, dialect: Dialect): Glob {
  const alternatives = compile(source, dialect);
  return new LazyGlob(source, () => alternatives);
}

/** A glob whose alternatives are made when they are first asked for. */
class LazyGlob implements Glob {
  readonly source: string;
  readonly #make: () => readonly Alternative[];
  #alternatives: readonly Alternative[] | undefined;
  #sorted: SortedAlternatives | undefined;

  constructor(source: string, make: () => readonly Alternative[]) {
    this.source = source;
    this.#make = make;
  }

  get alternatives(): readonly Alternative[] {
    this.#alternatives ??= this.#make();
    return this.#alternatives;
  }

  get sorted(): SortedAlternatives {
    this.#sorted ??= sort(this.alternatives);
    return this.#sorted;
  }
}

function compile(source: string, dialect: Dialect): readonly Alternative[] {
  if (source.length > LIMITS.globBytes)
    throw new RampartError('E_INPUT', `glob longer than ${LIMITS.globBytes} characters`);
  if (source.includes('\0')) throw new RampartError('E_INPUT', 'glob contains a NUL character');
  const alternatives = braces(source).flatMap(one =>
    PLAIN.test(one) ? plain(one, dialect) : tokenLists(one, dialect).map(simplest),
  );
  if (alternatives.length > LIMITS.globAlternatives)
    throw new RampartError(
      'E_INPUT',
      `glob has more than ${LIMITS.globAlternatives} alternatives: ${source}`,
    );
  return alternatives;
}

/** Without special characters but single stars: nearly every glob of a policy, and its pieces can be cut out of it. */
const PLAIN = /^(?:[^*?[\\]|\*(?!\*))*$/;

function plain(source: string, dialect: Dialect): readonly Alternative[] {
  if (!source.includes('*')) return [{ pieces: [source] }];
  if (dialect === 'path') return tokenLists(source, dialect).map(simplest);
  const whole = { pieces: source.split('*') };
  // As `tokenLists` has it: a trailing ` *` also matches nothing.
  return source.endsWith(' *') ? [whole, { pieces: source.slice(0, -2).split('*') }] : [whole];
}

function sort(alternatives: readonly Alternative[]): SortedAlternatives {
  const byHead = new Map<number, Alternative[]>();
  const byTail = new Map<number, Alternative[]>();
  const open: Alternative[] = [];
  for (const one of alternatives) {
    const head = 'pieces' in one ? (one.pieces[0] ?? '') : leadingLiteral(one.tokens);
    const tail = 'pieces' in one ? (one.pieces.at(-1) ?? '') : '';
    if (head !== '') enter(byHead, head.charCodeAt(0), one);
    else if (tail !== '') enter(byTail, tail.charCodeAt(tail.length - 1), one);
    else open.push(one);
  }
  return { byHead, byTail, open };
}

function enter(map: Map<number, Alternative[]>, code: number, one: Alternative): void {
  const known = map.get(code);
  if (known === undefined) map.set(code, [one]);
  else known.push(one);
}

function simplest(tokens: readonly Token[]): Alternative {
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
