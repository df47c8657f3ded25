import { expectsOperand, regexLiteral } from './operand.ts';
import type { StringScanner } from './strings.ts';
import type { Syntax } from './syntax.ts';

/** JavaScript's and TypeScript's lexical grammar (ECMA-262, chapter 12). */
export const JAVASCRIPT: Syntax = {
  lineComments: ['//'],
  blockComments: true,
  newlines: false,
  indents: false,
  name: /#?[\p{L}_$][\p{L}\p{N}_$]*/uy,
  nameMore: '$',
  escapes: { keeps: false, without: 'aes' },
  quotes: {
    "'": { close: "'", filling: 'none', escapes: 'all', oneLine: true },
    '"': { close: '"', filling: 'none', escapes: 'all', oneLine: true },
    '`': { close: '`', filling: 'dollar-brace', escapes: 'all' },
  },
  special: literal,
};

function literal(lexer: StringScanner, char: string): boolean {
  const start = lexer.at;
  if (char === '#' && start === 0 && lexer.startsWith('#!')) {
    const end = lexer.text.indexOf('\n');
    lexer.at = end < 0 ? lexer.text.length : end;
    return true;
  }
  return char === '/' && expectsOperand(lexer) && regexLiteral(lexer);
}
