import { LIMITS } from '../../core/limits.ts';
import { readArguments } from '../../core/options.ts';
import { textOf, type Word } from '../../core/word.ts';
import type { Frame, Launch, Output } from '../frame.ts';
import { bytesOfText, textOfBytes } from './bytes.ts';
import { decodedBy, filtered, inputOf, linesOf } from './input.ts';

/** `-5` for `-n 5`, as head and tail still take it. */
function modern(argv: readonly Word[]): readonly Word[] {
  return argv.flatMap((one, at) => {
    const valued = /^-[a-z]*[ncw]$/.test(textOf(argv[at - 1] ?? []) ?? '');
    const count = at > 0 && !valued ? /^-(\d+)$/.exec(textOf(one) ?? '')?.[1] : undefined;
    return count === undefined ? [one] : [[{ lit: '-n' }], [{ lit: count }]];
  });
}

interface Count {
  readonly sign: '' | '-' | '+';
  readonly number: number;
}

function countOf(given: Word | undefined): Count | undefined {
  const found = /^([-+]?)(\d{1,9})$/.exec(given === undefined ? '10' : (textOf(given) ?? ''));
  return found === null
    ? undefined
    : { sign: found[1] === '-' ? '-' : found[1] === '+' ? '+' : '', number: Number(found[2]) };
}

const ENDS = { short: 'nc', long: ['lines', 'bytes'] };

/** `head -n N`, `head -c N`, and from the end with a minus; several files get headings, which is not followed. */
export function head(argv: readonly Word[], frame: Frame, { span }: Launch): Output {
  return end(argv, frame, span, (items, { sign, number }) =>
    sign === '-' ? items.slice(0, Math.max(0, items.length - number)) : items.slice(0, number),
  );
}

/** `tail -n N`, `tail -n +N`, `tail -c N`. */
export function tail(argv: readonly Word[], frame: Frame, { span }: Launch): Output {
  return end(argv, frame, span, (items, { sign, number }) =>
    sign === '+'
      ? items.slice(Math.max(0, number - 1))
      : number === 0
        ? items.slice(0, 0)
        : items.slice(-number),
  );
}

function end(
  argv: readonly Word[],
  frame: Frame,
  span: Launch['span'],
  cut: <T extends { slice(from?: number, to?: number): T; readonly length: number }>(
    items: T,
    count: Count,
  ) => T,
): Output {
  const { given, operands } = readArguments(modern(argv), ENDS);
  if (
    operands.length > 1 ||
    given.pairs.some(([name]) => !['n', 'c', 'q', 'lines', 'bytes', 'quiet', 'silent'].includes(name))
  )
    return undefined;
  const bytes = given.value('c', 'bytes');
  const count = countOf(bytes ?? given.value('n', 'lines'));
  if (count === undefined) return undefined;
  return filtered(
    inputOf(operands, frame, span),
    text =>
      bytes === undefined
        ? cut(linesOf(text), count).join('')
        : textOfBytes(cut(Bytes.of(text), count).buffer),
    frame,
  );
}

/** A buffer that is cut like a list. */
class Bytes {
  readonly buffer: Buffer;

  constructor(buffer: Buffer) {
    this.buffer = buffer;
  }

  static of(text: string): Bytes {
    return new Bytes(bytesOfText(text));
  }

  get length(): number {
    return this.buffer.length;
  }

  slice(from?: number, to?: number): Bytes {
    return new Bytes(this.buffer.subarray(from, to));
  }
}

/** Lines backwards. */
export function tac(argv: readonly Word[], frame: Frame, { span }: Launch): Output {
  const { given, operands } = readArguments(argv, { short: 's', long: ['separator'] });
  if (given.pairs.length > 0 || operands.length > 1) return undefined;
  return filtered(inputOf(operands, frame, span), text => linesOf(text).toReversed().join(''), frame);
}

/** Each line's characters backwards. */
export function rev(argv: readonly Word[], frame: Frame, { span }: Launch): Output {
  const { given, operands } = readArguments(argv, { short: '', long: [] });
  if (given.pairs.length > 0) return undefined;
  return decodedBy(
    'rev',
    inputOf(operands, frame, span),
    text =>
      text
        .split('\n')
        .map(line => [...line].toReversed().join(''))
        .join('\n'),
    frame,
    span,
  );
}

/** Lines broken after so many columns (ASCII: one column a character). */
export function fold(argv: readonly Word[], frame: Frame, { span }: Launch): Output {
  const { given, operands } = readArguments(modern(argv), { short: 'wn', long: ['width'] });
  if (given.has('s', 'spaces')) return undefined;
  const width = Number(textOf(given.value('w', 'n', 'width') ?? []) || 80);
  if (!Number.isInteger(width) || width < 1) return undefined;
  return filtered(
    inputOf(operands, frame, span),
    text =>
      /^[\n -~]*$/.test(text)
        ? text.replace(new RegExp(`[^\\n]{${width}}(?=[^\\n])`, 'gu'), '$&\n')
        : undefined,
    frame,
  );
}

/** Sorted lines in the C locale's order, and with `-u` each once; keys and other orders are not followed. */
export function sort(argv: readonly Word[], frame: Frame, { span }: Launch): Output {
  const { given, operands } = readArguments(argv, {
    short: 'koStT',
    long: ['key', 'output', 'field-separator'],
  });
  if (given.pairs.some(([name]) => !['u', 'r', 'n', 'unique', 'reverse', 'numeric-sort'].includes(name)))
    return undefined;
  const numeric = given.has('n', 'numeric-sort');
  return filtered(
    inputOf(operands, frame, span),
    text => {
      const lines = text.split('\n');
      if (lines.at(-1) === '') lines.pop();
      if (numeric && lines.some(line => !/^\s*\d{1,15}(?!\d)/.test(line))) return undefined;
      const sorted = lines.toSorted((a, b) =>
        numeric && Number.parseInt(a, 10) !== Number.parseInt(b, 10)
          ? Number.parseInt(a, 10) - Number.parseInt(b, 10)
          : a < b
            ? -1
            : a > b
              ? 1
              : 0,
      );
      const ordered = given.has('r', 'reverse') ? sorted.toReversed() : sorted;
      const kept = given.has('u', 'unique') ? [...new Set(ordered)] : ordered;
      return kept.map(line => `${line}\n`).join('');
    },
    frame,
  );
}

/** `seq last`, `seq first last`, `seq first step last`, `-s separator`, `-w`: whole numbers. */
export function seq(argv: readonly Word[]): Output {
  const at = argv.findIndex((one, index) => index > 0 && /^-?\d/.test(textOf(one) ?? ''));
  const { given } = readArguments(at < 0 ? argv : argv.slice(0, at), {
    short: 'sf',
    long: ['separator', 'format'],
  });
  const numbers = (at < 0 ? [] : argv.slice(at)).map(one => textOf(one) ?? '');
  if (given.has('f', 'format') || numbers.length > 3 || numbers.some(one => !/^-?\d{1,12}$/.test(one)))
    return undefined;
  const [a, b, c] = numbers.map(Number);
  if (a === undefined) return undefined;
  const [first, step, last] = c === undefined ? (b === undefined ? [1, 1, a] : [a, 1, b]) : [a, b ?? 1, c];
  const count = Math.floor((last - first) / step) + 1;
  if (step === 0 || count > LIMITS.foldPieces) return undefined;
  if (count <= 0) return [];
  const separator = textOf(given.value('s', 'separator') ?? [{ lit: '\n' }]);
  if (separator === undefined) return undefined;
  const values = Array.from({ length: count }, (_, index) => first + index * step);
  const width = given.has('w', 'equal-width') ? Math.max(...[first, last].map(one => String(one).length)) : 0;
  return [{ lit: `${values.map(value => String(value).padStart(width, '0')).join(separator)}\n` }];
}
