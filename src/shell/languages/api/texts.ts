import { isHole, literalText, word } from '../../../core/word.ts';
import type { Api, Call } from '../evaluate/call.ts';
import { decodeValue } from '../evaluate/codecs.ts';
import { knownText, text, UNKNOWN, type Value, wordOf } from '../evaluate/value.ts';

export function decode(codec: string, at = 0): Api {
  return call => decodeValue(call.args[at], codec, call);
}

export function code(call: Call): Value {
  const [first] = call.args;
  return first?.kind === 'number' && first.value >= 0 && first.value <= 0x10ffff
    ? text(String.fromCodePoint(first.value))
    : UNKNOWN;
}

export function codeOf(call: Call): Value {
  const point = knownText(call.args[0])?.codePointAt(0);
  return point === undefined ? UNKNOWN : { kind: 'number', value: point };
}

/** What a program prints; unknown where an argument is. */
export function print(end: string, separator: string): Api {
  return call => {
    const words = call.args.map(wordOf);
    const known = call.named.size === 0 && !words.some(one => one.some(isHole));
    call.print(known ? word(words.map(literalText).join(separator) + end) : undefined);
    return UNKNOWN;
  };
}
