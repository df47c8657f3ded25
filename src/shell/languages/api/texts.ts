import { isHole, literalText, word } from '../../../core/word.ts';
import type { Api } from '../evaluate/call.ts';
import { decodeValue } from '../evaluate/codecs.ts';
import { knownText, text, UNKNOWN, type Value, wordOf } from '../evaluate/value.ts';

export function decode(codec: string, at = 0): Api {
  return call => decodeValue(call.args[at], codec, call);
}

/** `%72m` as `rm`; unknown where it is not known or not encoded so. */
export function decodedAddress(of: Value | undefined): Value {
  const known = knownText(of);
  try {
    return known === undefined ? UNKNOWN : text(decodeURIComponent(known.replaceAll('+', ' ')));
  } catch {
    return UNKNOWN;
  }
}

/** What a program prints; unknown where an argument is. */
export function print(end: string, separator: string): Api {
  return call => {
    const words = call.args.map(wordOf);
    const known = !words.some(one => one.some(isHole));
    call.print(known ? word(words.map(literalText).join(separator) + end) : undefined);
    return UNKNOWN;
  };
}
