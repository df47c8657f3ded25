import { optionText } from '../../../core/options.ts';
import { type Word, word } from '../../../core/word.ts';

/** How an interpreter's switches are written; they differ from getopt's in what ends them. */
export interface Switches {
  /** Letters whose value is the rest of the cluster or the next argument. */
  readonly valued: string;
  /** Letters whose value, if any, is the rest of the cluster (`-i.bak`, `-0777`). */
  readonly attached: string;
  /** Letters behind whose value only the program's own arguments follow. */
  readonly last: string;
  /** Long switches that take the next argument. */
  readonly long: readonly string[];
}

export interface Given {
  readonly pairs: readonly (readonly [name: string, value: Word | undefined])[];
  /** Index of the first operand in argv. */
  readonly operands: number;
}

export function readSwitches(
  argv: readonly Word[],
  { valued, attached, last, long }: Switches,
  from = 1,
): Given {
  const pairs: [string, Word | undefined][] = [];
  let at = from;
  for (; at < argv.length; at++) {
    const option = optionText(argv[at] ?? []);
    if (option === undefined) break;
    const { text, tail } = option;
    if (text === '--' && tail.length === 0) {
      at++;
      break;
    }
    if (text.startsWith('--')) {
      const [, name = '', value] = /^--([^=]*)(?:=([\s\S]*))?$/u.exec(text) ?? [];
      if (value !== undefined) pairs.push([name, [...word(value), ...tail]]);
      else pairs.push([name, long.includes(name) ? argv[++at] : undefined]);
      continue;
    }
    for (let index = 1; index < text.length; index++) {
      const letter = text[index] ?? '';
      const rest = [...word(text.slice(index + 1)), ...tail];
      if (attached.includes(letter)) {
        // Digits belong to the letter, and letters after them are switches again: `-0777pe`, `-l12n`.
        const digits = /^(?:x[0-9a-fA-F]+|\d*)/.exec(text.slice(index + 1))?.[0] ?? '';
        if ('0lCW'.includes(letter)) {
          index += digits.length;
          pairs.push([letter, word(digits)]);
          continue;
        }
        pairs.push([letter, rest]);
        break;
      }
      if (!valued.includes(letter)) {
        pairs.push([letter, undefined]);
        continue;
      }
      pairs.push([letter, rest.length > 0 ? rest : argv[++at]]);
      if (last.includes(letter)) return { pairs, operands: Math.min(at + 1, argv.length) };
      break;
    }
  }
  return { pairs, operands: Math.min(at, argv.length) };
}

/** The value of the last of these switches. */
export function lastValue({ pairs }: Given, ...names: readonly string[]): Word | undefined {
  return pairs.findLast(([name]) => names.includes(name))?.[1];
}

/** Whether one of these switches was given. */
export function has({ pairs }: Given, ...names: readonly string[]): boolean {
  return pairs.some(([name]) => names.includes(name));
}
