import { DIALECTS, type Language } from '../dialect.ts';
import { Lexer } from '../syntax/lexer.ts';
import type { Node } from './node.ts';
import { StatementParser } from './statements.ts';

export interface Program {
  readonly body: readonly Node[];
  /** Parts of it may have been read wrongly, or not at all. */
  readonly broken: boolean;
}

/** Reads program text. Never throws and takes time in proportion to the text, whatever it is. */
export function readProgram(text: string, language: Language, from = 0): Program {
  const dialect = DIALECTS[language];
  const lexer = new Lexer(text, dialect.syntax);
  lexer.at = from;
  const parser = new StatementParser(text, lexer.run(), dialect);
  const body = parser.statements(parser.count - 1);
  return { body, broken: parser.broken };
}
