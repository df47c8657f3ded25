/** Character codes. */
const BLANK = 32;
const ZERO = 48;
const NINE = 57;
const UPPER_A = 65;
const UPPER_Z = 90;
const UNDERSCORE = 95;
const LOWER_A = 97;
const LOWER_Z = 122;
const ASCII = 128;

function isLetter(code: number): boolean {
  return (code >= LOWER_A && code <= LOWER_Z) || (code >= UPPER_A && code <= UPPER_Z) || code === UNDERSCORE;
}

function isWordCode(code: number): boolean {
  return isLetter(code) || (code >= ZERO && code <= NINE);
}

/** Where the words and blanks that begin here end: nothing in them can end a string, or fill something in. */
export function wordsEnd(text: string, at: number): number {
  let end = at;
  for (let code = text.charCodeAt(end); code === BLANK || isWordCode(code); ) code = text.charCodeAt(++end);
  return end;
}

/**
 * Where a name that begins here with a letter ends, when nothing but letters, digits and `_` can belong to it: most do,
 * and a pattern that knows all letters takes ten times as long.
 * @param more characters that may follow in a name of the language
 * @returns undefined where the language's own pattern has to look
 */
export function plainWordEnd(text: string, at: number, more: string): number | undefined {
  if (!isLetter(text.charCodeAt(at))) return undefined;
  let end = at + 1;
  while (isWordCode(text.charCodeAt(end))) end++;
  const code = text.charCodeAt(end);
  return code >= ASCII || (more !== '' && more.includes(text.charAt(end)) && end < text.length)
    ? undefined
    : end;
}
