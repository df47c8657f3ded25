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
  nameMore: '',
  escapes: { keeps: true, without: 'es' },
  quotes: { '"': { close: '"', filling: 'none', escapes: 'all', oneLine: true } },
  special: literal,
};

function literal(lexer: StringScanner, char: string): boolean {
  return char === '/' && expectsOperand(lexer) && regexLiteral(lexer);
}
