import { closing, hereDocument, shellQuotes } from './delimited.ts';
import { expectsOperand, regexLiteral } from './operand.ts';
import type { StringScanner } from './strings.ts';
import type { Syntax } from './syntax.ts';

const HEREDOC = /<<([~-]?)(?:"([^"\n]{1,64})"|'([^'\n]{1,64})'|`([^`\n]{1,64})`|([A-Z_]\w*))/y;
const PERCENT = /%([qQwWiIxrs]?)([([{<|!/^])/y;
const SYMBOL = /:([A-Za-z_]\w*[?!]?|")/y;

/** Ruby's lexical structure (Ruby documentation, "Literals"). */
export const RUBY: Syntax = {
  lineComments: ['#'],
  blockComments: false,
  newlines: true,
  indents: false,
  name: /[@$]{0,2}[\p{L}_][\p{L}\p{N}_]*(?:[?!](?![=~]))?|\$[!@&~0-9*$?]/uy,
  nameMore: '?!',
  escapes: { keeps: false, without: '' },
  quotes: shellQuotes('hash-brace'),
  special: literal,
};

function literal(lexer: StringScanner, char: string): boolean {
  const start = lexer.at;
  switch (char) {
    case '/':
      return (expectsOperand(lexer) || looksLikeArgument(lexer)) && regexLiteral(lexer);
    case '<':
      return hereDocument(lexer, HEREDOC, 'hash-brace');
    case '%':
      return (expectsOperand(lexer) || looksLikeArgument(lexer)) && percent(lexer);
    case ':':
      return symbol(lexer);
    case '=':
      if (!lexer.startsWith('=begin') || (start > 0 && lexer.text[start - 1] !== '\n')) return false;
      return skipTo(lexer, lexer.text.indexOf('\n=end', start));
    case '_':
      if (!lexer.startsWith('__END__')) return false;
      lexer.stop();
      return true;
    default:
      return false;
  }
}

function skipTo(lexer: StringScanner, end: number): boolean {
  lexer.at = end < 0 ? lexer.text.length : end + '\n=end'.length;
  return true;
}

/** `puts /x/`: a blank before and none after, behind a name. */
function looksLikeArgument(lexer: StringScanner): boolean {
  return lexer.previous?.type === 'name' && lexer.spaced && /\S/.test(lexer.text[lexer.at + 1] ?? ' ');
}

/** `%q(…)`, `%w[…]`, `%x{…}`, `%(…)`. */
function percent(lexer: StringScanner): boolean {
  const found = lexer.match(PERCENT);
  if (found === undefined) return false;
  const [whole, kind = '', open = ''] = found;
  const start = lexer.at;
  lexer.at += whole.length;
  const close = closing(open);
  const filled = kind === '' || /[QWIxr]/.test(kind);
  lexer.quoted(
    {
      close,
      ...(close === open ? {} : { nests: open }),
      filling: filled ? 'hash-brace' : 'none',
      escapes: filled ? 'all' : 'quotes',
      ...(kind === 'x' ? { role: 'shell' } : /[wWiI]/.test(kind) ? { role: 'words' } : {}),
    },
    start,
  );
  return true;
}

function symbol(lexer: StringScanner): boolean {
  const found = lexer.startsWith('::') ? undefined : lexer.match(SYMBOL);
  if (found === undefined) return false;
  const start = lexer.at;
  lexer.at += found[0].length;
  if (found[1] === '"')
    lexer.quoted({ close: '"', filling: 'hash-brace', escapes: 'all', role: 'symbol' }, start);
  else lexer.push('text', found[1] ?? '', start, 'symbol');
  return true;
}
