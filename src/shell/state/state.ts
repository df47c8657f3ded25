import { hole, oneOf, textOf, type Word, word } from '../../core/word.ts';
import { sameValue, sameWord, sameWords } from './compare.ts';
import { type Descriptors, NO_DESCRIPTORS } from './descriptors.ts';
import { joinDescriptors, joinOptions, joinValues, joinWords } from './join.ts';
import { isMade, joinMade, type Made, NOTHING_MADE, noteMade } from './made.ts';
import type { Written } from './output.ts';
import { type Otherwise, oneOfPlaces, type Place } from './place.ts';
import {
  type Attribute,
  copyOf,
  type FunctionDefinition,
  functionKey,
  sizeOf,
  type Tables,
  tablesOf,
} from './tables.ts';
import { isArray, isReference, UNSET, type Value } from './value.ts';

const NOWHERE: Word = hole('variable', 'OLDPWD');
const NO_ARGUMENT: Word = hole('variable', '_');
const BASH: Word = word('bash');
const NO_SCOPES: readonly Map<string, Value | undefined>[] = [];
const NOTHING: ReadonlySet<string> = new Set();
const NO_VARIABLES: ReadonlyMap<string, Value> = new Map();

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
  /** What is open, by number. */
  descriptors: Descriptors = NO_DESCRIPTORS;
  /** What `shopt` and `set` have switched on. */
  options: ReadonlySet<string> = NOTHING;
  /** An `exit` or `return` has been met: what is walked behind it does not run, and leaves nothing behind. */
  gone = false;
  /** In a function: the states that its `return`s leave. */
  returned: State[] | undefined;
  #otherwise: Otherwise | undefined;
  #made: Made = NOTHING_MADE;
  /** What the caller's environment holds, to tell it from what is set here. */
  #environment: ReadonlyMap<string, Value> = NO_VARIABLES;

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
    this.#environment = known.size === 0 ? NO_VARIABLES : new Map(known);
    this.#absent = new Set([...known].filter(([, value]) => value === UNSET).map(([name]) => name));
    this.#tables = tablesOf(known);
  }

  option(name: string, on: boolean): void {
    if (this.options.has(name) === on) return;
    const options = new Set(this.options);
    if (on) options.add(name);
    else options.delete(name);
    this.options = options;
  }

  /** The variable holds what the command gave it, not what the caller's environment did. */
  isSetHere(name: string): boolean {
    const value = this.variables.get(name);
    return value !== undefined && value !== UNSET && value !== this.#environment.get(name);
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

  /** Goes to a directory, unless it turns out that `cd` fails. */
  move(to: Word, directories: readonly Word[], certain: boolean): void {
    const { cwd, previousCwd } = this;
    this.#otherwise = { cwd, previousCwd, directories: this.directories, sure: certain ? 'here' : undefined };
    this.cwd = to;
    this.previousCwd = cwd;
    this.directories = directories;
  }

  /** Whether the last command was a `cd`, and whether it is known how it ended. */
  get moved(): 'surely' | 'perhaps' | undefined {
    if (this.#otherwise === undefined) return undefined;
    return this.#otherwise.sure === undefined ? 'perhaps' : 'surely';
  }

  /** What follows runs only if the last command succeeded. */
  succeeded(): void {
    this.#otherwise = undefined;
  }

  /** What follows runs only if the last command failed: a `cd` has not moved. */
  failed(): void {
    const other = this.#otherwise;
    if (other === undefined) return;
    this.#otherwise = undefined;
    this.cwd = other.cwd;
    this.previousCwd = other.previousCwd;
    this.directories = other.directories;
  }

  /** `!`: what was success is failure. */
  negate(): void {
    const other = this.#otherwise;
    if (other === undefined) return;
    const { cwd, directories, previousCwd } = this;
    const sure = other.sure === undefined ? undefined : other.sure === 'here' ? 'there' : 'here';
    this.failed();
    this.#otherwise = { cwd, directories, previousCwd, sure };
  }

  /** What follows runs whatever became of the last command. */
  goOn(): void {
    if (this.#otherwise === undefined) return;
    const cwds = this.#places(one => one.cwd);
    const previous = this.#places(one => one.previousCwd);
    this.#otherwise = undefined;
    this.cwd = oneOfPlaces(cwds, 'PWD');
    this.previousCwd = oneOfPlaces(previous, 'OLDPWD');
  }

  /** Where it stood first: that is what is kept where there are too many. */
  #places(of: (one: Place) => Word): readonly Word[] {
    const other = this.#otherwise;
    if (other === undefined || other.sure === 'here') return [of(this)];
    return other.sure === 'there' ? [of(other)] : [of(other), of(this)];
  }

  /** Notes that a directory was made, or that one was taken away with all that is below it. */
  noteDirectory(path: string, there: boolean): void {
    this.#made = noteMade(this.#made, path, there);
  }

  /** Whether this command has made a directory, or taken it away; undefined: neither. */
  hasDirectory(path: string): boolean | undefined {
    return isMade(this.#made, path);
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

  /**
   * Hides a variable until the function ends; outside functions nothing happens.
   * @returns whether it is hidden now
   */
  hide(name: string): boolean {
    const scope = this.#scopes.at(-1);
    if (scope !== undefined && !scope.has(name)) scope.set(name, this.variables.get(name));
    return scope !== undefined;
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
    copy.descriptors = this.descriptors;
    copy.options = this.options;
    copy.#environment = this.#environment;
    copy.#scopes = this.#scopes;
    copy.#otherwise = this.#otherwise;
    copy.#made = this.#made;
    copy.returned = this.returned;
    copy.gone = this.gone;
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
    copy.#made = this.#made;
    copy.descriptors = this.descriptors;
    copy.#environment = this.#environment;
    for (const [name, definition] of functions)
      if (exported.has(functionKey(name))) {
        copy.define(name, definition);
        copy.exportFunction(name);
      }
    return copy;
  }

  /** `env -i`: nothing is set. */
  clear(): void {
    const { variables, exported } = this.#own();
    for (const name of [...variables.keys(), ...EVERYWHERE]) variables.set(name, UNSET);
    exported.clear();
  }

  /** What a variable that is not exported here is to a program: it still is if it came from the environment. */
  #inherited(name: string, value: Value): Value {
    if (this.#absent.has(name)) return UNSET;
    if (EVERYWHERE.has(name) || isArray(value) || isReference(value)) return value;
    const text = textOf(value);
    return text === undefined ? value : oneOf('variable', name, [...new Set([text, ''])], false);
  }

  /**
   * Takes the state that one of several branches left behind: what they disagree on is a hole with their values. Those
   * that were left by `exit` or `return` do not come here.
   */
  join(all: readonly State[]): void {
    const staying = all.filter(one => !one.gone);
    const branches = staying.length === 0 ? all : staying;
    const [first, ...others] = branches;
    if (first === undefined) return;
    this.gone = staying.length === 0;
    this.cwd = oneOfPlaces(
      branches.flatMap(one => one.#places(one => one.cwd)),
      'PWD',
    );
    this.previousCwd = oneOfPlaces(
      branches.flatMap(one => one.#places(one => one.previousCwd)),
      'OLDPWD',
    );
    this.#otherwise = undefined;
    this.#made = joinMade(branches.map(one => one.#made));
    this.lastArgument = joinWords(
      branches.map(one => one.lastArgument),
      '_',
    );
    this.directories = first.directories;
    this.descriptors = joinDescriptors(branches.map(one => one.descriptors));
    this.options = joinOptions(branches.map(one => one.options));
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
    return (
      this.#tables === other.#tables &&
      this.cwd === other.cwd &&
      this.gone === other.gone &&
      this.#made === other.#made &&
      this.#otherwise === other.#otherwise &&
      this.positional === other.positional &&
      this.descriptors === other.descriptors
    );
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
      this.#spend(sizeOf(this.#tables) / 16);
      this.#tables = copyOf(this.#tables);
      this.#shared = false;
    }
    return this.#tables;
  }
}
