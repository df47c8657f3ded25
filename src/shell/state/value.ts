import type { Word } from '../../core/word.ts';

/** Elements in order; their indices or keys where those are not 0, 1, 2 … */
export interface ArrayValue {
  readonly elements: readonly Word[];
  readonly keys?: readonly string[];
}

/** A scalar, an array, or another variable's name (`declare -n`). */
export type Value = Word | ArrayValue | { readonly reference: string };

/** The value of a variable that is known not to be set: the same object, so that `X=` can be told from it. */
export const UNSET: Word = Object.freeze([]);

export function isArray(value: Value): value is ArrayValue {
  return 'elements' in value;
}

export function isReference(value: Value): value is { readonly reference: string } {
  return 'reference' in value;
}
