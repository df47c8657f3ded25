/**
 * Makes hostile text safe to show on a terminal: control and format characters (bidirectional, zero-width, tags),
 * line separators, spaces that are not U+0020, invisible fillers and lone surrogates become visible escapes, so that
 * what is read is what would run. Property names as in Unicode UAX #44.
 */
export function visible(text: string): string {
  return text.replace(HIDDEN, escapeOf);
}

/** As `visible`, but line ends stay: for text that is shown as a block of lines. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;

const SHORT: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\x1b': '\\e', '\0': '\\0' };

function escapeOf(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return (
    SHORT[char] ??
    (code < 0x100
      ? `\\x${hex.padStart(2, '0')}`
      : code < 0x10000
        ? `\\u${hex.padStart(4, '0')}`
        : `\\U${hex.padStart(8, '0')}`)
  );
}
