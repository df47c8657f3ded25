import type { StringScanner } from './strings.ts';
import type { Syntax } from './syntax.ts';

/** Characters that a string can begin with. */
const STARTS = '\'"rRbBuUfF';
const STRING = /([rRbBuUfF]{0,2})("""|'''|"|')/y;

/** Python's lexical structure (The Python Language Reference, chapter 2). */
export const PYTHON: Syntax = {
  lineComments: ['#'],
  blockComments: false,
  newlines: true,
  indents: true,
  name: /[\p{L}_][\p{L}\p{N}_]*/uy,
  nameMore: '',
  escapes: { keeps: true, without: 'es' },
  quotes: {},
  special: string,
};

function string(lexer: StringScanner, char: string): boolean {
  if (!STARTS.includes(char)) return false;
  const found = lexer.match(STRING);
  if (found === undefined) return false;
  const [whole, prefix = '', close = ''] = found;
  const start = lexer.at;
  lexer.at += whole.length;
  lexer.quoted(
    {
      close,
      filling: /f/i.test(prefix) ? 'brace' : 'none',
      escapes: /r/i.test(prefix) ? 'raw' : 'all',
      oneLine: close.length === 1,
      ...(/b/i.test(prefix) ? { role: 'bytes' as const } : {}),
    },
    start,
  );
  return true;
}
