const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\x1b',
  s: ' ',
  '\n': '',
};

const ESCAPE =
  /\\(?:x\{([0-9A-Fa-f]{1,6})\}|x([0-9A-Fa-f]{1,2})|u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|N\{U\+([0-9A-Fa-f]{1,6})\}|N\{([A-Z][A-Z -]{0,63})\}|([0-7]{1,3})|([\s\S]))/gu;

/** Which letters mean something after a backslash, where that differs between languages. */
export interface Escapes {
  /** A backslash before a letter that means nothing stays (Python, PHP); elsewhere it goes. */
  readonly keeps: boolean;
  /** Letters beside the common ones that stand for themselves here (`\e` and `\s` are not JavaScript's). */
  readonly without: string;
  /** `\\L…\\E` and `\\U…\\E` change the case of what they enclose (Perl). */
  readonly cases?: true;
}

/** Undoes the backslash escapes of a string literal. */
export function unescapeString(text: string, escapes: Escapes): string {
  const { keeps, without, cases } = escapes;
  if (!text.includes('\\')) return text;
  if (cases && /\\[LUQE]/.test(text)) return unescapeString(recased(text), escapes);
  return text.replace(ESCAPE, (whole: string, ...groups: readonly (string | undefined)[]) => {
    const [brace, hex, wide, four, eight, point, name, octal, char = ''] = groups;
    const code = brace ?? hex ?? wide ?? four ?? eight ?? point;
    if (code !== undefined) return pointOf(Number.parseInt(code, 16), whole);
    if (name !== undefined) return named(name) ?? whole;
    if (octal !== undefined) return pointOf(Number.parseInt(octal, 8), whole);
    const simple = without.includes(char) ? undefined : SIMPLE[char];
    if (simple !== undefined) return simple;
    return keeps && !/[\\'"`$]/.test(char) ? whole : char;
  });
}

const NAMES: Readonly<Record<string, string>> = {
  SPACE: ' ',
  SOLIDUS: '/',
  'HYPHEN-MINUS': '-',
  'FULL STOP': '.',
  TILDE: '~',
  ASTERISK: '*',
  'DOLLAR SIGN': '$',
  SEMICOLON: ';',
};

/** A character by its name in Unicode, of those that commands are made of. */
function named(name: string): string | undefined {
  const [, size, letter] = /^LATIN (SMALL|CAPITAL) LETTER ([A-Z])$/.exec(name) ?? [];
  if (letter !== undefined) return size === 'SMALL' ? letter.toLowerCase() : letter;
  return Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
}

function pointOf(code: number, whole: string): string {
  return code > 0x10ffff ? whole : String.fromCodePoint(code);
}

function recased(text: string): string {
  return text.replace(/\\([LUQ])([^\\]*)(?:\\E)?|\\E/gu, (_whole, mode?: string, inner = '') =>
    mode === 'L' ? inner.toLowerCase() : mode === 'U' ? inner.toUpperCase() : inner,
  );
}
