import { isHole, textOf, type Word, word } from './word.ts';

/** Which options of a program take a value, so that its operands can be found. */
export interface Grammar {
  /** Letters whose value is the rest of the cluster or the next argument. */
  readonly short: string;
  /** Long names whose value may be the next argument; `--name=value` never needs this. Prefixes count, as in getopt_long. */
  readonly long: readonly string[];
}

/** The options that were given, letters and long names alike, in order; repeated ones each time. */
export class Given {
  readonly pairs: readonly (readonly [name: string, value: Word | undefined])[];

  constructor(pairs: readonly (readonly [string, Word | undefined])[]) {
    this.pairs = pairs;
  }

  has(...names: readonly string[]): boolean {
    return this.pairs.some(([name]) => names.includes(name));
  }

  /** The last value given to any of the names. */
  value(...names: readonly string[]): Word | undefined {
    return this.pairs.findLast(([name]) => names.includes(name))?.[1];
  }
}

export interface Options {
  readonly given: Given;
  /** Index of the first operand in argv. */
  readonly operands: number;
}

/** An argument that begins like an option, and the parts behind its text; undefined for an operand, `-` included. */
export function optionText([head, ...tail]: Word): { text: string; tail: Word } | undefined {
  if (head === undefined || isHole(head) || !head.lit.startsWith('-')) return undefined;
  return head.lit === '-' && tail.length === 0 ? undefined : { text: head.lit, tail };
}

/**
 * Reads the options before the first operand, as getopt does with POSIXLY_CORRECT: `--` ends them, clusters and
 * attached values are taken apart. A word that begins with a hole is taken as an operand.
 */
export function readOptions(argv: readonly Word[], grammar: Grammar, from = 1): Options {
  const given: [string, Word | undefined][] = [];
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
      const equals = text.indexOf('=');
      const written = equals < 0 ? text.slice(2) : text.slice(2, equals);
      const valued = completed(written, grammar.long);
      const name = valued ?? written;
      if (equals >= 0) given.push([name, [...word(text.slice(equals + 1)), ...tail]]);
      else given.push([name, valued === undefined ? undefined : argv[++at]]);
      continue;
    }
    for (let index = 1; index < text.length; index++) {
      const letter = text[index] ?? '';
      if (!grammar.short.includes(letter)) {
        given.push([letter, undefined]);
        continue;
      }
      const attached = [...word(text.slice(index + 1)), ...tail];
      given.push([letter, attached.length > 0 ? attached : argv[++at]]);
      break;
    }
  }
  return { given: new Given(given), operands: Math.min(at, argv.length) };
}

/**
 * Reads all arguments, options and operands mixed, as GNU getopt does without POSIXLY_CORRECT: `rm x -rf` is
 * `rm -rf x`.
 */
export function readArguments(
  argv: readonly Word[],
  grammar: Grammar,
): { given: Given; operands: readonly Word[] } {
  const given: (readonly [string, Word | undefined])[] = [];
  const operands: Word[] = [];
  for (let at = 1; at < argv.length; ) {
    const read = readOptions(argv, grammar, at);
    given.push(...read.given.pairs);
    const ended = read.operands > at && textOf(argv[read.operands - 1] ?? []) === '--';
    operands.push(...argv.slice(read.operands, ended ? undefined : read.operands + 1));
    at = ended ? argv.length : read.operands + 1;
  }
  return { given: new Given(given), operands };
}

/** The long option a name or an unambiguous beginning of one stands for. */
function completed(written: string, long: readonly string[]): string | undefined {
  if (long.includes(written)) return written;
  const [only, ...others] = written.length > 1 ? long.filter(known => known.startsWith(written)) : [];
  return others.length === 0 ? only : undefined;
}

const ASSIGNMENT = /^([A-Za-z_]\w*)=/;

/** The name that `NAME=value` sets, for `env` and `sudo`. */
export function assignedName(argument: Word): string | undefined {
  const head = argument[0];
  return head === undefined || isHole(head) ? undefined : ASSIGNMENT.exec(head.lit)?.[1];
}

/** As env(1) has it: a name is anything without `=`. */
export function anyAssignedName(argument: Word): string | undefined {
  const head = argument[0];
  return head === undefined || isHole(head) ? undefined : /^([^=]+)=/s.exec(head.lit)?.[1];
}

/** The value part of `NAME=value`. */
export function assignedValue(argument: Word): Word {
  const [head, ...tail] = argument;
  return head === undefined || isHole(head)
    ? argument
    : [...word(head.lit.slice(head.lit.indexOf('=') + 1)), ...tail];
}

/** The last component of a known program word: `/usr/bin/env` is `env`, `C:\\Git\\git.exe` is `git.exe`. */
export function baseName(program: Word): string | undefined {
  const text = textOf(program);
  if (text === undefined || !text.includes('\\')) return text?.slice(text.lastIndexOf('/') + 1);
  return /^(?:[A-Za-z]:|\\|\.{1,2})\\/.test(text)
    ? text.slice(text.search(/[^\\/]*$/))
    : text.slice(text.lastIndexOf('/') + 1);
}
