import { baseName } from '../core/options.ts';
import type { Invocation } from '../core/scan.ts';
import { literalText } from '../core/word.ts';

/** Options with which a program that also encodes turns its input back; null: it does nothing else. */
const DECODERS: ReadonlyMap<string, RegExp | null> = new Map<string, RegExp | null>([
  ['base64', /^(?:-[a-zA-Z]*[dD]|--d)/],
  ['gbase64', /^(?:-[a-zA-Z]*[dD]|--d)/],
  ['base32', /^(?:-[a-zA-Z]*[dD]|--d)/],
  ['basenc', /^(?:-[a-zA-Z]*[dD]|--d)/],
  ['base58', /^-d/],
  ['xxd', /^-\w*r|^--?revert/],
  ['openssl', /^-d$/],
  ['gpg', /^(?:-d$|--decrypt)/],
  ['age', /^(?:-d$|--decrypt)/],
  ['uudecode', null],
  ['rev', null],
  ['ascii85', /^-d/],
]);

/** Whether it turns encoded text into plain text. Compression is no disguise: `gunzip | sh` is about what was fetched. */
export function decodes({ program, argv }: Invocation): boolean {
  const name = baseName(program);
  const option = name === undefined ? undefined : DECODERS.get(name);
  return (
    option === null ||
    (option !== undefined && argv.some((one, at) => at > 0 && option.test(literalText(one))))
  );
}
