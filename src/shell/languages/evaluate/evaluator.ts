import { LIMITS } from '../../../core/limits.ts';
import { concat, hole, type Word } from '../../../core/word.ts';
import { unmark } from '../../marks.ts';
import type { FunctionNode, Node } from '../parse/node.ts';
import { AssignmentFollower } from './assignments.ts';
import { spreadOf } from './calls.ts';
import { joinedBy } from './operate.ts';
import { either, isTextual, list, text, UNKNOWN, type Value, wordOf, wordsOf } from './value.ts';

/** Follows a program's statements in order, and calls what it knows of its libraries. */
export class Evaluator extends AssignmentFollower {
  /** Gives a name a value before the program begins. */
  define(name: string, value: Word): void {
    this.memory.hold(name, text(value));
  }

  /**
   * @returns what it prints, where that is known
   * @throws ProgramBound
   */
  run(body: readonly Node[]): Word | undefined {
    this.all(body);
    const output = this.printed.text;
    // Somebody may call them: handlers, methods.
    for (const [node, scope] of this.uncalled)
      this.maybe(() => this.apply({ kind: 'function', node, scope }, []));
    return output;
  }

  evaluate(node: Node): Value {
    this.step();
    switch (node.kind) {
      case 'text':
        return text(
          unmark(node.value, this.marks),
          node.bytes ? Buffer.from(node.value, 'latin1') : undefined,
        );
      case 'number':
        return node;
      case 'filled':
        return text(concat(...node.parts.map(part => this.#filled(part))));
      case 'shell':
        return this.call(this.library.shell, 'back-ticks', undefined, this.given([node.command]), node.place);
      case 'pipe': {
        const stdin = this.printed.apart(() => this.evaluate(node.value));
        const self = stdin === undefined ? undefined : text(stdin);
        return this.call(this.library.shell, 'pipe', self, this.given([node.command]), node.place);
      }
      case 'list':
        return this.#list(node.items);
      case 'table':
        return {
          kind: 'table',
          entries: new Map(
            node.entries.map(({ key, value }, at) => [this.key(key) ?? `\0${at}`, this.evaluate(value)]),
          ),
        };
      case 'name':
        return this.name(node.name);
      case 'chain':
        return this.chain(node.head, node.links);
      case 'operation':
        return this.operation(node);
      case 'choice': {
        const [first, ...others] = node.options.map((one, at) =>
          at === 0 ? this.evaluate(one) : this.maybe(() => this.evaluate(one)),
        );
        return others.reduce(either, first ?? UNKNOWN);
      }
      case 'assign':
        return this.assigned(node);
      case 'function':
        return this.#defined(node);
      case 'each':
        return this.#each(node);
      case 'block':
        return this.maybe(() => this.all(node.body));
      case 'return': {
        const value = this.evaluate(node.value);
        this.returned = this.returned === undefined ? value : either(this.returned, value);
        return UNKNOWN;
      }
      case 'spread':
        return this.evaluate(node.of);
      case 'sequence':
        return this.all(node.body);
      case 'yield': {
        const value = this.evaluate(node.value);
        this.yielded.push(value);
        return UNKNOWN;
      }
      case 'regex':
        this.codeIn(node.regex.pattern, node.place);
        return { kind: 'regex', regex: node.regex };
      case 'pair':
        return this.evaluate(node.value);
      case 'module':
        return { kind: 'outside', path: node.path };
      case 'nothing':
        return UNKNOWN;
    }
  }

  #filled(part: Node): Word {
    const value = this.evaluate(part);
    // Perl puts what `$"` holds between a list's items.
    if (value.kind === 'list' && this.language === 'perl')
      return wordOf(joinedBy(this.memory.find('$"') ?? text(' '), value));
    return part.kind === 'nothing' || (part.kind === 'text' && value.kind !== 'text')
      ? hole('variable')
      : wordOf(value);
  }

  #list(nodes: readonly Node[]): Value {
    const items: Value[] = [];
    let open = false;
    for (const node of nodes) {
      // Perl's `a => 1` is two items.
      if (node.kind === 'pair' && this.language === 'perl') items.push(text(node.key));
      const value = this.evaluate(node);
      const flat = node.kind === 'spread' || (this.language === 'perl' && value.kind === 'list');
      if (node.kind === 'each' && nodes.length === 1) return value;
      if (!flat) items.push(value);
      else {
        const spread = spreadOf(value);
        items.push(...(spread ?? []));
        open ||= spread === undefined || (value.kind === 'list' && value.open);
      }
    }
    return list(items, open);
  }

  #defined(node: FunctionNode): Value {
    const value: Value = { kind: 'function', node, scope: this.memory.scope };
    if (!this.uncalled.has(node)) this.uncalled.set(node, this.memory.scope);
    if (node.name !== undefined) this.memory.hold(node.name, value);
    return value;
  }

  #each({ target, items: node, body, collects }: Extract<Node, { kind: 'each' }>): Value {
    const items = this.evaluate(node);
    const known = itemsOf(items);
    if (known !== undefined && known.length <= (collects ? LIMITS.programItems : LIMITS.holeValues))
      return list(
        known.map(item => {
          this.give(target, item);
          return this.all(body);
        }),
      );
    const words = known?.filter(isTextual) ?? [];
    this.give(
      target,
      known !== undefined && words.length <= LIMITS.holeValues ? words.reduce(either, UNKNOWN) : anyOf(items),
    );
    return list([this.maybe(() => this.all(body))], true);
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
  if (first === undefined || items.kind !== 'list' || items.items.length !== 1) return UNKNOWN;
  return first.kind === 'list' || first.kind === 'object' ? first : text(wordsOf(first)[0] ?? []);
}
