import { LIMITS } from '../../core/limits.ts';
import { concat, EMPTY_WORD, hasHole, literalText, textOf, type Word, word } from '../../core/word.ts';
import type { Frame, Launch, Output } from '../frame.ts';
import { noteEscapes } from './echo.ts';
import { unescaped, unescapedWord } from './escapes.ts';

const PIECE =
  /%%|%(?<flags>[-+ #0]*)(?<width>\d*|\*)(?:\.(?<precision>\d*|\*))?(?<verb>[sbcdiouxXq])|%|\\(?:[0-7]{1,3}|x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|[\s\S])|[^%\\]+|\\$/gu;

interface Verb {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly verb: string;
}

/**
 * printf as bash and coreutils have it: `%s %b %c %q %d %i %o %u %x %X` with flags, width and precision; the format is
 * used again while arguments are left. Undefined for other conversions.
 */
export function printf(argv: readonly Word[], frame: Frame, { span }: Launch): Output {
  const at = textOf(argv[1] ?? []) === '--' ? 2 : 1;
  const format = textOf(argv[at] ?? []);
  if (format === undefined) return undefined;
  const pieces = read(format);
  if (pieces === undefined) return undefined;
  const args = argv.slice(at + 1);
  const consumes = pieces.some(piece => typeof piece !== 'string');
  const written: Word[] = [];
  let escaped = format;
  do {
    for (const piece of pieces) {
      if (typeof piece === 'string') {
        written.push(word(piece));
        continue;
      }
      const argument = args.shift() ?? EMPTY_WORD;
      if (piece.verb === 'b') {
        escaped += literalText(argument);
        const { word: shown, ended } = unescapedWord(argument, 'zero');
        written.push(padded(shown, piece));
        if (ended) return concat(...written);
        continue;
      }
      const shown = converted(argument, piece);
      if (shown === undefined) return undefined;
      written.push(shown);
    }
    frame.recorder.step(pieces.length);
    if (written.length > LIMITS.foldPieces) return undefined;
  } while (consumes && args.length > 0);
  const output = concat(...written);
  noteEscapes(escaped, output, frame, span);
  return output;
}

/** The format as text and conversions; neighbouring escapes are one text, so that their bytes make characters. */
function read(format: string): (string | Verb)[] | undefined {
  const pieces: (string | Verb)[] = [];
  let raw = '';
  const flush = (): void => {
    if (raw !== '') pieces.push(unescaped(raw, 'format').text);
    raw = '';
  };
  for (const found of format.matchAll(PIECE)) {
    const { flags = '', width = '', precision, verb } = found.groups ?? {};
    if (found[0] === '%%') raw += '%';
    else if (verb !== undefined) {
      if (width === '*' || precision === '*') return undefined;
      flush();
      pieces.push({
        flags,
        width: Number(width),
        precision: precision === undefined ? undefined : Number(precision),
        verb,
      });
    } else if (found[0] === '%') return undefined;
    else raw += found[0];
  }
  flush();
  return pieces;
}

function converted(argument: Word, piece: Verb): Output {
  switch (piece.verb) {
    case 's':
      return padded(argument, piece);
    case 'c':
      return padded(word([...literalText(argument)][0] ?? ''), piece);
    case 'q':
      return /^[\w@%+=:,./-]+$/.test(textOf(argument) ?? '') ? padded(argument, piece) : undefined;
    default:
      return number(argument, piece);
  }
}

/** Cut to the precision and filled to the width; undefined of a hole whose length would decide. */
function padded(text: Word, { flags, width, precision }: Verb): Word {
  if (hasHole(text) || (width === 0 && precision === undefined)) return text;
  const cut = [...literalText(text)].slice(0, precision);
  const fill = ' '.repeat(Math.min(LIMITS.foldBytes, Math.max(0, width - cut.length)));
  return word(flags.includes('-') ? cut.join('') + fill : fill + cut.join(''));
}

/** An integer: decimal, `0x…`, octal, or the code of the character after a quote. */
function number(argument: Word, { flags, width, precision, verb }: Verb): Output {
  const text = textOf(argument)?.trim();
  if (text === undefined || precision !== undefined) return undefined;
  const value = /^['"]./u.test(text)
    ? text.codePointAt(1)
    : /^[-+]?(?:0[0-7]*|[1-9]\d{0,14}|0x[0-9a-f]{1,12})$/i.test(text)
      ? parsed(text)
      : text === ''
        ? 0
        : undefined;
  if (value === undefined) return undefined;
  const base = verb === 'o' ? 8 : verb === 'x' || verb === 'X' ? 16 : 10;
  if (value < 0 && base !== 10) return undefined;
  const sign = value < 0 ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const prefix = flags.includes('#') && base !== 10 ? (base === 8 ? '0' : `0${verb}`) : '';
  const digits = Math.abs(value).toString(base);
  const shown = verb === 'X' ? digits.toUpperCase() : digits;
  const zeros = flags.includes('0') && !flags.includes('-') ? width - sign.length - prefix.length : 0;
  return padded(word(sign + prefix + shown.padStart(Math.min(zeros, LIMITS.foldBytes), '0')), {
    flags,
    width,
    precision: undefined,
    verb: 's',
  });
}

function parsed(text: string): number {
  const negative = text.startsWith('-');
  const digits = text.replace(/^[-+]/, '');
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return negative ? -value : value;
}
