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
  /\\(?:x\{([0-9A-Fa-f]{1,6})\}|x([0-9A-Fa-f]{1,2})|u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|N\{U\+([0-9A-Fa-f]{1,6})\}|([0-7]{1,3})|([\s\S]))/gu;

/** Which letters mean something after a backslash, where that differs between languages. */
export interface Escapes {
  /** A backslash before a letter that means nothing stays (Python, PHP); elsewhere it goes. */
  readonly keeps: boolean;
  /** Letters beside the common ones that stand for themselves here (`\e` and `\s` are not JavaScript's). */
  readonly without: string;
}

/** Undoes the backslash escapes of a string literal. */
export function unescapeString(text: string, { keeps, without }: Escapes): string {
  if (!text.includes('\\')) return text;
  return text.replace(ESCAPE, (whole: string, ...groups: readonly (string | undefined)[]) => {
    const [brace, hex, wide, four, eight, point, octal, char = ''] = groups;
    const code = brace ?? hex ?? wide ?? four ?? eight ?? point;
    if (code !== undefined) return pointOf(Number.parseInt(code, 16), whole);
    if (octal !== undefined) return pointOf(Number.parseInt(octal, 8), whole);
    const simple = without.includes(char) ? undefined : SIMPLE[char];
    if (simple !== undefined) return simple;
    return keeps && !/[\\'"`$]/.test(char) ? whole : char;
  });
}

function pointOf(code: number, whole: string): string {
  return code > 0x10ffff ? whole : String.fromCodePoint(code);
}
