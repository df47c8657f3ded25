import type { Escapes } from './escapes.ts';
import type { StringScanner } from './strings.ts';

/** How a language's text falls into tokens. */
export interface Syntax {
  readonly lineComments: readonly string[];
  readonly blockComments: boolean;
  /** A line end can end a statement. */
  readonly newlines: boolean;
  /** Blocks are indented (Python). */
  readonly indents: boolean;
  /** Sticky. */
  readonly name: RegExp;
  readonly escapes: Escapes;
  /** Reads what only this language has (strings, regexes, here-documents) at `lexer.at`; false when nothing is there. */
  readonly special: (lexer: StringScanner) => boolean;
}
