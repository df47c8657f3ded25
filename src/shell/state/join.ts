import { LIMITS } from '../../core/limits.ts';
import { alternatives, hole, oneOf, textOf, type Word } from '../../core/word.ts';
import { sameValue } from './compare.ts';
import { type Descriptors, INHERITED, NO_DESCRIPTORS } from './descriptors.ts';
import { isArray, isReference, type Value } from './value.ts';

export function joinWords(words: readonly Word[], name: string): Word {
  const joined = joinValues(words, name);
  return joined === undefined || isArray(joined) || isReference(joined) ? hole('variable', name) : joined;
}

/** Elements that are looked at when arrays of several branches are put together. */
const JOINED = 64;

/** Element by element; where a branch has no array each element may be something else. */
function joinArrays(values: readonly (Value | undefined)[], name: string): Value | undefined {
  const arrays = values.filter(value => value !== undefined && isArray(value));
  if (arrays.some(array => array.keys !== undefined || array.elements.length > JOINED)) return undefined;
  const length = Math.max(...arrays.map(array => array.elements.length));
  const elements = Array.from({ length }, (_, at) => {
    const words = arrays.map(array => array.elements[at]);
    if (arrays.length < values.length) words.push(undefined);
    const joined = joinValues(words, name);
    return joined === undefined || isArray(joined) || isReference(joined) ? hole('variable', name) : joined;
  });
  return { elements };
}

/** What a variable can hold after branches; undefined where none of them left anything known. */
export function joinValues(values: readonly (Value | undefined)[], name: string): Value | undefined {
  const [first] = values;
  if (first !== undefined && values.every(value => value !== undefined && sameValue(value, first)))
    return first;
  const texts = new Set<string>();
  let open = false;
  for (const value of values) {
    const readings =
      value === undefined || isArray(value) || isReference(value)
        ? []
        : alternatives(value, LIMITS.holeValues);
    open ||= readings.length === 0;
    for (const reading of readings) {
      const text = textOf(reading);
      if (text === undefined) open = true;
      else texts.add(text);
    }
  }
  if (texts.size === 0)
    return values.some(value => value !== undefined && isArray(value)) ? joinArrays(values, name) : undefined;
  return texts.size > LIMITS.holeValues ? hole('variable', name) : oneOf('variable', name, [...texts], open);
}

/** What is open after branches: what is not the same after each may be anything. */
export function joinDescriptors(branches: readonly Descriptors[]): Descriptors {
  const [first = NO_DESCRIPTORS, ...others] = branches;
  if (others.every(one => one === first)) return first;
  const joined = new Map(first);
  for (const number of new Set(others.flatMap(one => [...one.keys(), ...first.keys()])))
    if (others.some(one => one.get(number) !== first.get(number))) joined.set(number, INHERITED);
  return joined;
}

/** What may be switched on after branches; that a failure ends the shell has to be sure. */
export function joinOptions(branches: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const [first = new Set<string>(), ...others] = branches;
  if (others.every(one => one === first)) return first;
  const joined = new Set(branches.flatMap(one => [...one]));
  if (branches.some(one => !one.has('errexit'))) joined.delete('errexit');
  return joined;
}
