import { hole, textOf } from '../../../core/word.ts';
import type { Api } from './call.ts';
import { METHODS } from './methods.ts';
import { reversed } from './operate.ts';
import { isTextual, list, text, UNKNOWN, type Value, wordOf } from './value.ts';

/** No library has a name as long. */
export const LONG_PATH = 256;

/** The global object's members are known by their own names. */
export function pathOf(of: string, name: string): string {
  return isGlobal(of) ? name : `${of}.${name}`;
}

/** Whether the members of this are the names of the program itself. */
export function isGlobal(path: string): boolean {
  return GLOBAL.has(path);
}

const GLOBAL: ReadonlySet<string> = new Set(
  'globalThis global self window globals() locals() vars() sys.modules Object.const_get'.split(' '),
);

/** `of.name`, not called. */
export function member(of: Value, name: string): Value {
  if (of.kind === 'outside') {
    // What Python and JavaScript call the members of a module as a table.
    if (name === '__dict__' || name === 'default') return of;
    return of.path.length > LONG_PATH ? UNKNOWN : { kind: 'outside', path: pathOf(of.path, name) };
  }
  if (of.kind === 'table') return of.entries.get(name) ?? UNKNOWN;
  if (name === 'reversed') return reversed(of);
  if (of.kind === 'object' && of.type === 'path') return pathPart(of, name);
  return UNKNOWN;
}

function pathPart(of: Extract<Value, { kind: 'object' }>, name: string): Value {
  const known = textOf(of.word);
  if (known === undefined) return { ...of, word: hole('variable', name) };
  if (name === 'parent') {
    const slash = known.lastIndexOf('/');
    return { ...of, word: [{ lit: slash > 0 ? known.slice(0, slash) : slash === 0 ? '/' : '.' }] };
  }
  return name === 'name' ? text(known.slice(known.lastIndexOf('/') + 1)) : UNKNOWN;
}

/** `of[index]`; of several indices, `[a:b:c]`. */
export function element(of: Value, index: readonly Value[]): Value {
  const [first, ...others] = index;
  if (of.kind === 'outside') {
    const name = first?.kind === 'text' ? textOf(first.word) : undefined;
    return name === undefined ? UNKNOWN : member(of, name);
  }
  if (of.kind === 'table') {
    const name = first === undefined || !isTextual(first) ? undefined : textOf(wordOf(first));
    return name === undefined ? UNKNOWN : (of.entries.get(name) ?? UNKNOWN);
  }
  const [second] = others;
  // Ruby's `x[from, length]`.
  if (first?.kind === 'number' && second?.kind === 'number' && others.length === 1)
    return slice(of, first, { kind: 'number', value: first.value + second.value });
  if (others.length > 0 || first?.kind !== 'number')
    return of.kind === 'list' ? list(of.items, true) : UNKNOWN;
  if (of.kind === 'list') {
    const at = first.value < 0 ? of.items.length + first.value : first.value;
    return of.open && first.value < 0 ? UNKNOWN : (of.items[at] ?? UNKNOWN);
  }
  const known = of.kind === 'text' ? textOf(of.word) : undefined;
  return known === undefined ? UNKNOWN : text(known.at(first.value) ?? '');
}

/** What a method of text, lists and numbers makes of them. */
export function method(name: string): Api | undefined {
  return METHODS.get(name);
}

/** `of[from:to]`. */
export function slice(of: Value, from: Value | undefined, to: Value | undefined): Value {
  const bounds = [from, to].map(one =>
    one === undefined ? undefined : one.kind === 'number' ? one.value : null,
  );
  const [start, end] = bounds;
  if (start === null || end === null) return of.kind === 'list' ? list(of.items, true) : UNKNOWN;
  if (of.kind === 'list') return list(of.items.slice(start ?? 0, end), of.open);
  const known = of.kind === 'text' ? textOf(of.word) : undefined;
  return known === undefined ? UNKNOWN : text(known.slice(start ?? 0, end));
}
