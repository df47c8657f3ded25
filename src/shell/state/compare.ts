import { textOf, type Word } from '../../core/word.ts';
import { isArray, isReference, UNSET, type Value } from './value.ts';

export function sameWord(a: Word, b: Word): boolean {
  if (a === b) return true;
  const [known, other] = [textOf(a), textOf(b)];
  if (known !== undefined || other !== undefined) return known === other && (a === UNSET) === (b === UNSET);
  return JSON.stringify(a) === JSON.stringify(b);
}

export function sameValue(a: Value, b: Value): boolean {
  if (isReference(a) || isReference(b))
    return isReference(a) && isReference(b) && a.reference === b.reference;
  if (isArray(a) || isArray(b))
    return (
      isArray(a) &&
      isArray(b) &&
      sameWords(a.elements, b.elements) &&
      a.keys?.join('\0') === b.keys?.join('\0')
    );
  return sameWord(a, b);
}

export function sameWords(a: readonly Word[] | undefined, b: readonly Word[] | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((one, index) => sameWord(one, b[index] ?? []));
}
