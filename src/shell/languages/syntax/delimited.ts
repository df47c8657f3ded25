import type { Filling } from './filling.ts';
import type { Quotes } from './quotes.ts';
import type { StringScanner } from './strings.ts';

const BRACKETS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' };

/** What closes a text that begins with this delimiter. */
export function closing(open: string): string {
  return BRACKETS[open] ?? open;
}

/** The quotes of the shell as Perl, Ruby and PHP took them over, save for what is filled in. */
export function shellQuotes(filling: Filling): Readonly<Record<string, Quotes>> {
  return {
    "'": { close: "'", filling: 'none', escapes: 'quotes' },
    '"': { close: '"', filling, escapes: 'all' },
    '`': { close: '`', filling, escapes: 'all', role: 'shell' },
  };
}

/**
 * Perl's and Ruby's `<<"A"`, `<<'A'`, `` <<`A` `` and `<<A`.
 * @param pattern its groups are the mark of an indented end, and the name in each kind of quotes and without
 */
export function hereDocument(lexer: StringScanner, pattern: RegExp, filling: Filling): boolean {
  const found = lexer.match(pattern);
  if (found === undefined || lexer.previous?.type === 'number') return false;
  const start = lexer.at;
  lexer.at += found[0].length;
  const [, indented, filled, raw, shell, bare] = found;
  const name = (filled ?? raw ?? shell ?? bare ?? '').replace(/\W/gu, '\\$&');
  lexer.hereDocument(
    {
      filling: raw === undefined ? filling : 'none',
      escapes: raw === undefined ? 'all' : 'raw',
      ...(shell === undefined ? {} : { role: 'shell' }),
    },
    new RegExp(`^${indented === '' ? '' : '[ \\t]*'}${name}$`, 'gm'),
    start,
  );
  return true;
}
