import { LIMITS } from '../../core/limits.ts';
import { alternatives, hole, oneOf, textOf, type Word, word } from '../../core/word.ts';
import type { FunctionNode } from '../parse.ts';

/** What a command writes to its standard output; undefined when that is not known. */
export type Output = Word | undefined;

/** What a file now holds. */
export type Written =
  /** This text, `undefined` where that is not known; with `appended` it stands after what was there before. */
  | { readonly content: Output; readonly appended: boolean }
  /** What another file held. */
  | { readonly copyOf: Word };

/** Elements in order; their indices or keys where those are not 0, 1, 2 … */
export interface ArrayValue {
  readonly elements: readonly Word[];
  readonly keys?: readonly string[];
}

/** A scalar, an array, or another variable's name (`declare -n`). */
export type Value = Word | ArrayValue | { readonly reference: string };

/** The value of a variable that is known not to be set: the same object, so that `X=` can be told from it. */
export const UNSET: Word = Object.freeze([]);

/** What `declare` can make of every value a variable is given. */
export type Attribute = 'lower' | 'upper' | 'integer' | 'associative';

export interface FunctionDefinition {
  readonly node: FunctionNode;
  /** The source its spans index, and what the hole marks in that text stand for. */
  readonly source: number;
  readonly marks: readonly Word[];
}

export function isArray(value: Value): value is ArrayValue {
  return 'elements' in value;
}

export function isReference(value: Value): value is { readonly reference: string } {
  return 'reference' in value;
}

const NOWHERE: Word = hole('variable', 'OLDPWD');
const NO_ARGUMENT: Word = hole('variable', '_');
const BASH: Word = word('bash');
const NO_SCOPES: readonly Map<string, Value | undefined>[] = [];
const NOTHING: ReadonlySet<string> = new Set();

/** Variables that every environment has. */
const EVERYWHERE: ReadonlySet<string> = new Set(
  'HOME LANG LOGNAME PATH PWD SHELL TERM TMPDIR USER'.split(' '),
);

/** What a shell process remembers between two commands, as far as it is known. */
export class State {
  cwd: Word;
  previousCwd: Word;
  /** `$1 …`; undefined: unknown. */
  positional: readonly Word[] | undefined;
  scriptName: Word;
  /** `$_`: the last argument of the command before. */
  lastArgument: Word = NO_ARGUMENT;
  /** Content of files this command has written, by absolute path. Forks share it: a file is on disk. */
  readonly written: Map<string, Written>;
  readonly #spend: (steps: number) => void;
  #tables: Tables;
  #shared = false;
  /** Variables the caller's environment does not have: what they are given here stays here. */
  #absent: ReadonlySet<string> = NOTHING;
  /** What `local` has hidden, innermost function last. */
  #scopes: readonly Map<string, Value | undefined>[] = NO_SCOPES;
  /** Directories of `pushd`, the last one on top. */
  directories: readonly Word[] = [];

  /**
   * @param spend told of work that grows with the number of variables
   * @param variables what the environment holds, or the tables of the state this one is forked from
   */
  constructor(
    cwd: Word,
    spend: (steps: number) => void,
    variables: Iterable<readonly [string, Value]> | Tables = [],
    written = new Map<string, Written>(),
  ) {
    this.cwd = cwd;
    this.#spend = spend;
    this.previousCwd = NOWHERE;
    this.positional = [];
    this.scriptName = BASH;
    this.written = written;
    if ('exported' in variables) {
      this.#tables = variables;
      this.#shared = true;
      return;
    }
    const known = new Map(variables);
    this.#absent = new Set([...known].filter(([, value]) => value === UNSET).map(([name]) => name));
    this.#tables = {
      variables: known,
      exported: new Set([...known].filter(([, value]) => value !== UNSET).map(([name]) => name)),
      functions: new Map(),
      aliases: new Map(),
      attributes: new Map(),
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

  get attributes(): ReadonlyMap<string, Attribute> {
    return this.#tables.attributes;
  }

  attribute(name: string, attribute: Attribute | undefined): void {
    const { attributes } = this.#own();
    if (attribute === undefined) attributes.delete(name);
    else attributes.set(name, attribute);
  }

  /** Begins a function: what `local` hides until it ends. */
  enter(): void {
    this.#scopes = [...this.#scopes, new Map()];
  }

  /** Ends a function: what `local` has hidden is there again. */
  leave(): void {
    const hidden = this.#scopes.at(-1);
    this.#scopes = this.#scopes.slice(0, -1);
    for (const [name, value] of hidden ?? []) this.setVariable(name, value);
  }

  /** Hides a variable until the function ends; outside functions nothing happens. */
  hide(name: string): void {
    const scope = this.#scopes.at(-1);
    if (scope !== undefined && !scope.has(name)) scope.set(name, this.variables.get(name));
  }

  export(name: string): void {
    this.#own().exported.add(name);
  }

  define(name: string, definition: FunctionDefinition): void {
    this.#own().functions.set(name, definition);
  }

  undefine(name: string): void {
    this.#own().functions.delete(name);
  }

  alias(name: string, text: Word): void {
    this.#own().aliases.set(name, text);
  }

  /** A copy for a subshell: what it changes stays there, but files it writes are on disk. Cheap until it changes. */
  fork(): State {
    const copy = new State(this.cwd, this.#spend, this.#tables, this.written);
    copy.previousCwd = this.previousCwd;
    copy.positional = this.positional;
    copy.scriptName = this.scriptName;
    copy.lastArgument = this.lastArgument;
    copy.#absent = this.#absent;
    copy.directories = this.directories;
    copy.#scopes = this.#scopes;
    this.#shared = true;
    return copy;
  }

  /** `export -f`: what a shell started from here finds defined. */
  exportFunction(name: string): void {
    this.#own().exported.add(functionKey(name));
  }

  /** What a program started from here sees: what is exported, no positional parameters. */
  child(): State {
    const { variables, exported, functions } = this.#tables;
    const copy = new State(
      this.cwd,
      this.#spend,
      [...variables].map(([name, value]) => [
        name,
        exported.has(name) ? value : this.#inherited(name, value),
      ]),
      this.written,
    );
    copy.#absent = this.#absent;
    copy.previousCwd = this.previousCwd;
    for (const [name, definition] of functions)
      if (exported.has(functionKey(name))) copy.define(name, definition);
    return copy;
  }

  /** What a variable that is not exported here is to a program: it still is if it came from the environment. */
  #inherited(name: string, value: Value): Value {
    if (this.#absent.has(name)) return UNSET;
    if (EVERYWHERE.has(name) || isArray(value) || isReference(value)) return value;
    const text = textOf(value);
    return text === undefined ? value : oneOf('variable', name, [...new Set([text, ''])], false);
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
    this.lastArgument = joinWords(
      branches.map(one => one.lastArgument),
      '_',
    );
    this.directories = first.directories;
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
      for (const [name, attribute] of branch.attributes) tables.attributes.set(name, attribute);
    }
  }

  /** Nothing has changed in either since they were one. */
  sameAs(other: State): boolean {
    return this.#tables === other.#tables && this.cwd === other.cwd && this.positional === other.positional;
  }

  /** Names of variables that two states disagree on; `PWD` where they stand in different places. */
  differences(other: State): readonly string[] {
    const names = sameWord(this.cwd, other.cwd) ? [] : ['PWD'];
    if (!sameWord(this.lastArgument, other.lastArgument)) names.push('_');
    if (this.#tables === other.#tables) return names;
    this.#spend((this.variables.size + other.variables.size) / 16);
    for (const name of new Set([...this.variables.keys(), ...other.variables.keys()])) {
      const [here, there] = [this.variables.get(name), other.variables.get(name)];
      if (here !== there && (here === undefined || there === undefined || !sameValue(here, there)))
        names.push(name);
    }
    return names;
  }

  #own(): Tables {
    if (this.#shared) {
      const { variables, exported, functions, aliases, attributes } = this.#tables;
      this.#spend((variables.size + exported.size + functions.size + aliases.size + attributes.size) / 16);
      this.#tables = {
        variables: new Map(variables),
        exported: new Set(exported),
        functions: new Map(functions),
        aliases: new Map(aliases),
        attributes: new Map(attributes),
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
  readonly attributes: Map<string, Attribute>;
}

/** No variable has a name like this. */
function functionKey(name: string): string {
  return `${name}()`;
}

function sameWord(a: Word, b: Word): boolean {
  if (a === b) return true;
  const [known, other] = [textOf(a), textOf(b)];
  if (known !== undefined || other !== undefined) return known === other && (a === UNSET) === (b === UNSET);
  return JSON.stringify(a) === JSON.stringify(b);
}

function sameValue(a: Value, b: Value): boolean {
  if (isReference(a) || isReference(b))
    return isReference(a) && isReference(b) && a.reference === b.reference;
  if (isArray(a) || isArray(b))
    return (
      isArray(a) &&
      isArray(b) &&
      sameWords(a.elements, b.elements) &&
      a.keys?.join('\0') === b.keys?.join('\0')
    );
  return sameWord(a, b);
}

function sameWords(a: readonly Word[] | undefined, b: readonly Word[] | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((one, index) => sameWord(one, b[index] ?? []));
}

function joinWords(words: readonly Word[], name: string): Word {
  const joined = joinValues(words, name);
  return joined === undefined || isArray(joined) || isReference(joined) ? hole('variable', name) : joined;
}

/** Elements that are looked at when arrays of several branches are put together. */
const JOINED = 64;

/** Element by element; where a branch has no array each element may be something else. */
function joinArrays(values: readonly (Value | undefined)[], name: string): Value | undefined {
  const arrays = values.filter(value => value !== undefined && isArray(value));
  if (arrays.some(array => array.keys !== undefined || array.elements.length > JOINED)) return undefined;
  const length = Math.max(...arrays.map(array => array.elements.length));
  const elements = Array.from({ length }, (_, at) => {
    const words = arrays.map(array => array.elements[at]);
    if (arrays.length < values.length) words.push(undefined);
    const joined = joinValues(words, name);
    return joined === undefined || isArray(joined) || isReference(joined) ? hole('variable', name) : joined;
  });
  return { elements };
}

/** What a variable can hold after branches; undefined where none of them left anything known. */
function joinValues(values: readonly (Value | undefined)[], name: string): Value | undefined {
  const [first] = values;
  if (first !== undefined && values.every(value => value !== undefined && sameValue(value, first)))
    return first;
  const texts = new Set<string>();
  let open = false;
  for (const value of values) {
    const readings =
      value === undefined || isArray(value) || isReference(value)
        ? []
        : alternatives(value, LIMITS.holeValues);
    open ||= readings.length === 0;
    for (const reading of readings) {
      const text = textOf(reading);
      if (text === undefined) open = true;
      else texts.add(text);
    }
  }
  if (texts.size === 0)
    return values.some(value => value !== undefined && isArray(value)) ? joinArrays(values, name) : undefined;
  return texts.size > LIMITS.holeValues ? hole('variable', name) : oneOf('variable', name, [...texts], open);
}
