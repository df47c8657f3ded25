import type { Escapes } from './escapes.ts';
import type { Quotes } from './quotes.ts';
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
  /** Strings, by the character that begins them. */
  readonly quotes: Readonly<Record<string, Quotes>>;
  /** Reads what only this language has (other strings, regexes, here-documents) at `lexer.at`; false when nothing is there. */
  readonly special: (lexer: StringScanner) => boolean;
}
