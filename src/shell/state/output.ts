import type { Word } from '../../core/word.ts';

/** What a command writes to its standard output; undefined when that is not known. */
export type Output = Word | undefined;

/** What a file now holds. */
export type Written =
  /** This text, `undefined` where that is not known; with `appended` it stands after what was there before. */
  | { readonly content: Output; readonly appended: boolean }
  /** What another file held. */
  | { readonly copyOf: Word };
