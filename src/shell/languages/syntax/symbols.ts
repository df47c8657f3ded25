const SYMBOLS =
  '<=> === !== **= ... <<= >>= ||= &&= ??= //= => -> :: == != =~ !~ <= >= && || ?? ?. ** // ++ -- += -= *= /= .= %= &= |= ^= := << >> .. |& &.'.split(
    ' ',
  );

/** By their first character, longest first. */
const BY_FIRST = new Map<string, string[]>();
for (const one of SYMBOLS) BY_FIRST.set(one.charAt(0), [...(BY_FIRST.get(one.charAt(0)) ?? []), one]);

/** The longest operator at a place; one character where no known one stands there. */
export function symbolAt(text: string, at: number): string {
  const first = text.charAt(at);
  return BY_FIRST.get(first)?.find(one => text.startsWith(one, at)) ?? first;
}
