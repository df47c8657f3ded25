import { LIMITS } from '../../../core/limits.ts';
import { concat, hole, type Word } from '../../../core/word.ts';
import { unmark } from '../../marks.ts';
import type { Language } from '../dialect.ts';
import type { FunctionNode, Link, Node, Place } from '../parse/node.ts';
import { readProgram } from '../parse/program.ts';
import type { Api, Call, World } from './call.ts';
import { element, LONG_PATH, member, method, pathOf, slice } from './members.ts';
import { operate } from './operate.ts';
import {
  type Block,
  either,
  isTextual,
  list,
  Scope,
  text,
  UNKNOWN,
  type Value,
  wordOf,
  wordsOf,
} from './value.ts';

/** Thrown where following a program has taken all the steps it may. */
export class ProgramBound extends Error {}

/** What of a language's libraries is known. */
export interface Library {
  readonly functions: ReadonlyMap<string, Api>;
  readonly constants: ReadonlyMap<string, (world: World) => Value>;
  /** Runs its text in a shell: back-ticks, and what awk pipes to. */
  readonly shell: Api;
  /** Where the variables of the environment are found: `os.environ.`. */
  readonly environment: readonly string[];
}

/** Methods that change the list they are called on. */
const GROWS: ReadonlySet<string> = new Set(['append', 'push', 'extend', 'insert', 'unshift', 'concat']);

const NOWHERE: Place = { start: 0, end: 0 };

/** Follows a program's statements in order, and calls what it knows of its libraries. */
export class Evaluator {
  readonly #world: World;
  readonly #library: Library;
  readonly #language: Language;
  readonly #marks: readonly Word[];
  readonly #globals = new Scope(undefined);
  #scope = this.#globals;
  #block: Block = { parent: undefined };
  readonly #stars: string[] = [];
  #steps = 0;
  #returned: Value | undefined;
  readonly #calls: FunctionNode[] = [];
  /** Functions nobody has called yet. */
  readonly #uncalled = new Map<FunctionNode, Scope>();
  #output: Word | undefined = [];
  #evaluations = 0;

  constructor(world: World, library: Library, language: Language, marks: readonly Word[]) {
    this.#world = world;
    this.#library = library;
    this.#language = language;
    this.#marks = marks;
  }

  /** Gives a name a value before the program begins. */
  define(name: string, value: Word): void {
    this.#globals.set(name, { value: text(value), block: this.#block });
  }

  /** @throws ProgramBound */
  run(body: readonly Node[]): Word | undefined {
    this.#all(body);
    const output = this.#output;
    // Somebody may call them: handlers, methods.
    for (const [node, scope] of this.#uncalled)
      this.#within(() => this.apply({ kind: 'function', node, scope }, []));
    return output;
  }

  #all(body: readonly Node[]): Value {
    let last = UNKNOWN;
    for (const node of body) last = this.evaluate(node);
    return last;
  }

  evaluate(node: Node): Value {
    if (++this.#steps > LIMITS.programSteps) throw new ProgramBound();
    this.#world.step();
    switch (node.kind) {
      case 'text':
        return text(unmark(node.value, this.#marks));
      case 'number':
        return node;
      case 'filled':
        return text(concat(...node.parts.map(part => this.#filled(part))));
      case 'shell':
        return this.#call(this.#library.shell, 'back-ticks', undefined, [node.command], node.place);
      case 'pipe': {
        const stdin = this.#output;
        this.#output = [];
        const value = this.#call(
          this.#library.shell,
          'pipe',
          stdin === undefined ? undefined : text(stdin),
          [node.command],
          node.place,
        );
        return value;
      }
      case 'list':
        return this.#list(node.items);
      case 'table':
        return {
          kind: 'table',
          entries: new Map(
            node.entries.map(({ key, value }, at) => [key ?? `\0${at}`, this.evaluate(value)]),
          ),
        };
      case 'name':
        return this.#name(node.name);
      case 'chain':
        return this.#chain(node.head, node.links);
      case 'operation':
        return node.rest.reduce(
          (left, [operator, right]) => operate(operator, left, this.evaluate(right)),
          this.evaluate(node.first),
        );
      case 'choice': {
        const [first, ...others] = node.options.map((one, at) =>
          at === 0 ? this.evaluate(one) : this.#within(() => this.evaluate(one)),
        );
        return others.reduce(either, first ?? UNKNOWN);
      }
      case 'assign':
        return this.#assign(node);
      case 'function':
        return this.#define(node);
      case 'each':
        return this.#each(node);
      case 'block':
        return this.#within(() => this.#all(node.body));
      case 'return': {
        const value = this.evaluate(node.value);
        this.#returned = this.#returned === undefined ? value : either(this.#returned, value);
        return UNKNOWN;
      }
      case 'spread':
        return this.evaluate(node.of);
      case 'pair':
        return this.evaluate(node.value);
      case 'module':
        return { kind: 'outside', path: node.path };
      case 'nothing':
        return UNKNOWN;
    }
  }

  /** What may run, or not. */
  #within<T>(run: () => T): T {
    const before = this.#block;
    this.#block = { parent: before };
    const written = this.#output;
    const result = run();
    if (this.#output !== written) this.#output = undefined;
    this.#block = before;
    return result;
  }

  #filled(part: Node): Word {
    const value = this.evaluate(part);
    return part.kind === 'nothing' || (part.kind === 'text' && value.kind !== 'text')
      ? hole('variable')
      : wordOf(value);
  }

  #list(nodes: readonly Node[]): Value {
    const items: Value[] = [];
    let open = false;
    for (const node of nodes) {
      const value = this.evaluate(node);
      const flat = node.kind === 'spread' || (this.#language === 'perl' && value.kind === 'list');
      if (node.kind === 'each' && nodes.length === 1) return value;
      if (!flat) items.push(value);
      else if (value.kind === 'list') {
        items.push(...value.items);
        open ||= value.open;
      } else open = true;
    }
    return list(items, open);
  }

  #name(name: string): Value {
    const variable = this.#scope.find(name);
    if (variable !== undefined) return variable.value;
    if (name === 'shift' && this.#language === 'perl') return this.#shift();
    const constant = this.#library.constants.get(name);
    if (constant !== undefined) return constant(this.#world);
    const star = this.#library.functions.has(name)
      ? undefined
      : this.#stars.find(path => this.#library.functions.has(`${path}.${name}`));
    // A variable that was never set is no name of a library.
    if (/^[$@%]/.test(name)) return UNKNOWN;
    return { kind: 'outside', path: star === undefined ? name : `${star}.${name}` };
  }

  /** Perl's `shift` without an argument: of the function's arguments, or the program's. */
  #shift(): Value {
    const [name, given] =
      ['@_', '@ARGV'].map(one => [one, this.#name(one)] as const).find(([, one]) => one.kind === 'list') ??
      [];
    if (name === undefined || given?.kind !== 'list') return UNKNOWN;
    this.#scope.set(name, { value: list(given.items.slice(1), given.open), block: this.#block });
    return given.items[0] ?? UNKNOWN;
  }

  #chain(head: Node, links: readonly Link[]): Value {
    let value = this.#headOf(head, links);
    // A field that was set: `self.x`.
    let path = head.kind === 'name' ? head.name : undefined;
    for (let at = 0; at < links.length; at++) {
      const link = links[at];
      if (link === undefined) break;
      if ('member' in link) {
        const next = links[at + 1];
        path = path === undefined || path.length > LONG_PATH ? undefined : `${path}.${link.member}`;
        const field = path === undefined ? undefined : this.#scope.find(path)?.value;
        if (field === undefined && next !== undefined && ('call' in next || 'block' in next)) {
          const after = links[at + 2];
          const nodes: readonly Node[] = 'call' in next ? next.call : [next.block];
          const block = 'call' in next && after !== undefined && 'block' in after ? [after.block] : [];
          const place = 'call' in next ? next.place : NOWHERE;
          const self = value;
          value = this.#method(self, link.member, [...nodes, ...block], place);
          if (at === 0 && head.kind === 'name' && self.kind === 'list' && GROWS.has(link.member))
            this.#set(head.name, value);
          at += 1 + block.length;
          path = undefined;
        } else value = field ?? this.#member(value, link.member);
        continue;
      }
      if ('index' in link)
        value = this.#constant(
          element(
            value,
            link.index.map(one => this.evaluate(one)),
          ),
        );
      else if ('from' in link) {
        const [from, to] = [link.from, link.to].map(one =>
          one === undefined ? undefined : this.evaluate(one),
        );
        value = slice(value, from, to);
      } else if ('call' in link) value = this.#apply(value, link.call, link.place);
      else value = this.#apply(value, [link.block], NOWHERE);
      path = undefined;
    }
    return value;
  }

  /** A member that is not called, save in Ruby, where a name alone calls it. */
  #member(of: Value, name: string): Value {
    const calls =
      this.#language === 'ruby' &&
      (of.kind !== 'outside' || this.#library.functions.has(pathOf(of.path, name)));
    const known = this.#constant(member(of, name));
    return calls && (known.kind === 'unknown' || of.kind === 'outside')
      ? this.#method(of, name, [], NOWHERE)
      : known;
  }

  /** Perl's `$x[0]` and `$x{k}` are elements of `@x` and `%x`. */
  #headOf(head: Node, links: readonly Link[]): Value {
    const first = links[0];
    if (
      this.#language === 'perl' &&
      head.kind === 'name' &&
      head.name.startsWith('$') &&
      first !== undefined &&
      'index' in first
    )
      for (const sigil of ['@', '%']) {
        const name = sigil + head.name.slice(1);
        if (this.#scope.find(name) !== undefined || this.#library.constants.has(name))
          return this.#name(name);
      }
    return this.evaluate(head);
  }

  #constant(value: Value): Value {
    if (value.kind !== 'outside') return value;
    const constant = this.#library.constants.get(value.path);
    if (constant !== undefined) return constant(this.#world);
    const prefix = this.#library.environment.find(one => value.path.startsWith(one));
    const variable = prefix === undefined ? undefined : this.#world.variable(value.path.slice(prefix.length));
    return variable === undefined ? value : text(variable);
  }

  #method(self: Value, name: string, nodes: readonly Node[], place: Place): Value {
    if (self.kind === 'outside') return this.#outside(pathOf(self.path, name), self, nodes, place);
    if (self.kind === 'object' || self.kind === 'text') {
      const api = this.#library.functions.get(`<${self.kind === 'text' ? 'text' : self.type}>.${name}`);
      if (api !== undefined) return this.#call(api, name, self, nodes, place);
    }
    if (self.kind === 'table') {
      const entry = self.entries.get(name);
      if (entry !== undefined) return this.#apply(entry, nodes, place);
    }
    if (self.kind === 'unknown' || self.kind === 'function') {
      const api = this.#library.functions.get(`<unknown>.${name}`);
      if (api !== undefined) return this.#call(api, name, self, nodes, place);
    }
    return this.#call(method(name), name, self, nodes, place);
  }

  #apply(callee: Value, nodes: readonly Node[], place: Place): Value {
    if (callee.kind === 'outside') return this.#outside(callee.path, undefined, nodes, place);
    if (callee.kind === 'function') {
      const { args } = this.#arguments(nodes);
      return this.apply(callee, args);
    }
    const { args } = this.#arguments(nodes);
    // PHP calls a function by the text of its name.
    const named = callee.kind === 'text' && this.#language === 'php' ? wordOf(callee)[0] : undefined;
    if (named !== undefined && 'lit' in named && wordOf(callee).length === 1)
      return this.#outside(named.lit, undefined, nodes, place);
    if (callee.kind === 'text' && this.#language === 'php') this.#world.computed(place, 'call');
    for (const one of args) if (one.kind === 'function') this.#within(() => this.apply(one, []));
    return UNKNOWN;
  }

  #outside(path: string, self: Value | undefined, nodes: readonly Node[], place: Place): Value {
    const local = self === undefined ? undefined : this.#scope.find(path.slice(path.lastIndexOf('.') + 1));
    const name = path.slice(path.lastIndexOf('.') + 1);
    const { functions } = this.#library;
    const api = functions.get(path) ?? (self === undefined ? undefined : functions.get(`<any>.${name}`));
    if (api !== undefined) return this.#call(api, path, self, nodes, place);
    // `self.method()` and `Class.method()` of this program.
    if (local?.value.kind === 'function' && self?.kind === 'outside')
      return this.#apply(local.value, nodes, place);
    const { args } = this.#arguments(nodes);
    for (const one of args) if (one.kind === 'function') this.#within(() => this.apply(one, []));
    return path.length > LONG_PATH ? UNKNOWN : { kind: 'outside', path: `${path}()` };
  }

  #arguments(nodes: readonly Node[]): { args: readonly Value[]; named: ReadonlyMap<string, Value> } {
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
        if (this.#language === 'perl' && value.kind === 'list')
          args.push(...value.items, ...(value.open ? [UNKNOWN] : []));
        else args.push(value);
      }
    }
    return { args, named };
  }

  #call(api: Api, name: string, self: Value | undefined, nodes: readonly Node[], place: Place): Value {
    const call: Call = {
      world: this.#world,
      language: this.#language,
      name,
      self,
      ...this.#arguments(nodes),
      place,
      evaluate: code => this.#evaluateText(code, place),
      apply: (callee, args) => this.apply(callee, args),
      print: written => {
        const before = this.#output;
        this.#output = before === undefined || written === undefined ? undefined : concat(before, written);
      },
    };
    return api(call);
  }

  /** Code made from text, in the scope it stands in. */
  #evaluateText(code: Word, place: Place): Value {
    if (this.#evaluations >= LIMITS.programCalls || code.some(part => 'hole' in part)) {
      this.#world.computed(place, 'eval');
      return UNKNOWN;
    }
    this.#evaluations++;
    const [only] = code;
    const source = only !== undefined && 'lit' in only ? only.lit : '';
    const { body, broken } = readProgram(source, this.#language);
    if (broken) this.#world.computed(place, 'eval');
    const value = this.#all(body);
    this.#evaluations--;
    return value;
  }

  /** Runs a function of the program with these arguments; those that are missing are not known. */
  apply(callee: Value, args: readonly Value[]): Value {
    if (callee.kind === 'outside') {
      const api = this.#library.functions.get(callee.path);
      const nodes = args.map((value): Node => constantNode(value));
      return api === undefined ? UNKNOWN : this.#call(api, callee.path, undefined, nodes, NOWHERE);
    }
    if (callee.kind !== 'function') return UNKNOWN;
    const { node, scope } = callee;
    this.#uncalled.delete(node);
    if (this.#calls.length >= LIMITS.programCalls || this.#calls.includes(node)) return UNKNOWN;
    const before = { scope: this.#scope, returned: this.#returned };
    this.#scope = new Scope(scope);
    this.#returned = undefined;
    this.#calls.push(node);
    const params =
      node.params[0]?.kind === 'name' && node.params[0].name === 'self' ? node.params.slice(1) : node.params;
    params.forEach((param, at) => {
      this.#give(param, args[at] ?? UNKNOWN);
    });
    this.#scope.set('@_', { value: list(args), block: this.#block });
    if (this.#language === 'perl' || this.#language === 'ruby')
      this.#scope.set('$_', { value: args[0] ?? UNKNOWN, block: this.#block });
    const last = this.#all(node.body);
    const value = this.#returned ?? (node.implicit ? last : UNKNOWN);
    this.#calls.pop();
    this.#scope = before.scope;
    this.#returned = before.returned;
    return value;
  }

  #define(node: FunctionNode): Value {
    const value: Value = { kind: 'function', node, scope: this.#scope };
    if (!this.#uncalled.has(node)) this.#uncalled.set(node, this.#scope);
    if (node.name !== undefined) this.#scope.set(node.name, { value, block: this.#block });
    return value;
  }

  #assign({ target, operator, value: node }: Extract<Node, { kind: 'assign' }>): Value {
    const value = this.evaluate(node);
    if (target.kind === 'name' && target.name === '*' && value.kind === 'outside')
      this.#stars.push(value.path);
    else if (operator === '=' || operator === ':=') this.#give(target, value);
    else {
      const before = this.evaluate(target);
      const after =
        operator === '+=' || operator === '.='
          ? operate('+', before, value)
          : /^(?:\|\||\?\?|\/\/|&&)=$/.test(operator)
            ? either(before, value)
            : UNKNOWN;
      this.#give(target, after);
    }
    return value;
  }

  #give(target: Node, value: Value): void {
    switch (target.kind) {
      case 'name':
        this.#set(target.name, value);
        return;
      case 'list':
        target.items.forEach((one, at) => {
          this.#give(one, value.kind === 'list' ? (value.items[at] ?? UNKNOWN) : UNKNOWN);
        });
        return;
      case 'table':
        for (const { key, value: inner } of target.entries)
          if (key !== undefined) this.#give(inner, this.#constant(member(value, key)));
        return;
      case 'assign':
        this.#give(target.target, value);
        return;
      case 'chain': {
        const fields = target.links.map(link => ('member' in link ? link.member : undefined));
        if (target.head.kind === 'name' && fields.every(one => one !== undefined))
          this.#set([target.head.name, ...fields].join('.'), value);
        return;
      }
      default:
        return;
    }
  }

  #set(name: string, value: Value): void {
    const known = this.#scope.find(name);
    const sigil = name[0];
    // A Perl list in a scalar is its last element, and in an array it is the list.
    const given =
      this.#language === 'perl' && sigil === '@' && value.kind !== 'list'
        ? list([value], value.kind === 'unknown')
        : value;
    if (known === undefined || encloses(this.#block, known.block)) {
      this.#scope.set(name, { value: given, block: this.#block });
      return;
    }
    this.#scope.set(name, { value: either(known.value, given), block: known.block });
  }

  #each({ target, items: node, body, collects }: Extract<Node, { kind: 'each' }>): Value {
    const items = this.evaluate(node);
    const known = itemsOf(items);
    const cap = collects ? LIMITS.programItems : LIMITS.holeValues;
    if (known !== undefined && known.length <= cap) {
      const results = known.map(item => {
        this.#give(target, item);
        return this.#all(body);
      });
      return list(results);
    }
    const words = known?.filter(isTextual) ?? [];
    this.#give(
      target,
      known !== undefined && words.length <= LIMITS.holeValues ? words.reduce(either, UNKNOWN) : anyOf(items),
    );
    return list([this.#within(() => this.#all(body))], true);
  }
}

/** What a loop runs over, where it is known to its end. */
function itemsOf(value: Value): readonly Value[] | undefined {
  if (value.kind === 'list' && !value.open) return value.items;
  if (value.kind !== 'text' || value.word.some(part => 'hole' in part)) return undefined;
  const [only] = value.word;
  return only === undefined || !('lit' in only) ? [] : [...only.lit].map(char => text(char));
}

/** One of the items of a list that is not known to its end: `*.log` of a glob. */
function anyOf(items: Value): Value {
  const [first] = items.kind === 'list' ? items.items : [];
  return first !== undefined && items.kind === 'list' && items.items.length === 1
    ? text(wordsOf(first)[0] ?? [])
    : UNKNOWN;
}

/** Whether what runs in `inner` runs only where `outer` does. */
function encloses(outer: Block, inner: Block): boolean {
  for (let at: Block | undefined = inner; at !== undefined; at = at.parent) if (at === outer) return true;
  return false;
}

/** A value as the node that has it. */
function constantNode(value: Value): Node {
  if (value.kind === 'number') return value;
  if (value.kind === 'outside') return { kind: 'module', path: value.path };
  if (value.kind === 'list') return { kind: 'list', items: value.items.map(constantNode) };
  const of = wordOf(value);
  return {
    kind: 'filled',
    parts: of.map(part => ('lit' in part ? { kind: 'text', value: part.lit } : { kind: 'nothing' })),
  };
}
