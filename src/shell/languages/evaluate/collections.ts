import { LIMITS } from '../../../core/limits.ts';
import type { Api, Call } from './call.ts';
import { knownText, list, text, UNKNOWN, type Value } from './value.ts';

/** Methods of lists, tables and functions, under the names that any of the languages has for them. */
export const COLLECTION_METHODS: readonly (readonly [string, Api])[] = [
  ['values', call => (call.self?.kind === 'table' ? list([...call.self.entries.values()]) : UNKNOWN)],
  ['keys', keys],
  ['items', entries],
  ['entries', entries],
  ['first', call => (call.self?.kind === 'list' ? (call.self.items[0] ?? UNKNOWN) : UNKNOWN)],
  ['last', last],
  ['reduce', call => reduced(call, call.args[0], call.self, call.args[1])],
  ['inject', call => reduced(call, call.args[0], call.self, call.args[1])],
  ['sort', sorted],
  ['sorted', sorted],
  ['toSorted', sorted],
  ['bind', call => bound(call, call.self, call.args.slice(1))],
  ['call', call => called(call, call.language === 'ruby' ? call.args : call.args.slice(1))],
  ['apply', call => called(call, call.args[1]?.kind === 'list' ? call.args[1].items : [])],
  ['to_proc', ({ self }) => self ?? UNKNOWN],
];

function keys({ self }: Call): Value {
  return self?.kind === 'table' ? list([...self.entries.keys()].map(key => text(key))) : UNKNOWN;
}

function entries({ self }: Call): Value {
  return self?.kind === 'table'
    ? list([...self.entries].map(([key, value]) => list([text(key), value])))
    : UNKNOWN;
}

function last({ self }: Call): Value {
  return self?.kind === 'list' && !self.open ? (self.items.at(-1) ?? UNKNOWN) : UNKNOWN;
}

function called(call: Call, args: readonly Value[]): Value {
  return call.self === undefined ? UNKNOWN : call.apply(call.self, args);
}

/** A function with its first arguments given: `functools.partial(f, x)`, `f.bind(o, x)`. */
export function bound(call: Call, callee: Value | undefined, first: readonly Value[]): Value {
  if (callee === undefined) return UNKNOWN;
  return { kind: 'native', run: args => call.apply(callee, [...first, ...args]) };
}

/** `reduce(f, items, initial)`. */
export function reduced(
  call: Call,
  callee: Value | undefined,
  items: Value | undefined,
  initial: Value | undefined,
): Value {
  if (callee === undefined || items?.kind !== 'list' || items.items.length > LIMITS.programItems)
    return UNKNOWN;
  const [first, ...rest] = initial === undefined ? items.items : [initial, ...items.items];
  const whole = rest.reduce<Value>((left, right) => call.apply(callee, [left, right]), first ?? UNKNOWN);
  return items.open ? UNKNOWN : whole;
}

/** In the order of their characters, where all are known and nothing else decides. */
export function sorted(call: Call): Value {
  const of = call.self ?? call.args[0];
  const texts =
    of?.kind === 'list' ? of.items.map(one => (one.kind === 'text' ? knownText(one) : undefined)) : [];
  const known = texts.filter(one => one !== undefined);
  const plain = call.args.length === (call.self === undefined ? 1 : 0) && call.named.size === 0;
  if (of?.kind === 'text' && plain) {
    const characters = [...(knownText(of) ?? '')].sort();
    return knownText(of) === undefined ? UNKNOWN : list(characters.map(one => text(one)));
  }
  if (of?.kind !== 'list') return of ?? UNKNOWN;
  return plain && known.length === of.items.length && !of.open
    ? list(known.sort().map(one => text(one)))
    : list(of.items.length === 1 ? of.items : [UNKNOWN], true);
}
