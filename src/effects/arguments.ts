import { isHole, textOf, type Word, word } from '../core/word.ts';
import type { Grammar, Option, Program, Slot, Verb } from './compile.ts';

/** A program's arguments, taken apart. */
export interface Arguments {
  /** Names of the subcommand, in order; those the model knows. */
  readonly verb: readonly string[];
  readonly slots: readonly Slot[];
  readonly operands: readonly Word[];
  readonly given: readonly (readonly [option: Option, value: Word | undefined])[];
}

/**
 * Finds the subcommand, the options and the operands. Options stand anywhere, between the words of a subcommand too,
 * unless the model is `posix`; `--` ends them. A word that begins with a hole is taken as an operand.
 */
export function readWords(argv: readonly Word[], program: Program): Arguments {
  const { dash, posix = false } = program.model;
  let grammars: Grammar[] = [program.grammar];
  const operands: Word[] = [];
  const given: [Option, Word | undefined][] = [];
  const verb: string[] = [];
  // Words that may lead to a subcommand, since the last one that is.
  let towards: Word[] = [];
  let nodes: readonly Verb[] = [program];
  let found: Verb = program;
  let ended = false;
  for (let at = 1; at < argv.length; at++) {
    const argument = argv[at] ?? [];
    const [head, ...tail] = argument;
    if (!ended && head !== undefined && !isHole(head) && /^-./s.test(head.lit)) {
      if (head.lit === '--' && tail.length === 0) {
        ended = true;
        continue;
      }
      const long = head.lit.startsWith('--') || dash === 'single';
      at += long
        ? readLong(head.lit.replace(/^--?/, ''), tail, argv[at + 1], grammars, given)
        : readShort(head.lit, tail, argv[at + 1], grammars, given);
      continue;
    }
    const text = nodes.length === 0 || verb.length > 8 ? undefined : textOf(argument);
    nodes = text === undefined ? [] : below(nodes, text);
    if (nodes.length === 0) {
      operands.push(...towards, argument);
      towards = [];
      if (posix) ended = true;
      continue;
    }
    towards.push(argument);
    grammars = [...nodes.map(({ grammar }) => grammar), ...grammars];
    const named = nodes.find(({ defined }) => defined);
    if (named === undefined) continue;
    found = named;
    verb.push(...towards.map(one => textOf(one) ?? ''));
    towards = [];
  }
  return { verb, slots: found.slots, operands: [...operands, ...towards], given };
}

/** Exact names before patterns. */
function below(nodes: readonly Verb[], text: string): readonly Verb[] {
  return [
    ...nodes.flatMap(({ verbs }) => verbs.get(text) ?? []),
    ...nodes.flatMap(({ patterns }) =>
      patterns.flatMap(([pattern, verb]) => (pattern.test(text) ? [verb] : [])),
    ),
  ];
}

const UNKNOWN = { value: 'none', means: new Set<string>(), skipsLess: false } as const;

function find(name: string, grammars: readonly Grammar[]): Option | undefined {
  for (const { options } of grammars) {
    const found = options.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** @returns how many further words it took */
function readLong(
  written: string,
  tail: Word,
  next: Word | undefined,
  grammars: readonly Grammar[],
  given: [Option, Word | undefined][],
): number {
  const equals = written.indexOf('=');
  const name = equals < 0 ? written : written.slice(0, equals);
  const option = find(name, grammars) ?? abbreviated(name, grammars);
  if (equals >= 0) {
    given.push([option ?? { ...UNKNOWN, name }, [...word(written.slice(equals + 1)), ...tail]]);
    return 0;
  }
  const open =
    option === undefined && grammars.some(one => one.open) && !/^(?:no-|help$|version$)/.test(name);
  if (option?.value !== 'next' && !(open && next !== undefined && !/^-/.test(textOf(next) ?? ''))) {
    given.push([option ?? { ...UNKNOWN, name }, undefined]);
    return 0;
  }
  given.push([option ?? { ...UNKNOWN, name }, next]);
  return 1;
}

function readShort(
  written: string,
  tail: Word,
  next: Word | undefined,
  grammars: readonly Grammar[],
  given: [Option, Word | undefined][],
): number {
  for (let index = 1; index < written.length; index++) {
    const letter = written[index] ?? '';
    const option = find(letter, grammars);
    if (option === undefined || option.value === 'none') {
      given.push([option ?? { ...UNKNOWN, name: letter }, undefined]);
      continue;
    }
    const attached = [...word(written.slice(index + 1)), ...tail];
    if (option.value === 'attached' || attached.length > 0) {
      given.push([option, attached.length > 0 ? attached : undefined]);
      return 0;
    }
    given.push([option, next]);
    return 1;
  }
  return 0;
}

/** getopt_long takes any beginning that only one name has. */
function abbreviated(written: string, grammars: readonly Grammar[]): Option | undefined {
  if (written.length < 2) return undefined;
  let only: string | undefined;
  for (const { long } of grammars)
    for (const name of long) {
      if (!name.startsWith(written) || name === only) continue;
      if (only !== undefined) return undefined;
      only = name;
    }
  return only === undefined ? undefined : find(only, grammars);
}
