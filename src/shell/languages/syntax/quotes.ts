import type { Filling } from './filling.ts';
import type { StringRole } from './token.ts';

/** How a string is written. */
export interface Quotes {
  readonly close: string;
  /** The opening bracket of `q(…)`, which nests. */
  readonly nests?: string;
  readonly filling: Filling;
  /** `all` escapes, or only those of the quote and the backslash itself (`quotes`), or none (`raw`). */
  readonly escapes: 'all' | 'quotes' | 'raw';
  readonly role?: StringRole;
  /** It ends with the line, closed or not. */
  readonly oneLine?: boolean;
}
