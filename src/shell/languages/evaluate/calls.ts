import { LIMITS } from '../../../core/limits.ts';
import { textOf, type Word } from '../../../core/word.ts';
import type { FunctionNode, Node, Place } from '../parse/node.ts';
import { readProgram } from '../parse/program.ts';
import type { Api, Call } from './call.ts';
import { Follower, NOWHERE } from './follower.ts';
import { LONG_PATH, method, pathOf } from './members.ts';
import { isSilent } from './silent.ts';
import { list, type Scope, table, text, UNKNOWN, type Value } from './value.ts';

/** A call's arguments, worked out. */
export type Given = Pick<Call, 'args' | 'named'> & Partial<Pick<Call, 'names'>>;

const NONE: ReadonlyMap<string, Value> = new Map();

/** Calls of a function within itself that are followed: how often it really runs is not known. */
const RECURSION = 3;

/** Follows calls: of libraries, of methods, of functions of the program's own. */
export abstract class CallFollower extends Follower {
  /** The program's functions that are being followed, innermost last. */
  readonly #calls: FunctionNode[] = [];
  /** Calls that were not followed, because they are inside themselves or too many others. */
  #cut = 0;
  /** What functions gave back that were called without anything known, and what they could see then. */
  readonly #followed = new Map<FunctionNode, { scope: Scope; version: number; value: Value }>();
  #evaluations = 0;

  protected given(nodes: readonly Node[]): Given {
    const args: Value[] = [];
    const named = new Map<string, Value>();
    for (const node of nodes) {
      if (node.kind === 'pair') named.set(node.key, this.evaluate(node.value));
      else if (node.kind === 'spread') {
        const value = this.evaluate(node.of);
        if (node.pairs && value.kind === 'table') for (const [key, one] of value.entries) named.set(key, one);
        else args.push(...(spreadOf(value) ?? [UNKNOWN]));
      } else {
        const value = this.evaluate(node);
        // Perl's lists are flat.
        if (this.language === 'perl' && value.kind === 'list')
          args.push(...value.items, ...(value.open ? [UNKNOWN] : []));
        else args.push(value);
      }
    }
    return { args, named, names: nodes.map(node => (node.kind === 'name' ? node.name : undefined)) };
  }

  protected call(api: Api, name: string, self: Value | undefined, given: Given, place: Place): Value {
    return api({
      world: this.world,
      language: this.language,
      name,
      self,
      names: [],
      ...given,
      place,
      evaluate: code => this.evaluateText(code, place),
      apply: (callee, args) => this.apply(callee, args),
      method: (value, member, args) => this.#invoke(value, member, { args, named: NONE }, place),
      later: run => this.maybe(run),
      lookup: variable => this.memory.find(variable),
      assign: (variable, value) => this.memory.assign(variable, value),
      print: written => {
        this.acts++;
        this.printed.write(written);
      },
    });
  }

  /** `self.name(…)`. */
  protected callMethod(self: Value, name: string, nodes: readonly Node[], place: Place): Value {
    return this.#invoke(self, name, this.given(nodes), place);
  }

  #invoke(self: Value, name: string, given: Given, place: Place): Value {
    if (self.kind === 'outside') return this.#callOutside(pathOf(self.path, name), self, given, place);
    const entry = self.kind === 'table' ? self.entries.get(name) : undefined;
    if (entry !== undefined) return this.#callGiven(entry, given, place);
    const api = this.library.functions.get(`<${typeOf(self)}>.${name}`) ?? method(name);
    if (api !== undefined) return this.call(api, name, self, given, place);
    // A method of this program's own classes.
    const local = this.memory.find(name);
    if (local?.kind === 'function') return this.apply(local, given.args, given.named);
    this.#runGiven(given.args);
    if (typeOf(self) === 'unknown') this.printed.write(undefined);
    return UNKNOWN;
  }

  /** `callee(…)`. */
  protected callValue(callee: Value, nodes: readonly Node[], place: Place): Value {
    return this.#callGiven(callee, this.given(nodes), place);
  }

  #callGiven(callee: Value, given: Given, place: Place): Value {
    if (callee.kind === 'outside') return this.#callOutside(callee.path, undefined, given, place);
    if (callee.kind === 'function') return this.apply(callee, given.args, given.named);
    if (callee.kind === 'native') return callee.run(given.args);
    // PHP and Perl call a function by the text of its name.
    if (callee.kind === 'text' && (this.language === 'php' || this.language === 'perl')) {
      const name = textOf(callee.word);
      const own = name === undefined ? undefined : this.memory.find(name);
      if (own !== undefined) return this.#callGiven(own, given, place);
      if (name !== undefined) return this.#callOutside(name.replace(/^\\/, ''), undefined, given, place);
      this.world.computed(place, 'call');
    }
    this.#runGiven(given.args);
    return UNKNOWN;
  }

  #callOutside(path: string, self: Value | undefined, given: Given, place: Place): Value {
    const name = path.slice(path.lastIndexOf('.') + 1);
    const { functions } = this.library;
    const api = functions.get(path) ?? (self === undefined ? undefined : functions.get(`<any>.${name}`));
    if (api !== undefined) return this.call(api, path, self, given, place);
    // `self.method()` and `Class.method()` of this program.
    const local = self === undefined ? undefined : this.memory.find(name);
    if (local?.kind === 'function') return this.apply(local, given.args, given.named);
    this.#runGiven(given.args);
    // What is not known may print.
    if (!isSilent(path)) this.printed.write(undefined);
    return path.length > LONG_PATH ? UNKNOWN : { kind: 'outside', path: `${path}()` };
  }

  /** Functions handed to what nobody knows may be called there. */
  #runGiven(args: readonly Value[]): void {
    for (const one of args)
      if (one.kind === 'function' || one.kind === 'native') this.maybe(() => this.apply(one, []));
  }

  /** Runs a function with these arguments; those that are missing are not known. */
  protected apply(callee: Value, args: readonly Value[], named = NONE): Value {
    if (callee.kind === 'native') return callee.run(args);
    if (callee.kind === 'outside') {
      const api = this.library.functions.get(callee.path);
      return api === undefined ? UNKNOWN : this.call(api, callee.path, undefined, { args, named }, NOWHERE);
    }
    if (callee.kind !== 'function') return UNKNOWN;
    const { node, scope } = callee;
    this.uncalled.delete(node);
    const within = this.#calls.filter(one => one === node).length;
    if (this.#calls.length >= LIMITS.programCalls || within >= RECURSION) {
      this.#cut++;
      // With other arguments it may do other things each time.
      this.world.computed(NOWHERE, within === 0 ? 'call' : 'recursion');
      return UNKNOWN;
    }
    const blank = named.size === 0 && args.every(one => one.kind === 'unknown');
    const version = blank ? scope.version : 0;
    const earlier = blank ? this.#followed.get(node) : undefined;
    if (earlier?.scope === scope && earlier.version === version) return earlier.value;
    const [acts, cut] = [this.acts, this.#cut];
    const value = this.#follow(node, scope, { args, named });
    // What it does is known by now, unless doing it twice is another thing, or not all of it was looked at.
    if (blank && acts === this.acts && cut === this.#cut) this.#followed.set(node, { scope, version, value });
    return value;
  }

  #follow(node: FunctionNode, scope: Scope, given: Given): Value {
    const { returned, yielded } = this;
    this.returned = undefined;
    this.yielded = [];
    this.#calls.push(node);
    const last = this.memory.inside(scope, () => {
      this.#bind(node, given);
      return this.all(node.body);
    });
    const value =
      this.yielded.length > 0 ? list(this.yielded) : (this.returned ?? (node.implicit ? last : UNKNOWN));
    this.#calls.pop();
    this.returned = returned;
    this.yielded = yielded;
    return value;
  }

  #bind({ params }: FunctionNode, { args, named }: Given): void {
    const own = params[0]?.kind === 'name' && params[0].name === 'self' ? params.slice(1) : params;
    own.forEach((param, at) => {
      this.give(targetOf(param), this.#argumentFor(param, at, args, named));
    });
    this.memory.hold('@_', list(args));
    if (this.language === 'perl' || this.language === 'ruby') this.memory.hold('$_', args[0] ?? UNKNOWN);
  }

  #argumentFor(param: Node, at: number, args: Given['args'], named: Given['named']): Value {
    if (param.kind === 'spread') return param.pairs ? table(named) : list(args.slice(at));
    const target = targetOf(param);
    const given = args[at] ?? (target.kind === 'name' ? named.get(target.name) : undefined);
    return given ?? (param.kind === 'assign' ? this.evaluate(param.value) : UNKNOWN);
  }

  /** Code made from text, in the scope it stands in. */
  protected evaluateText(code: Word, place: Place): Value {
    const [only] = code;
    if (this.#evaluations >= LIMITS.programCalls || code.some(part => 'hole' in part)) {
      this.world.computed(place, 'eval');
      return UNKNOWN;
    }
    this.#evaluations++;
    const { body, broken } = readProgram(only !== undefined && 'lit' in only ? only.lit : '', this.language);
    if (broken) this.world.computed(place, 'eval');
    const value = this.all(body);
    this.#evaluations--;
    return value;
  }
}

/** Under which name a library has the methods of such a value. */
function typeOf(value: Value): string {
  switch (value.kind) {
    case 'object':
      return value.type;
    case 'function':
    case 'native':
    case 'regex':
      return 'unknown';
    case 'text':
    case 'number':
    case 'list':
    case 'table':
    case 'outside':
    case 'unknown':
      return value.kind;
  }
}

/** What `*value` gives: a list's items, a text's characters; undefined where they are not known. */
export function spreadOf(value: Value): readonly Value[] | undefined {
  if (value.kind === 'list') return value.items;
  const known = value.kind === 'text' ? textOf(value.word) : undefined;
  return known === undefined || known.length > LIMITS.programItems
    ? undefined
    : [...known].map(char => text(char));
}

/** The name, or the pattern of names, that a parameter gives its argument to. */
function targetOf(param: Node): Node {
  if (param.kind === 'assign') return param.target;
  return param.kind === 'spread' ? param.of : param;
}
