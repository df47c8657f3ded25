import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { LIMITS } from '../../../core/limits.ts';
import type { Call } from './call.ts';
import { knownText, text, UNKNOWN, type Value } from './value.ts';

/** Texts become others in ways that can be worked out. */
const CODECS: Readonly<Record<string, (input: Buffer) => Buffer | undefined>> = {
  base64: input => matching(input, /^[A-Za-z0-9+/_=\s-]*$/u, 'base64'),
  hex: input => matching(input, /^(?:[0-9A-Fa-f]{2}|\s)*$/u, 'hex'),
  base32: fromBase32,
  rot13: input =>
    Buffer.from(
      input.toString('latin1').replace(/[A-Za-z]/gu, letter => {
        const code = letter.charCodeAt(0);
        return String.fromCharCode(code + ((code & 31) <= 13 ? 13 : -13));
      }),
      'latin1',
    ),
  zlib: input => inflated(() => inflateSync(input, { maxOutputLength: LIMITS.foldBytes })),
  deflate: input => inflated(() => inflateRawSync(input, { maxOutputLength: LIMITS.foldBytes })),
  gzip: input => inflated(() => gunzipSync(input, { maxOutputLength: LIMITS.foldBytes })),
};

/** Other names of the same. */
const NAMES: Readonly<Record<string, string>> = {
  base64url: 'base64',
  base64_codec: 'base64',
  b64: 'base64',
  hex_codec: 'hex',
  rot_13: 'rot13',
  zip: 'zlib',
  zlib_codec: 'zlib',
};

/** What decoding the value gives; unknown for what is not known, or not encoded like that. */
export function decodeValue(value: Value | undefined, named: string, { world, place }: Call): Value {
  const name = NAMES[named] ?? named;
  const known = knownText(value);
  const codec = Object.hasOwn(CODECS, name) ? CODECS[name] : undefined;
  if (value === undefined || codec === undefined || known === undefined) return UNKNOWN;
  const bytes = codec(
    value.kind === 'text' && value.bytes !== undefined
      ? Buffer.from(value.bytes)
      : Buffer.from(known, 'utf8'),
  );
  if (bytes === undefined || bytes.length > LIMITS.foldBytes) return UNKNOWN;
  const decoded = bytes.toString('utf8');
  world.decoded(known, decoded, name, place);
  return text(decoded, bytes);
}

function matching(input: Buffer, alphabet: RegExp, encoding: 'base64' | 'hex'): Buffer | undefined {
  const compact = input.toString('latin1');
  return alphabet.test(compact) ? Buffer.from(compact.replace(/\s+/gu, ''), encoding) : undefined;
}

function inflated(run: () => Buffer): Buffer | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function fromBase32(input: Buffer): Buffer | undefined {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const char of input
    .toString('latin1')
    .replace(/[=\s]+/gu, '')
    .toUpperCase()) {
    const value = BASE32.indexOf(char);
    if (value < 0) return undefined;
    held = (held << 5) | value;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
    held &= (1 << bits) - 1;
  }
  return Buffer.from(bytes);
}
