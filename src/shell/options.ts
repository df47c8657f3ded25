import { isHole, textOf, type Word, word } from '../core/word.ts';

/** Which options of a program take a value, so that its operands can be found. */
export interface Grammar {
  /** Letters whose value is the rest of the cluster or the next argument. */
  readonly short: string;
  /** Long names whose value may be the next argument; `--name=value` never needs this. Prefixes count, as in getopt_long. */
  readonly long: readonly string[];
}

export interface Options {
  /** Letters and long names that were given, with their values where they take one. */
  readonly given: ReadonlyMap<string, Word | undefined>;
  /** Index of the first operand in argv. */
  readonly operands: number;
}

/**
 * Reads the options before the first operand, as getopt does with POSIXLY_CORRECT: `--` ends them, clusters and
 * attached values are taken apart. A word that begins with a hole is taken as an operand.
 */
export function readOptions(argv: readonly Word[], grammar: Grammar, from = 1): Options {
  const given = new Map<string, Word | undefined>();
  let at = from;
  for (; at < argv.length; at++) {
    const argument = argv[at] ?? [];
    const [head, ...tail] = argument;
    if (
      head === undefined ||
      isHole(head) ||
      !head.lit.startsWith('-') ||
      (head.lit === '-' && tail.length === 0)
    )
      break;
    if (head.lit === '--' && tail.length === 0) {
      at++;
      break;
    }
    if (head.lit.startsWith('--')) {
      const equals = head.lit.indexOf('=');
      const name = equals < 0 ? head.lit.slice(2) : head.lit.slice(2, equals);
      if (equals >= 0) given.set(name, [...word(head.lit.slice(equals + 1)), ...tail]);
      else if (takesValue(name, grammar.long)) given.set(name, argv[++at]);
      else given.set(name, undefined);
      continue;
    }
    for (let index = 1; index < head.lit.length; index++) {
      const letter = head.lit[index] ?? '';
      if (!grammar.short.includes(letter)) {
        given.set(letter, undefined);
        continue;
      }
      const attached = [...word(head.lit.slice(index + 1)), ...tail];
      given.set(letter, attached.length > 0 ? attached : argv[++at]);
      break;
    }
  }
  return { given, operands: Math.min(at, argv.length) };
}

function takesValue(name: string, long: readonly string[]): boolean {
  return (
    long.some(known => known === name) ||
    (name.length > 2 && long.filter(known => known.startsWith(name)).length === 1)
  );
}

const ASSIGNMENT = /^([A-Za-z_]\w*)=/;

/** The name that `NAME=value` sets, for `env` and `sudo`. */
export function assignedName(argument: Word): string | undefined {
  const head = argument[0];
  return head === undefined || isHole(head) ? undefined : ASSIGNMENT.exec(head.lit)?.[1];
}

/** The value part of `NAME=value`. */
export function assignedValue(argument: Word): Word {
  const [head, ...tail] = argument;
  return head === undefined || isHole(head) ? argument : [...word(head.lit.replace(ASSIGNMENT, '')), ...tail];
}

/** The last component of a known program word: `/usr/bin/env` is `env`. */
export function baseName(program: Word): string | undefined {
  const text = textOf(program);
  return text?.slice(text.lastIndexOf('/') + 1);
}
