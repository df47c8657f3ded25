import type { Random } from './random.ts';
import { inQuotes, ofWord, type Rewrite } from './spelling.ts';

function cut(value: string, random: Random): readonly [string, string] | undefined {
  if (value.length < 2) return undefined;
  const at = 1 + random.below(value.length - 1);
  return [value.slice(0, at), value.slice(at)];
}

const bare = (text: string): boolean => /^[\w./-]+$/.test(text);
const ascii = (text: string): boolean => /^[ -~]+$/.test(text);
const codes = (text: string, base: number, width: number): string[] =>
  [...text].map(char => char.charCodeAt(0).toString(base).padStart(width, '0'));

/** One word between quotes, wholly or in part. */
export const QUOTING: readonly Rewrite[] = [
  ofWord("'rm'", value => inQuotes(value)),
  ofWord("r''m", (value, random) => {
    const [head, tail] = cut(value, random) ?? [];
    return head === undefined || tail === undefined || !bare(value)
      ? undefined
      : head + random.pick(["''", '""', "$''"]) + tail;
  }),
  ofWord('r\\m', (value, random) => {
    const [head, tail] = cut(value, random) ?? [];
    return head === undefined || tail === undefined || !bare(value) ? undefined : `${head}\\${tail}`;
  }),
  ofWord('"rm"', value => (/["$`\\!]/.test(value) ? undefined : `"${value}"`)),
  ofWord('half in quotes', (value, random) => {
    const [head, tail] = cut(value, random) ?? [];
    return head === undefined || tail === undefined || !bare(value) ? undefined : `'${head}'"${tail}"`;
  }),
  ofWord("$'\\x72m'", value =>
    ascii(value)
      ? `$'${codes(value, 16, 2)
          .map(code => `\\x${code}`)
          .join('')}'`
      : undefined,
  ),
  ofWord("$'\\162'", value =>
    ascii(value)
      ? `$'${codes(value, 8, 3)
          .map(code => `\\${code}`)
          .join('')}'`
      : undefined,
  ),
  ofWord("$'\\u0072'", value =>
    ascii(value)
      ? `$'${codes(value, 16, 4)
          .map(code => `\\u${code}`)
          .join('')}'`
      : undefined,
  ),
  ofWord('$"rm"', value => (/["$`\\!]/.test(value) ? undefined : `$"${value}"`)),
  ofWord('\\rm', value => (bare(value) ? `\\${value}` : undefined), { only: 'program' }),
];
