import { LIMITS } from '../../../core/limits.ts';
import type { Word } from '../../../core/word.ts';
import type { Language } from '../dialect.ts';
import type { FunctionNode, Node, Place } from '../parse/node.ts';
import type { World } from './call.ts';
import type { Library } from './library.ts';
import { Memory } from './memory.ts';
import { Printed } from './printed.ts';
import { either, knownText, list, type Scope, table, text, UNKNOWN, type Value, wordOf } from './value.ts';

/** Thrown where following a program has taken all the steps it may. */
export class ProgramBound extends Error {}

export const NOWHERE: Place = { start: 0, end: 0 };

/** What all that follow a program share: what it knows, what it has written, and how far it has come. */
export abstract class Follower {
  protected readonly world: World;
  protected readonly library: Library;
  protected readonly language: Language;
  /** What the hole marks in the program's text stand for. */
  protected readonly marks: readonly Word[];
  protected readonly memory = new Memory();
  protected readonly printed = new Printed();
  /** Functions nobody has called yet. */
  protected readonly uncalled = new Map<FunctionNode, Scope>();
  /** Modules whose names are known without it (`from os import *`). */
  protected readonly stars: string[] = [];
  protected returned: Value | undefined;
  /** What the function that is being followed has yielded. */
  protected yielded: Value[] = [];
  /** What it has done that is another thing when it is done twice: it started a program, wrote, or printed. */
  protected acts = 0;
  #steps = 0;

  constructor(world: World, library: Library, language: Language, marks: readonly Word[]) {
    this.world = {
      ...world,
      get cwd() {
        return world.cwd;
      },
      start: (argv, place, options) => {
        this.acts++;
        const output = world.start(argv, place, options);
        // In which order the two write is another question than what.
        if (options.captured !== true && output?.length !== 0) this.printed.write(undefined);
        return output;
      },
      wrote: (...given) => {
        this.acts++;
        world.wrote(...given);
      },
    };
    this.library = library;
    this.language = language;
    this.marks = marks;
  }

  abstract evaluate(node: Node): Value;

  /** Assigns to a name, or to the names in a pattern. */
  protected abstract give(target: Node, value: Value): void;

  /** @throws ProgramBound */
  protected step(): void {
    if (++this.#steps > LIMITS.programSteps) throw new ProgramBound();
    this.world.step();
  }

  /** Each in order; the value is the last one's. */
  protected all(body: readonly Node[]): Value {
    let last = UNKNOWN;
    for (const node of body) last = this.evaluate(node);
    return last;
  }

  /** What may run, or not. */
  protected maybe<T>(run: () => T): T {
    const before = this.world.cwd;
    const result = this.printed.maybe(() => this.memory.maybe(run));
    if (this.world.cwd !== before) this.world.enter(wordOf(either(text(before), text(this.world.cwd))));
    return result;
  }

  protected assign(name: string, value: Value): void {
    this.memory.assign(name, this.language === 'perl' ? perlValue(name, value) : value);
  }
}

/** A Perl list in an array is the list, and in a hash its items are keys and values in turn. */
function perlValue(name: string, value: Value): Value {
  if (name.startsWith('@') && value.kind !== 'list') return list([value], value.kind === 'unknown');
  if (!name.startsWith('%') || value.kind !== 'list') return value;
  const entries: [string, Value][] = [];
  for (let at = 0; at + 1 < value.items.length; at += 2)
    entries.push([knownText(value.items[at]) ?? `\0${at}`, value.items[at + 1] ?? UNKNOWN]);
  return table(entries);
}
