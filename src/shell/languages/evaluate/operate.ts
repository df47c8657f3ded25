import { LIMITS } from '../../../core/limits.ts';
import { concat, EMPTY_WORD, textOf, type Word, word } from '../../../core/word.ts';
import type { Language } from '../dialect.ts';
import { isTextual, joined, knownText, list, text, UNKNOWN, type Value, wordOf } from './value.ts';

/** `left operator right`, as far as it can be worked out. */
export function operate(operator: string, left: Value, right: Value, language?: Language): Value {
  switch (operator) {
    case '+':
    case '.':
    case '<<':
      return added(operator, left, right);
    case '*':
    case 'x':
      // Elsewhere `'3' * 2` is a number.
      if (operator === '*' && left.kind === 'text' && language !== undefined && !REPEATS.has(language))
        return UNKNOWN;
      return repeated(left, right) ?? calculated('*', left, right);
    case '/':
      if (left.kind === 'object') return { ...left, word: under(left.word, right) };
      // Python's quotient is a fraction, Ruby's a whole number.
      if (language === 'python') return UNKNOWN;
      return calculated(language === 'ruby' ? '//' : operator, left, right);
    case '%':
      if (left.kind === 'text') return formatted(left.word, right.kind === 'list' ? right.items : [right]);
      // Of negative numbers the remainder has one sign here, another there.
      if (isNegative(left) || isNegative(right)) return UNKNOWN;
      return calculated(operator, left, right);
    default:
      return calculated(operator, left, right);
  }
}

const REPEATS: ReadonlySet<Language> = new Set(['python', 'ruby']);

function isNegative(value: Value): boolean {
  return value.kind === 'number' && value.value < 0;
}

function added(operator: string, left: Value, right: Value): Value {
  if (left.kind === 'list' && (right.kind === 'list' || operator === '<<')) {
    const tail = right.kind === 'list' && operator !== '<<' ? right.items : [right];
    if (left.items.length + tail.length > LIMITS.wordParts) return list(left.items, true);
    return list([...left.items, ...tail], left.open || (right.kind === 'list' && right.open));
  }
  if (left.kind === 'list' && operator === '+') return list(left.items, true);
  if (left.kind === 'number' && right.kind === 'number' && operator !== '.')
    return calculated(operator, left, right);
  if (!isTextual(left) && !isTextual(right)) return UNKNOWN;
  const whole = concat(wordOf(left), wordOf(right));
  if (size(whole) > LIMITS.wordBytes || whole.length > LIMITS.wordParts) return UNKNOWN;
  return text(
    whole,
    bytesOf(left) !== undefined || bytesOf(right) !== undefined ? bytesIn(whole) : undefined,
  );
}

/** Of bytes that are known: `b'…'`, and what was decoded. */
export function bytesOf(value: Value | undefined): Uint8Array | undefined {
  return value?.kind === 'text' ? value.bytes : undefined;
}

function bytesIn(of: Word): Uint8Array {
  return Buffer.from(textOf(of) ?? '', 'latin1');
}

function size(of: Word): number {
  return of.reduce((sum, part) => sum + ('lit' in part ? part.lit.length : 0), 0);
}

function repeated(left: Value, right: Value): Value | undefined {
  const [of, times] = left.kind === 'number' ? [right, left] : [left, right];
  if (times.kind !== 'number' || of.kind === 'number') return undefined;
  const count = Math.max(0, Math.floor(times.value));
  if (of.kind === 'list') {
    if (count * of.items.length > LIMITS.programItems) return list(of.items, true);
    return list(Array.from({ length: count }, () => of.items).flat(), of.open);
  }
  const known = of.kind === 'text' ? textOf(of.word) : undefined;
  return known === undefined || known.length * count > LIMITS.foldBytes ? UNKNOWN : text(known.repeat(count));
}

function calculated(operator: string, left: Value, right: Value): Value {
  if (left.kind !== 'number' || right.kind !== 'number') return UNKNOWN;
  const [a, b] = [left.value, right.value];
  const value = RESULTS[operator]?.(a, b);
  return value === undefined || !Number.isFinite(value) ? UNKNOWN : { kind: 'number', value };
}

const RESULTS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '<<': (a, b) => a << b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '//': (a, b) => Math.floor(a / b),
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
  '^': (a, b) => a ^ b,
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '>>': (a, b) => a >> b,
};

/** A path below another; an absolute one stands for itself. */
export function under(base: Word, tail: Value): Word {
  const of = wordOf(tail);
  const head = of[0];
  if (head !== undefined && 'lit' in head && head.lit.startsWith('/')) return of;
  const last = base.at(-1);
  const slashed = last !== undefined && 'lit' in last && last.lit.endsWith('/');
  return concat(base, slashed || base.length === 0 ? EMPTY_WORD : word('/'), of);
}

/** `'rm %s' % x`, `sprintf`: `%s`, `%d` and `%r`; with anything else the text between is kept and the rest unknown. */
export function formatted(format: Word, values: readonly Value[]): Value {
  const left = [...values];
  const pieces = format.flatMap((part): readonly Word[] => {
    if (!('lit' in part)) return [[part]];
    return (part.lit.match(/%%|%(?:\(\w+\))?[-+ 0#]*\d*(?:\.\d+)?[a-zA-Z]|[^%]+|%/gu) ?? []).map(piece => {
      if (piece === '%%') return word('%');
      return piece.startsWith('%') && piece.length > 1 ? wordOf(formattedBy(piece, left)) : word(piece);
    });
  });
  return text(concat(...pieces));
}

/** What a directive shows: of the next value, or for `%(name)s` of one in a table. */
function formattedBy(directive: string, left: Value[]): Value | undefined {
  const [, name, flags = '', width = '', precision, kind = ''] =
    /^%(?:\((\w+)\))?([-0+ #]*)(\d*)(?:\.(\d+))?([a-zA-Z])$/.exec(directive) ?? [];
  const [first] = left;
  const value =
    name === undefined ? left.shift() : first?.kind === 'table' ? first.entries.get(name) : undefined;
  if (kind === 'c' && value?.kind === 'number' && width === '')
    return text(String.fromCodePoint(Math.abs(value.value) % 0x110000));
  if (width === '' && precision === undefined && /^[sdi]$/.test(kind) && flags === '') return value;
  const known = /^[sdi]$/.test(kind) && /^[-0]?$/.test(flags) ? knownText(value) : undefined;
  if (known === undefined || width.length > 4 || (precision !== undefined && kind !== 's')) return UNKNOWN;
  const shown = precision === undefined ? known : known.slice(0, Number(precision));
  if (flags === '-') return text(shown.padEnd(Number(width)));
  return text(
    flags === '0' && kind === 's' ? shown : shown.padStart(Number(width), flags === '0' ? '0' : ' '),
  );
}

/** `'rm {} {0} {name}'.format(…)`. */
export function filledIn(format: Word, values: readonly Value[], named: ReadonlyMap<string, Value>): Value {
  let next = 0;
  const pieces = format.flatMap((part): readonly Word[] => {
    if (!('lit' in part)) return [[part]];
    return (part.lit.match(/\{\{|\}\}|\{[^{}]{0,64}\}|[^{}]+|[{}]/gu) ?? []).map(piece => {
      if (piece === '{{' || piece === '}}') return word(piece.slice(1));
      if (!piece.startsWith('{') || piece.length < 2) return word(piece);
      const [, name = '', plain] = /^\{([^!:}]*)((?:!s)?(?::[sd]?)?\})?/u.exec(piece) ?? [];
      if (plain === undefined) return wordOf(UNKNOWN);
      if (name === '') return wordOf(values[next++]);
      return wordOf(/^\d+$/.test(name) ? values[Number(name)] : named.get(name));
    });
  });
  return text(concat(...pieces));
}

export function joinedBy(separator: Value | undefined, items: Value | undefined): Value {
  const known = items?.kind === 'text' ? textOf(items.word) : undefined;
  if (known !== undefined) return joinedBy(separator, list([...known].map(char => text(char))));
  if (items?.kind !== 'list') return UNKNOWN;
  const between = separator === undefined ? EMPTY_WORD : wordOf(separator);
  const whole = joined(items.items, between);
  return text(
    items.open ? concat(whole, between, wordOf(UNKNOWN)) : whole,
    bytesOf(separator) === undefined ? undefined : bytesIn(whole),
  );
}

export function reversed(value: Value | undefined): Value {
  if (value?.kind === 'list') return list(value.items.toReversed(), value.open);
  const known = knownText(value);
  return known === undefined ? UNKNOWN : text([...known].reverse().join(''));
}
