import { LIMITS } from '../../core/limits.ts';
import { readArguments } from '../../core/options.ts';
import { textOf, type Word } from '../../core/word.ts';
import type { Frame, Launch, Output } from '../frame.ts';
import { bytesOfText, textOfBytes } from './bytes.ts';
import { decodedBy, filtered, inputOf } from './input.ts';

/** Plain hexadecimal digits, or a dump's lines (`00000000: 7273 …  text`), back to bytes as `xxd -r` does. */
function fromHex(text: string, plain: boolean): string | undefined {
  const digits = plain
    ? text.replace(/[^0-9a-fA-F]+/gu, '')
    : text
        .split('\n')
        .map(line => /^\s*[0-9a-fA-F]+:? ((?:[0-9a-fA-F]{2,} ?)*)/.exec(line)?.[1]?.replaceAll(' ', '') ?? '')
        .join('');
  return digits === '' && text.trim() !== '' ? undefined : textOfBytes(Buffer.from(digits, 'hex'));
}

/** `xxd -r -p`, `xxd -r`, `xxd -p`: other dumps are for people. */
export function xxd(argv: readonly Word[], frame: Frame, { span }: Launch): Output {
  const words = argv.slice(1).map(one => textOf(one) ?? '');
  // Only the first letter of an option counts: `-rp` is `-r`.
  const flags = words.filter(one => /^-[a-zA-Z]/.test(one)).map(one => one[1]);
  if (flags.some(flag => flag !== 'r' && flag !== 'p' && flag !== 'u')) return undefined;
  const has = (letter: string): boolean => flags.includes(letter);
  const operands = argv.slice(1).filter(one => textOf(one) === '-' || !textOf(one)?.startsWith('-'));
  if (operands.length > 1) return undefined;
  const input = inputOf(operands, frame, span);
  if (has('r')) return decodedBy('hex', input, text => fromHex(text, has('p')), frame, span);
  if (!has('p')) return undefined;
  return filtered(input, text => toHex(bytesOfText(text), has('u')), frame);
}

/** `xxd -p`: thirty bytes a line. */
function toHex(bytes: Buffer, upper: boolean): string | undefined {
  if (bytes.length > LIMITS.foldBytes / 3) return undefined;
  const lines = bytes.toString('hex').match(/.{1,60}/gu) ?? [];
  const text = lines.map(line => `${line}\n`).join('');
  return upper ? text.toUpperCase() : text;
}

/** `od -An -tx1 [-v] [-w…]`: the one form whose output others take apart; the rest is for people. */
export function od(argv: readonly Word[], frame: Frame, { span }: Launch): Output {
  const { given, operands } = readArguments(argv, {
    short: 'AtNjSw',
    long: ['address-radix', 'format', 'read-bytes', 'skip-bytes', 'width'],
  });
  const names = given.pairs.map(([name]) => name);
  if (names.some(name => !['A', 't', 'v', 'address-radix', 'format'].includes(name))) return undefined;
  if (textOf(given.value('A', 'address-radix') ?? []) !== 'n') return undefined;
  if (textOf(given.value('t', 'format') ?? []) !== 'x1') return undefined;
  return filtered(
    inputOf(operands, frame, span),
    text => {
      const bytes = bytesOfText(text);
      if (bytes.length > LIMITS.foldBytes / 4) return undefined;
      const lines = bytes.toString('hex').match(/.{1,32}/gu) ?? [];
      // Repeated lines are shown once, as `*`, unless `-v` asks for all.
      if (!given.has('v') && lines.some((line, at) => at > 0 && line.length === 32 && line === lines[at - 1]))
        return undefined;
      return lines.map(line => `${line.replace(/../gu, ' $&')}\n`).join('');
    },
    frame,
  );
}
