import type { EffectKind } from '../../../core/effect.ts';
import type { Word } from '../../../core/word.ts';
import type { Language } from '../dialect.ts';
import type { Place } from '../parse/node.ts';
import type { Value } from './value.ts';

/** What a program that is being read may do to the world, and what it can see of it. */
export interface World {
  /** Where relative paths begin; `os.chdir` and its like change it. */
  readonly cwd: Word;
  enter(directory: Word): void;
  readonly home: string;
  /** Its arguments, as its own language hands them over. */
  readonly arguments: readonly Word[];
  /** The program itself, as it was called. */
  readonly program: Word;
  /** The file it was read from. */
  readonly script: Word | undefined;
  variable(name: string): Word | undefined;
  stdin(): Word | undefined;
  /** What the command wrote to that file before. */
  written(path: Word): Word | undefined;
  start(argv: readonly Word[], place: Place, options: StartOptions): Word | undefined;
  touch(kind: EffectKind, target: Word, recursive: boolean, place: Place): void;
  /** A file now holds the text, as far as that is known. */
  wrote(path: Word, content: Word | undefined, append: boolean): void;
  /** What is done at the place depends on what the program computes. */
  computed(place: Place, what: string): void;
  /** A text was decoded on the way, by this codec. */
  decoded(from: string, to: string, codec: string, place: Place): void;
  step(): void;
}

export interface StartOptions {
  readonly cwd?: Word;
  readonly stdin?: Word;
  readonly env?: readonly (readonly [string, Word])[];
  /** What it writes is handed to the program that starts it, and not to whoever reads that program's output. */
  readonly captured?: boolean;
}

/** A call with its arguments worked out. */
export interface Call {
  readonly world: World;
  readonly language: Language;
  /** What it was called by: `os.system`, or the name of a method. */
  readonly name: string;
  /** Of a method: what it is a method of. */
  readonly self: Value | undefined;
  readonly args: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  /** Of each argument that is a name: that name, for functions that change what they are given. */
  readonly names: readonly (string | undefined)[];
  readonly place: Place;
  /** Reads text as a program in the same language, here. */
  evaluate(code: Word): Value;
  apply(callee: Value, args: readonly Value[]): Value;
  /** `self.name(…)`. */
  method(self: Value, name: string, args: readonly Value[]): Value;
  /** What a name of the program holds. */
  lookup(name: string): Value | undefined;
  /** Gives a name of the program a value. */
  assign(name: string, value: Value): void;
  /** What happens some other time, in an order that is not followed: timers, threads, handlers. */
  later(run: () => Value): Value;
  /** What it prints becomes part of the program's standard output. */
  print(written: Word | undefined): void;
}

/** What a function of a library does, and what it returns. */
export type Api = (call: Call) => Value;
