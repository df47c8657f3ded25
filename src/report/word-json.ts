import type { Json } from '../core/json.ts';
import { isHole, textOf, type Word } from '../core/word.ts';

/** A word for machines: a string when all of it is known, else its literal texts and holes in order. */
export function wordJson(of: Word): Json {
  const text = textOf(of);
  if (text !== undefined) return text;
  return of.map(part =>
    isHole(part)
      ? {
          hole: part.hole,
          ...(part.name === undefined ? {} : { name: part.name }),
          ...(part.values === undefined ? {} : { values: part.values }),
          ...(part.open ? { open: true } : {}),
        }
      : part.lit,
  );
}
