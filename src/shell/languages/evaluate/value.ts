import { LIMITS } from '../../../core/limits.ts';
import { concat, hole, isHole, oneOf, textOf, type Word, word } from '../../../core/word.ts';
import type { FunctionNode } from '../parse/node.ts';
import type { Regex } from '../syntax/token.ts';

/** What an expression of a program is, as far as it is known before it runs. */
export type Value =
  | {
      readonly kind: 'text';
      readonly word: Word;
      /** Of decoded data: the bytes, which need not be text. */
      readonly bytes?: Uint8Array;
    }
  | { readonly kind: 'number'; readonly value: number }
  | {
      readonly kind: 'list';
      readonly items: readonly Value[] /** There may be more. */;
      readonly open: boolean;
    }
  | { readonly kind: 'table'; readonly entries: ReadonlyMap<string, Value> }
  /** Something named from outside the program: a module, a function of one, what it returned (`requests.Session()`). */
  | { readonly kind: 'outside'; readonly path: string }
  /** A path or an open file: its methods touch what its word names. */
  | { readonly kind: 'object'; readonly type: 'path' | 'file' | 'socket' | 'url'; readonly word: Word }
  | { readonly kind: 'function'; readonly node: FunctionNode; readonly scope: Scope }
  /** A function that is made of others: `functools.partial`, `f.bind(…)`. */
  | { readonly kind: 'native'; readonly run: (args: readonly Value[]) => Value }
  | { readonly kind: 'regex'; readonly regex: Regex }
  | { readonly kind: 'unknown' };

export interface Variable {
  readonly value: Value;
  /** The block it was assigned in for sure. */
  readonly block: Block;
}

/** A stretch of statements that run all or not at all. */
export interface Block {
  readonly parent: Block | undefined;
}

export class Scope {
  readonly #names = new Map<string, Variable>();
  readonly #parent: Scope | undefined;
  #changes = 0;

  constructor(parent: Scope | undefined) {
    this.#parent = parent;
  }

  find(name: string): Variable | undefined {
    return this.#names.get(name) ?? this.#parent?.find(name);
  }

  /** Sets it in the innermost scope; what it was elsewhere is another variable. */
  set(name: string, variable: Variable): void {
    this.#changes++;
    this.#names.set(name, variable);
  }

  /** Grows whenever something that can be seen from here changes. */
  get version(): number {
    return this.#changes + (this.#parent?.version ?? 0);
  }
}

export const UNKNOWN: Value = { kind: 'unknown' };

export function table(entries: Iterable<readonly [string, Value]>): Value {
  return { kind: 'table', entries: new Map(entries) };
}

export function text(of: Word | string, bytes?: Uint8Array): Value {
  const known = typeof of === 'string' ? word(of) : of;
  return bytes === undefined ? { kind: 'text', word: known } : { kind: 'text', word: known, bytes };
}

export function list(items: readonly Value[], open = false): Value {
  return { kind: 'list', items, open };
}

/** The value as an argument or a piece of text; what is not known is a hole. */
export function wordOf(value: Value | undefined): Word {
  switch (value?.kind) {
    case 'text':
    case 'object':
      return value.word;
    case 'number':
      // Each language shows fractions and large numbers its own way.
      return Number.isSafeInteger(value.value) && !Object.is(value.value, -0)
        ? word(String(value.value))
        : hole('variable');
    case 'outside':
      return hole('variable', value.path);
    default:
      return hole('variable');
  }
}

/** The value's text, if all of it is known. */
export function knownText(value: Value | undefined): string | undefined {
  return value === undefined || value.kind === 'outside' ? undefined : textOf(wordOf(value));
}

export function isTextual(value: Value): boolean {
  return value.kind === 'text' || value.kind === 'number' || value.kind === 'object';
}

/** The words of a list, or the one word of anything else. */
export function wordsOf(value: Value | undefined): readonly Word[] {
  if (value?.kind !== 'list') return [wordOf(value)];
  const words = value.items.flatMap(item => (item.kind === 'list' ? wordsOf(item) : [wordOf(item)]));
  return value.open ? [...words, hole('operands')] : words;
}

/** Whether nothing of it is known: no literal text, and no set of texts it is one of. */
export function isBlank(of: Word): boolean {
  return of.length > 0 && of.every(part => isHole(part) && part.values === undefined && part.hole !== 'glob');
}

/** What a name holds after it may have been given either. */
export function either(a: Value, b: Value): Value {
  if (a.kind === 'outside' && b.kind === 'outside' && a.path === b.path) return a;
  if (a.kind === 'list' && b.kind === 'list') {
    const shorter = a.items.length < b.items.length ? a : b;
    const other = shorter === a ? b : a;
    const same = shorter.items.every((item, at) => item === other.items[at]);
    return same ? list(shorter.items, true) : UNKNOWN;
  }
  if (!isTextual(a) && !isTextual(b)) return a.kind === 'unknown' ? b : b.kind === 'unknown' ? a : UNKNOWN;
  const values = new Set([...valuesOf(a), ...valuesOf(b)]);
  const open = isOpen(a) || isOpen(b);
  if (values.size === 0 || values.size > LIMITS.holeValues) return UNKNOWN;
  return text(oneOf('variable', 'choice', [...values], open));
}

function valuesOf(value: Value): readonly string[] {
  if (!isTextual(value)) return [];
  const of = wordOf(value);
  const known = textOf(of);
  if (known !== undefined) return [known];
  const [only] = of;
  return of.length === 1 && only !== undefined && isHole(only) ? (only.values ?? []) : [];
}

function isOpen(value: Value): boolean {
  if (!isTextual(value)) return true;
  const of = wordOf(value);
  const [only] = of;
  if (of.length === 1 && only !== undefined && isHole(only))
    return only.values === undefined || only.open === true;
  return textOf(of) === undefined;
}

export function joined(values: readonly Value[], separator: Word): Word {
  return concat(...values.flatMap((one, index) => (index === 0 ? [wordOf(one)] : [separator, wordOf(one)])));
}
