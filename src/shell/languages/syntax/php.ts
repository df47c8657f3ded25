import { shellQuotes } from './delimited.ts';
import type { StringScanner } from './strings.ts';
import type { Syntax } from './syntax.ts';

const HEREDOC = /<<<[ \t]*(?:"(\w+)"|'(\w+)'|(\w+))(?=[ \t]*\r?\n)/y;
const OPEN_TAG = /<\?(?:php\b|=)?/g;

/** PHP's lexical structure (PHP manual, "Types: Strings", "Basic syntax"), inside its tags. */
export const PHP: Syntax = {
  lineComments: ['//', '#'],
  blockComments: true,
  newlines: false,
  indents: false,
  name: /\$*\\?[\p{L}_][\p{L}\p{N}_]*(?:\\[\p{L}\p{N}_]+)*/uy,
  nameMore: '\\',
  escapes: { keeps: true, without: 'abs' },
  quotes: shellQuotes('php'),
  special: literal,
};

/** Where code begins at or after `from`: behind the next opening tag; the end where there is none. */
export function phpCode(text: string, from: number): number {
  OPEN_TAG.lastIndex = from;
  const found = OPEN_TAG.exec(text);
  return found === null ? text.length : found.index + found[0].length;
}

function literal(lexer: StringScanner, char: string): boolean {
  const start = lexer.at;
  switch (char) {
    case '?':
      if (!lexer.startsWith('?>')) return false;
      lexer.at += 2;
      lexer.push('op', ';', start);
      lexer.at = phpCode(lexer.text, lexer.at);
      return true;
    case '<':
      return heredoc(lexer);
    default:
      return false;
  }
}

function heredoc(lexer: StringScanner): boolean {
  const found = lexer.match(HEREDOC);
  if (found === undefined) return false;
  const start = lexer.at;
  lexer.at += found[0].length;
  const name = found[1] ?? found[2] ?? found[3] ?? '';
  const raw = found[2] !== undefined;
  lexer.hereDocument(
    { filling: raw ? 'none' : 'php', escapes: raw ? 'raw' : 'all' },
    new RegExp(`^[ \\t]*${name}\\b`, 'gm'),
    start,
  );
  return true;
}
