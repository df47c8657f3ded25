import { LIMITS } from '../../../core/limits.ts';
import type { Word } from '../../../core/word.ts';
import type { FunctionNode, Node, Place } from '../parse/node.ts';
import { readProgram } from '../parse/program.ts';
import type { Api, Call } from './call.ts';
import { Follower, NOWHERE } from './follower.ts';
import { LONG_PATH, method, pathOf } from './members.ts';
import { list, type Scope, UNKNOWN, type Value, wordOf } from './value.ts';

/** A call's arguments, worked out. */
export type Given = Pick<Call, 'args' | 'named'>;

const NONE: ReadonlyMap<string, Value> = new Map();

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
        args.push(...(value.kind === 'list' ? value.items : [UNKNOWN]));
      } else {
        const value = this.evaluate(node);
        // Perl's lists are flat.
        if (this.language === 'perl' && value.kind === 'list')
          args.push(...value.items, ...(value.open ? [UNKNOWN] : []));
        else args.push(value);
      }
    }
    return { args, named };
  }

  protected call(api: Api, name: string, self: Value | undefined, given: Given, place: Place): Value {
    return api({
      world: this.world,
      language: this.language,
      name,
      self,
      ...given,
      place,
      evaluate: code => this.#evaluateText(code, place),
      apply: (callee, args) => this.apply(callee, args),
      print: written => {
        this.acts++;
        this.printed.write(written);
      },
    });
  }

  /** `self.name(…)`. */
  protected callMethod(self: Value, name: string, nodes: readonly Node[], place: Place): Value {
    if (self.kind === 'outside') return this.#callOutside(pathOf(self.path, name), self, nodes, place);
    const entry = self.kind === 'table' ? self.entries.get(name) : undefined;
    if (entry !== undefined) return this.callValue(entry, nodes, place);
    const api = this.library.functions.get(`<${typeOf(self)}>.${name}`) ?? method(name);
    return this.call(api, name, self, this.given(nodes), place);
  }

  /** `callee(…)`. */
  protected callValue(callee: Value, nodes: readonly Node[], place: Place): Value {
    if (callee.kind === 'outside') return this.#callOutside(callee.path, undefined, nodes, place);
    const { args } = this.given(nodes);
    if (callee.kind === 'function') return this.apply(callee, args);
    // PHP calls a function by the text of its name.
    if (callee.kind === 'text' && this.language === 'php') {
      const [named, ...more] = wordOf(callee);
      if (named !== undefined && 'lit' in named && more.length === 0)
        return this.#callOutside(named.lit, undefined, nodes, place);
      this.world.computed(place, 'call');
    }
    this.#runGiven(args);
    return UNKNOWN;
  }

  #callOutside(path: string, self: Value | undefined, nodes: readonly Node[], place: Place): Value {
    const name = path.slice(path.lastIndexOf('.') + 1);
    const { functions } = this.library;
    const api = functions.get(path) ?? (self === undefined ? undefined : functions.get(`<any>.${name}`));
    if (api !== undefined) return this.call(api, path, self, this.given(nodes), place);
    // `self.method()` and `Class.method()` of this program.
    const local = self === undefined ? undefined : this.memory.find(name);
    if (local?.kind === 'function') return this.callValue(local, nodes, place);
    this.#runGiven(this.given(nodes).args);
    return path.length > LONG_PATH ? UNKNOWN : { kind: 'outside', path: `${path}()` };
  }

  /** Functions handed to what nobody knows may be called there. */
  #runGiven(args: readonly Value[]): void {
    for (const one of args) if (one.kind === 'function') this.maybe(() => this.apply(one, []));
  }

  /** Runs a function with these arguments; those that are missing are not known. */
  protected apply(callee: Value, args: readonly Value[]): Value {
    if (callee.kind === 'outside') {
      const api = this.library.functions.get(callee.path);
      return api === undefined
        ? UNKNOWN
        : this.call(api, callee.path, undefined, { args, named: NONE }, NOWHERE);
    }
    if (callee.kind !== 'function') return UNKNOWN;
    const { node, scope } = callee;
    this.uncalled.delete(node);
    if (this.#calls.length >= LIMITS.programCalls || this.#calls.includes(node)) {
      this.#cut++;
      return UNKNOWN;
    }
    const blank = args.every(one => one.kind === 'unknown');
    const version = blank ? scope.version : 0;
    const earlier = blank ? this.#followed.get(node) : undefined;
    if (earlier?.scope === scope && earlier.version === version) return earlier.value;
    const [acts, cut] = [this.acts, this.#cut];
    const value = this.#follow(node, scope, args);
    // What it does is known by now, unless doing it twice is another thing, or not all of it was looked at.
    if (blank && acts === this.acts && cut === this.#cut) this.#followed.set(node, { scope, version, value });
    return value;
  }

  #follow(node: FunctionNode, scope: Scope, args: readonly Value[]): Value {
    const before = this.returned;
    this.returned = undefined;
    this.#calls.push(node);
    const last = this.memory.inside(scope, () => {
      this.#bind(node, args);
      return this.all(node.body);
    });
    const value = this.returned ?? (node.implicit ? last : UNKNOWN);
    this.#calls.pop();
    this.returned = before;
    return value;
  }

  #bind({ params }: FunctionNode, args: readonly Value[]): void {
    const named = params[0]?.kind === 'name' && params[0].name === 'self' ? params.slice(1) : params;
    named.forEach((param, at) => {
      this.give(param, args[at] ?? UNKNOWN);
    });
    this.memory.hold('@_', list(args));
    if (this.language === 'perl' || this.language === 'ruby') this.memory.hold('$_', args[0] ?? UNKNOWN);
  }

  /** Code made from text, in the scope it stands in. */
  #evaluateText(code: Word, place: Place): Value {
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
