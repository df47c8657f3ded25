import { LIMITS } from '../core/limits.ts';
import { alternatives, hole, oneOf, textOf, type Word, word } from '../core/word.ts';
import type { FunctionNode } from './parse.ts';

/** What a command writes to its standard output; undefined when that is not known. */
export type Output = Word | undefined;

/** A scalar, or an array's elements in order. */
export type Value = Word | { readonly elements: readonly Word[] };

export interface FunctionDefinition {
  readonly node: FunctionNode;
  /** The source its spans index, and what the hole marks in that text stand for. */
  readonly source: number;
  readonly marks: readonly Word[];
}

export function isArray(value: Value): value is { readonly elements: readonly Word[] } {
  return 'elements' in value;
}

/** What a shell process remembers between two commands, as far as it is known. */
export class State {
  cwd: Word;
  previousCwd: Word;
  /** `$1 …`; undefined: unknown. */
  positional: readonly Word[] | undefined;
  scriptName: Word;
  /** Content of files this command has written, by absolute path; undefined: written, content unknown. Forks share it. */
  readonly written: Map<string, Output>;
  readonly #spend: (steps: number) => void;
  #tables: Tables;
  #shared = false;

  /** @param spend told of work that grows with the number of variables */
  constructor(
    cwd: Word,
    spend: (steps: number) => void,
    variables: Iterable<readonly [string, Value]> = [],
    written = new Map<string, Output>(),
  ) {
    this.cwd = cwd;
    this.#spend = spend;
    this.previousCwd = hole('variable', 'OLDPWD');
    this.positional = [];
    this.scriptName = word('bash');
    this.written = written;
    const known = new Map(variables);
    this.#tables = {
      variables: known,
      exported: new Set(known.keys()),
      functions: new Map(),
      aliases: new Map(),
    };
  }

  /** Known variables; one that is missing here is unknown, not unset. */
  get variables(): ReadonlyMap<string, Value> {
    return this.#tables.variables;
  }

  get functions(): ReadonlyMap<string, FunctionDefinition> {
    return this.#tables.functions;
  }

  get aliases(): ReadonlyMap<string, Word> {
    return this.#tables.aliases;
  }

  /** @param value undefined: the variable is set, to something unknown */
  setVariable(name: string, value: Value | undefined): void {
    const { variables } = this.#own();
    if (value === undefined) variables.delete(name);
    else variables.set(name, value);
  }

  export(name: string): void {
    this.#own().exported.add(name);
  }

  define(name: string, definition: FunctionDefinition): void {
    this.#own().functions.set(name, definition);
  }

  alias(name: string, text: Word): void {
    this.#own().aliases.set(name, text);
  }

  /** A copy for a subshell: what it changes stays there, but files it writes are on disk. Cheap until it changes. */
  fork(): State {
    const copy = new State(this.cwd, this.#spend, [], this.written);
    copy.previousCwd = this.previousCwd;
    copy.positional = this.positional;
    copy.scriptName = this.scriptName;
    copy.#tables = this.#tables;
    copy.#shared = true;
    this.#shared = true;
    return copy;
  }

  /** What a program started from here sees: exported variables, no functions, no positional parameters. */
  child(): State {
    const { variables, exported } = this.#tables;
    const copy = new State(
      this.cwd,
      this.#spend,
      [...variables].filter(([name]) => exported.has(name)),
      this.written,
    );
    copy.previousCwd = this.previousCwd;
    return copy;
  }

  /** Takes the state that one of several branches left behind: what they disagree on is a hole with their values. */
  join(branches: readonly State[]): void {
    const [first, ...others] = branches;
    if (first === undefined) return;
    this.cwd = joinWords(
      branches.map(one => one.cwd),
      'PWD',
    );
    this.previousCwd = joinWords(
      branches.map(one => one.previousCwd),
      'OLDPWD',
    );
    this.positional = others.every(one => sameWords(one.positional, first.positional))
      ? first.positional
      : undefined;
    if (branches.every(one => one.#tables === this.#tables)) return;
    const tables = this.#own();
    const names = new Set(branches.flatMap(one => [...one.variables.keys()]));
    this.#spend((names.size * branches.length) / 8);
    for (const name of names) {
      const joined = joinValues(
        branches.map(one => one.variables.get(name)),
        name,
      );
      if (joined === undefined) tables.variables.delete(name);
      else tables.variables.set(name, joined);
    }
    for (const branch of branches) {
      for (const [name, definition] of branch.functions) tables.functions.set(name, definition);
      for (const [name, text] of branch.aliases) tables.aliases.set(name, text);
      for (const name of branch.#tables.exported) tables.exported.add(name);
    }
  }

  /** Nothing has changed in either since they were one. */
  sameAs(other: State): boolean {
    return this.#tables === other.#tables && this.cwd === other.cwd && this.positional === other.positional;
  }

  #own(): Tables {
    if (this.#shared) {
      const { variables, exported, functions, aliases } = this.#tables;
      this.#spend((variables.size + exported.size + functions.size + aliases.size) / 16);
      this.#tables = {
        variables: new Map(variables),
        exported: new Set(exported),
        functions: new Map(functions),
        aliases: new Map(aliases),
      };
      this.#shared = false;
    }
    return this.#tables;
  }
}

interface Tables {
  readonly variables: Map<string, Value>;
  readonly exported: Set<string>;
  readonly functions: Map<string, FunctionDefinition>;
  readonly aliases: Map<string, Word>;
}

function sameWord(a: Word, b: Word): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function sameValue(a: Value, b: Value): boolean {
  if (isArray(a) || isArray(b)) return isArray(a) && isArray(b) && sameWords(a.elements, b.elements);
  return sameWord(a, b);
}

function sameWords(a: readonly Word[] | undefined, b: readonly Word[] | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((one, index) => sameWord(one, b[index] ?? []));
}

function joinWords(words: readonly Word[], name: string): Word {
  const joined = joinValues(words, name);
  return joined === undefined || isArray(joined) ? hole('variable', name) : joined;
}

/** What a variable can hold after branches; undefined where none of them left anything known. */
function joinValues(values: readonly (Value | undefined)[], name: string): Value | undefined {
  const [first] = values;
  if (first !== undefined && values.every(value => value !== undefined && sameValue(value, first)))
    return first;
  const texts = new Set<string>();
  let open = false;
  for (const value of values) {
    const readings = value === undefined || isArray(value) ? [] : alternatives(value, LIMITS.holeValues);
    open ||= readings.length === 0;
    for (const reading of readings) {
      const text = textOf(reading);
      if (text === undefined) open = true;
      else texts.add(text);
    }
  }
  if (texts.size === 0) return undefined;
  return texts.size > LIMITS.holeValues ? hole('variable', name) : oneOf('variable', name, [...texts], open);
}
