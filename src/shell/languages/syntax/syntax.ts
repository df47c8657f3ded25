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
  /** Characters, beside letters, digits and `_`, that a name can go on with. */
  readonly nameMore: string;
  readonly escapes: Escapes;
  /** Strings, by the character that begins them. */
  readonly quotes: Readonly<Record<string, Quotes>>;
  /** Reads what only this language has (other strings, regexes, here-documents) at `lexer.at`, where `char` stands; false when nothing is there. */
  readonly special: (lexer: StringScanner, char: string) => boolean;
}
