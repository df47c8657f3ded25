import { closing, hereDocument, shellQuotes } from './delimited.ts';
import { expectsOperand, regexLiteral } from './operand.ts';
import type { StringScanner } from './strings.ts';
import type { Syntax } from './syntax.ts';
import type { Regex } from './token.ts';

const QUOTE_LIKE = /(q[qxwr]?|m|s|tr|y)([ \t]*)([^\w\s,;)])/y;
const HEREDOC = /<<(~?)(?:"([^"\n]{1,64})"|'([^'\n]{1,64})'|`([^`\n]{1,64})`|([A-Za-z_]\w*))/y;
const READ_LINE = /<(\$?\w*|[^<>\s=]{1,64})>/y;
const SIGIL = /[%&]\$*\w+(?:::\w+)*/y;
const POD = /=[a-zA-Z]/y;

/** Perl's lexical structure (perlop, "Quote and Quote-like Operators"; perldata). */
export const PERL: Syntax = {
  lineComments: ['#'],
  blockComments: false,
  newlines: false,
  indents: false,
  name: /\$#?\$*(?:::)?\w+(?:::\w+)*|\$[&!@,;./\\|"]|@(?:::)?\w+(?:::\w+)*|[A-Za-z_]\w*(?:::\w+)*/y,
  nameMore: ':',
  escapes: { keeps: false, without: 'vs', cases: true },
  quotes: shellQuotes('perl'),
  special: literal,
};

function literal(lexer: StringScanner, char: string): boolean {
  const _start = lexer.at;
  switch (char) {
    case '/':
      return expectsOperand(lexer) && regexLiteral(lexer);
    case '<':
      return hereDocument(lexer, HEREDOC, 'perl') || (expectsOperand(lexer) && readLine(lexer));
    case '%':
    case '&':
      return expectsOperand(lexer) && named(lexer, SIGIL);
    case '=':
      return atLineStart(lexer) && pod(lexer);
    case '_':
      if (!lexer.startsWith('__END__') && !lexer.startsWith('__DATA__')) return false;
      lexer.stop();
      return true;
    default:
      return /[qmsty]/.test(char) && quoteLike(lexer);
  }
}

/** `q(…)`, `qq{…}`, `qx/…/`, `qw<…>`, `m#…#`, `s/…/…/`, `tr/…/…/`. */
function quoteLike(lexer: StringScanner): boolean {
  const found = lexer.match(QUOTE_LIKE);
  if (found === undefined) return false;
  const [whole, operator = '', blanks = '', open = ''] = found;
  const { previous } = lexer;
  const isKey = open === '}' || open === '=' || (open === '-' && lexer.text[lexer.at + whole.length] === '>');
  if (isKey || (blanks !== '' && open === '#') || previous?.text === '->' || previous?.text === 'sub')
    return false;
  // `-s $file` and `%s` are no substitution.
  if (previous?.text === '-' && !lexer.spaced) return false;
  const start = lexer.at;
  lexer.at += whole.length;
  const close = closing(open);
  const nests = close === open ? {} : { nests: open };
  switch (operator) {
    case 'q':
      lexer.quoted({ close, ...nests, filling: 'none', escapes: 'quotes' }, start);
      return true;
    case 'qw':
      lexer.quoted({ close, ...nests, filling: 'none', escapes: 'quotes', role: 'words' }, start);
      return true;
    case 'qq':
      lexer.quoted({ close, ...nests, filling: 'perl', escapes: 'all' }, start);
      return true;
    case 'qx': {
      const filling = open === "'" ? 'none' : 'perl';
      lexer.quoted({ close, ...nests, filling, escapes: 'all', role: 'shell' }, start);
      return true;
    }
    default:
      pattern(lexer, operator, open, close, start);
      return true;
  }
}

const OPERATORS: Readonly<Record<string, Regex['operator']>> = {
  s: 'substitute',
  tr: 'transliterate',
  y: 'transliterate',
};

/** One or two delimited parts and flags, as one regex token. */
function pattern(lexer: StringScanner, name: string, open: string, close: string, start: number): void {
  const operator = OPERATORS[name] ?? 'match';
  const first = delimited(lexer, open, close);
  let second = '';
  if (operator !== 'match') {
    if (close !== open) {
      lexer.at += lexer.match(/\s*/y)?.[0].length ?? 0;
      lexer.at++;
    }
    second = delimited(lexer, open, close);
  }
  const flags = lexer.match(/[a-z]*/y)?.[0] ?? '';
  lexer.at += flags.length;
  lexer.pushRegex({ operator, pattern: first, replacement: second, flags }, start);
}

/** The text up to the delimiter that closes it. */
function delimited(lexer: StringScanner, open: string, close: string): string {
  const from = lexer.at;
  let depth = 0;
  for (; lexer.at < lexer.text.length; lexer.at++) {
    const char = lexer.text[lexer.at];
    if (char === '\\') lexer.at++;
    else if (char === close && (open === close || depth-- === 0)) return lexer.text.slice(from, lexer.at++);
    else if (char === open) depth++;
  }
  lexer.at = Math.min(lexer.at, lexer.text.length);
  lexer.broken();
  return '';
}

/** `<FH>` reads a line, `<*.log>` is what a pattern finds. */
function readLine(lexer: StringScanner): boolean {
  const found = lexer.match(READ_LINE);
  return named(lexer, READ_LINE, /[*?[{/.]/.test(found?.[1] ?? '') ? undefined : 'readline');
}

function named(lexer: StringScanner, pattern: RegExp, as?: string): boolean {
  const found = lexer.match(pattern);
  if (found === undefined) return false;
  const start = lexer.at;
  lexer.at += found[0].length;
  lexer.push('name', as ?? found[0], start);
  return true;
}

function atLineStart({ text, at }: StringScanner): boolean {
  return at === 0 || text[at - 1] === '\n';
}

/** Documentation, up to `=cut`. */
function pod(lexer: StringScanner): boolean {
  if (lexer.match(POD) === undefined) return false;
  const cut = lexer.text.indexOf('\n=cut', lexer.at);
  const end = cut < 0 ? -1 : lexer.text.indexOf('\n', cut + 1);
  lexer.at = end < 0 ? lexer.text.length : end;
  return true;
}
