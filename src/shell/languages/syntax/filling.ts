/** What may be filled in in a string: `${…}`, `#{…}`, `{…}` (f-strings), or `$name` and friends. */
export type Filling = 'none' | 'dollar-brace' | 'hash-brace' | 'brace' | 'perl' | 'php';

export interface Named {
  readonly name: string;
  readonly subscript: string | undefined;
  readonly end: number;
}

const PERL_NAME =
  /[$@](?:\{(\^?\w+)\}|(\w+(?:::\w+)*|[&!0-9,;.]))(?:(?:->)?(?:\[(-?\w{1,64}|\$\w{1,64})\]|\{['"]?([\w$-]{1,64})['"]?\}))?/y;
const PHP_NAME = /\$(?:\{(\w+)\}|(\w+))(?:\[['"]?([\w$-]{1,64})['"]?\]|->(\w{1,64}))?/y;

export const FILLED: Readonly<Partial<Record<Filling, (text: string, at: number) => Named | undefined>>> = {
  perl: (text, at) => named(PERL_NAME, text, at),
  php: (text, at) => named(PHP_NAME, text, at),
};

function named(pattern: RegExp, text: string, at: number): Named | undefined {
  const char = text[at];
  if (char !== '$' && char !== '@') return undefined;
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  if (found === null) return undefined;
  const name = found[1] ?? found[2] ?? '';
  // An address in a string is no array.
  if (char === '@' && !/^[A-Za-z_]/.test(name)) return undefined;
  return { name: char + name, subscript: found[3] ?? found[4], end: at + found[0].length };
}

/** Characters that open what is filled in here; 0: nothing does; -1: a doubled mark, which is text. */
export function openerAt(filling: Filling, text: string, at: number): number {
  const char = text[at];
  const next = text[at + 1];
  switch (filling) {
    case 'none':
      return 0;
    case 'dollar-brace':
      return char === '$' && next === '{' ? 2 : 0;
    case 'hash-brace':
      return char === '#' && next === '{' ? 2 : 0;
    case 'brace':
      if (char === '{') return next === '{' ? -1 : 1;
      return char === '}' && next === '}' ? -1 : 0;
    case 'perl':
      return (char === '@' || char === '$') && next === '{' ? 2 : 0;
    case 'php':
      return char === '{' && next === '$' ? 1 : 0;
  }
}
