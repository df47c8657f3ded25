import type { Call } from './call.ts';
import { knownText, text, UNKNOWN, type Value } from './value.ts';

/** The character with a code. */
export function code(call: Call): Value {
  const [first] = call.args;
  return first?.kind === 'number' && first.value >= 0 && first.value <= 0x10ffff
    ? text(String.fromCodePoint(first.value))
    : UNKNOWN;
}

/** The code of a character. */
export function codeOf(call: Call): Value {
  const point = knownText(call.args[0])?.codePointAt(0);
  return point === undefined ? UNKNOWN : { kind: 'number', value: point };
}
