import { readArguments } from '../../core/options.ts';
import { textOf, type Word } from '../../core/word.ts';
import type { Frame, Launch, Output } from '../frame.ts';
import { bytesOfText, textOfBytes } from './bytes.ts';
import { decompressed } from './compress.ts';
import { decodedBy, filtered, inputOf } from './input.ts';

export type Base = 'base64' | 'base64url' | 'base32' | 'base32hex' | 'base16';

const ALPHABETS: Readonly<Record<Base, { readonly letters: string; readonly bits: number }>> = {
  base64: { letters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', bits: 6 },
  base64url: { letters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_', bits: 6 },
  base32: { letters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', bits: 5 },
  base32hex: { letters: '0123456789ABCDEFGHIJKLMNOPQRSTUV', bits: 5 },
  base16: { letters: '0123456789ABCDEF', bits: 4 },
};

/**
 * Decodes as coreutils' `base64 -d` and its kin do (RFC 4648): line ends are ignored, with `ignoring` everything that
 * is no letter. What a tool writes before it finds a fault is kept: it has been run by then. base64 and base64url are
 * read alike, as some tools do.
 * @returns undefined when nothing can be decoded
 */
function decodeBase(base: Base, text: string, ignoring: boolean): string | undefined {
  const alike =
    base === 'base64url' || base === 'base64' ? text.replaceAll('-', '+').replaceAll('_', '/') : text;
  const { letters, bits } = ALPHABETS[base === 'base64url' ? 'base64' : base];
  const foreign = new RegExp(`[^${letters}=]`, 'gu');
  const folded = base === 'base16' || base.startsWith('base32') ? alike.toUpperCase() : alike;
  const compact = folded.replace(ignoring ? foreign : /\s/gu, '');
  const end = compact.search(new RegExp(`[^${letters}]`, 'u'));
  const sound = end < 0 ? compact : compact.slice(0, end);
  if (sound === '' && compact !== '') return undefined;
  if (bits === 6) return textOfBytes(Buffer.from(sound, 'base64'));
  const bytes: number[] = [];
  let held = 0;
  let count = 0;
  for (const letter of sound) {
    held = (held << bits) | letters.indexOf(letter);
    count += bits;
    if (count >= 8) {
      count -= 8;
      bytes.push((held >> count) & 0xff);
      held &= (1 << count) - 1;
    }
  }
  return textOfBytes(Buffer.from(bytes));
}

function encodeBase(base: Base, text: string): string {
  const bytes = bytesOfText(text);
  if (base === 'base64') return bytes.toString('base64');
  const { letters, bits } = ALPHABETS[base];
  let coded = '';
  let held = 0;
  let count = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    count += 8;
    for (; count >= bits; count -= bits) coded += letters[(held >> (count - bits)) & ((1 << bits) - 1)] ?? '';
    held &= (1 << count) - 1;
  }
  if (count > 0) coded += letters[(held << (bits - count)) & ((1 << bits) - 1)] ?? '';
  const group = bits === 6 ? 4 : bits === 5 ? 8 : 1;
  return coded.padEnd(Math.ceil(coded.length / group) * group, '=');
}

const GRAMMAR = { short: 'wbio', long: ['wrap', 'break', 'input', 'output'] };

/** `base64`, `base32`, `basenc --base64url`: coreutils, and macOS's `-D`, `-i file`, `-b`. */
export function baseTool(argv: readonly Word[], frame: Frame, { span }: Launch): Output {
  const program =
    textOf(argv[0] ?? [])
      ?.split('/')
      .at(-1) ?? '';
  // coreutils' `-i` takes no value, macOS's does: a lone `-i` or a cluster is read the first way.
  const { given, operands } = readArguments(argv, { ...GRAMMAR, short: 'wbo' });
  const base = program.endsWith('base64')
    ? 'base64'
    : program === 'base32'
      ? 'base32'
      : given.pairs.map(([name]) => name).find(isBase);
  if (base === undefined || given.has('o', 'output')) return undefined;
  const named = given.value('input');
  const input = inputOf(named === undefined ? operands : [named], frame, span);
  if (given.has('d', 'D', 'decode'))
    return decodedBy(
      base,
      input,
      text => decodeBase(base, text, given.has('i', 'ignore-garbage')),
      frame,
      span,
    );
  const width = Number(
    textOf(given.value('w', 'wrap', 'b', 'break') ?? []) || (given.has('w', 'b') ? 0 : 76),
  );
  return filtered(input, text => wrapped(encodeBase(base, text), width), frame);
}

function isBase(name: string): name is Base {
  return Object.hasOwn(ALPHABETS, name);
}

function wrapped(text: string, width: number): string | undefined {
  if (!Number.isInteger(width) || width < 0) return undefined;
  if (width === 0) return text;
  const lines: string[] = [];
  for (let at = 0; at < text.length; at += width) lines.push(text.slice(at, at + width));
  return lines.map(line => `${line}\n`).join('');
}

/** `openssl base64 -d`, `openssl enc -d -base64 [-A] [-in file]`; ciphers need a key and are not known. */
export function openssl(argv: readonly Word[], frame: Frame, { span }: Launch): Output {
  const words = argv.slice(1).map(one => textOf(one));
  const [verb] = words;
  if (verb === 'zlib' && words.length === 2 && words[1] === '-d')
    return decompressed('zlib', inputOf([], frame, span), frame, span);
  if (verb === 'enc' || verb === 'base64') {
    const ciphers = words.some(one =>
      /^-(?:aes|des|bf|cast|rc[245]|camellia|aria|sm4|chacha|seed|idea)/.test(one ?? ''),
    );
    const named = words.indexOf('-in');
    const input = inputOf(named < 0 ? [] : argv.slice(named + 2, named + 3), frame, span);
    if (ciphers || words.includes('-out')) return undefined;
    if (verb === 'base64' || words.includes('-base64') || words.includes('-a'))
      return words.includes('-d')
        ? decodedBy('base64', input, text => decodeBase('base64', text, false), frame, span)
        : filtered(input, text => wrapped(encodeBase('base64', text), words.includes('-A') ? 0 : 64), frame);
  }
  return undefined;
}
