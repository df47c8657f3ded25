import { LIMITS } from '../../core/limits.ts';
import type { Span } from '../../core/span.ts';
import {
  alternatives,
  concat,
  hasHole,
  isHole,
  literalText,
  oneOf,
  textOf,
  type Word,
  word,
} from '../../core/word.ts';
import { readFile, readStdin } from '../files/files.ts';
import type { Frame, Output } from '../frame.ts';

/** What a filter reads: the files it names one after the other, or its standard input; `-` is that too. */
export function inputOf(names: readonly Word[], frame: Frame, span: Span): Output {
  if (names.length === 0) return readStdin(frame);
  const texts: Word[] = [];
  for (const name of names) {
    const text =
      textOf(name) === '-' ? readStdin(frame) : readFile(name, frame, span, frame.runs ? 'disk' : 'written');
    if (text === undefined) return undefined;
    texts.push(text);
  }
  return concat(...texts);
}

/**
 * What a filter makes of its input, for each text the input can be. Undefined where the input is not known: a filter
 * may cut, turn or swallow what stands in a hole.
 */
export function filtered(input: Output, filter: (text: string) => string | undefined, frame: Frame): Output {
  if (input === undefined) return undefined;
  if (!hasHole(input)) return once(literalText(input), filter, frame);
  if (input.some(part => isHole(part) && (part.values === undefined || part.open === true))) return undefined;
  const results = new Set<string>();
  for (const one of alternatives(input, LIMITS.holeValues)) {
    const text = textOf(one);
    const result = text === undefined ? undefined : once(text, filter, frame);
    if (result === undefined) return undefined;
    results.add(literalText(result));
  }
  return oneOf('substitution', 'filter', [...results], false);
}

function once(text: string, filter: (text: string) => string | undefined, { recorder }: Frame): Output {
  recorder.step(1 + text.length / 64);
  const result = filter(text);
  if (result === undefined) return undefined;
  const known = recorder.decoded.get(text.trimEnd());
  // What is cut from decoded text came about by decoding, too.
  const kept = result.trimEnd();
  if (known !== undefined && kept !== '' && !recorder.decoded.has(kept)) recorder.decoded.set(kept, known);
  return word(result);
}

/** As `filtered`, for a program that turns unreadable text into readable one: the reader is told how. */
export function decodedBy(
  codec: string,
  input: Output,
  decode: (text: string) => string | undefined,
  frame: Frame,
  span: Span,
): Output {
  const { recorder } = frame;
  return filtered(
    input,
    text => {
      const result = decode(text);
      if (result === undefined) return undefined;
      const chain = recorder.decoded.get(text.trimEnd())?.chain ?? [];
      if (result !== text && result.trim() !== '')
        recorder.decoded.set(result.trimEnd(), { chain: [...chain, codec], from: span });
      return result;
    },
    { ...frame, recorder },
  );
}

/** The text cut into lines, each with its line end. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/gu) ?? [];
}
