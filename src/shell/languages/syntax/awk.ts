import { expectsOperand, regexLiteral } from './operand.ts';
import type { StringScanner } from './strings.ts';
import type { Syntax } from './syntax.ts';

/** awk's lexical conventions (POSIX, awk, "Grammar"). */
export const AWK: Syntax = {
  lineComments: ['#'],
  blockComments: false,
  newlines: true,
  indents: false,
  name: /[A-Za-z_]\w*/y,
  escapes: { keeps: true, without: 'es' },
  special: literal,
};

function literal(lexer: StringScanner): boolean {
  const start = lexer.at;
  const char = lexer.text[start];
  if (char === '/') return expectsOperand(lexer) && regexLiteral(lexer);
  if (char !== '"') return false;
  lexer.at++;
  lexer.quoted({ close: '"', filling: 'none', escapes: 'all', oneLine: true }, start);
  return true;
}
