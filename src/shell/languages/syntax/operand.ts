import type { StringScanner } from './strings.ts';

const KEYWORDS: ReadonlySet<string> = new Set(
  'return typeof case in of delete void throw new else do yield await instanceof and or not if unless while until when then elsif split grep map join push print puts x my our local'.split(
    ' ',
  ),
);

/** Whether a value can begin here, so that `/` begins a regex and `%` or `<` a literal. */
export function expectsOperand({ previous }: StringScanner): boolean {
  if (previous === undefined) return true;
  switch (previous.type) {
    case 'name':
      return KEYWORDS.has(previous.text);
    case 'op':
      return !/^(?:[)\]}]|\+\+|--)$/.test(previous.text);
    case 'newline':
    case 'indent':
    case 'dedent':
    case 'hole':
    case 'quote':
      return true;
    case 'number':
    case 'text':
    case 'unquote':
    case 'end-hole':
    case 'regex':
    case 'end':
      return false;
  }
}

/** As a regex literal is written; bounded, because text without an end is looked at from each slash in it. */
const REGEX = /\/((?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.){0,500}\]){1,1000})\/([a-z]*)/y;

export function regexLiteral(lexer: StringScanner): boolean {
  const found = lexer.match(REGEX);
  if (found === undefined) return false;
  const start = lexer.at;
  lexer.at += found[0].length;
  const [, pattern = '', flags = ''] = found;
  lexer.pushRegex({ operator: 'match', pattern, replacement: '', flags }, start);
  return true;
}
