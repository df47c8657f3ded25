import type { Link, Node } from '../parse/node.ts';
import { CallFollower } from './calls.ts';
import { NOWHERE } from './follower.ts';
import { element, isGlobal, LONG_PATH, member, pathOf, slice } from './members.ts';
import { knownText, list, text, UNKNOWN, type Value } from './value.ts';

/** Methods that change the list they are called on. */
const GROWS: ReadonlySet<string> = new Set(['append', 'push', 'extend', 'insert', 'unshift', 'concat']);

/** Whether a program goes on behind these is not followed. */
const EXITS: ReadonlySet<string> = new Set('exit die quit abort exit!'.split(' '));

type Linked<K extends string> = Extract<Link, Record<K, unknown>>;

/** Follows names, and what stands behind them: `a.b(c)[d]`. */
export abstract class ChainFollower extends CallFollower {
  protected name(name: string): Value {
    const variable = this.memory.find(name);
    if (variable !== undefined) return variable;
    if (EXITS.has(name)) this.printed.end();
    if (this.language === 'perl') {
      const own = this.#perlName(name);
      if (own !== undefined) return own;
    }
    const constant = this.library.constants.get(name);
    if (constant !== undefined) return constant(this.world);
    const star = this.library.functions.has(name)
      ? undefined
      : this.stars.find(path => this.library.functions.has(`${path}.${name}`));
    // A variable that was never set is no name of a library.
    if (/^[$@%]/.test(name)) return UNKNOWN;
    return { kind: 'outside', path: star === undefined ? name : `${star}.${name}` };
  }

  /** Names of Perl's that stand for others: `$main::x`, `$$r`, `&f`; what `<*.log>` finds. */
  #perlName(name: string): Value | undefined {
    if (name === 'shift') return this.#shift();
    if (name.startsWith('<')) return list([text([{ hole: 'glob', name: name.slice(1, -1) }])], true);
    const plain = name.replace(/^([$@%&])(?:main)?::/, '$1').replace(/^\$(?=\$)/, '');
    const called = plain.replace(/^&/, '');
    if (called !== plain || plain !== name)
      return this.memory.find(called) ?? (called === plain ? undefined : this.name(called));
    return undefined;
  }

  /** Perl's `shift` without an argument: of the function's arguments, or the program's. */
  #shift(): Value {
    for (const name of ['@_', '@ARGV']) {
      const given = this.name(name);
      if (given.kind !== 'list') continue;
      this.memory.hold(name, list(given.items.slice(1), given.open));
      return given.items[0] ?? UNKNOWN;
    }
    return UNKNOWN;
  }

  protected chain(head: Node, links: readonly Link[]): Value {
    let value = this.#headOf(head, links);
    // A field that was set: `self.x`.
    let path = head.kind === 'name' ? head.name : undefined;
    for (let at = 0; at < links.length; at++) {
      const link = links[at];
      if (link === undefined) break;
      if (!('member' in link)) {
        value = this.#link(value, link);
        path = undefined;
        continue;
      }
      path = path === undefined || path.length > LONG_PATH ? undefined : `${path}.${link.member}`;
      const field = path === undefined ? undefined : this.memory.field(path);
      if (/^_?exit!?$/.test(link.member)) this.printed.end();
      const call = field === undefined ? callAt(links, at + 1) : undefined;
      if (call === undefined) {
        value = field ?? this.#member(value, link.member);
        continue;
      }
      const grows = at === 0 && head.kind === 'name' && value.kind === 'list' && GROWS.has(link.member);
      value = this.callMethod(value, link.member, call.nodes, call.place);
      if (grows) this.assign(head.name, value);
      at += call.links;
      path = undefined;
    }
    return value;
  }

  #link(value: Value, link: Exclude<Link, Linked<'member'>>): Value {
    if ('index' in link) {
      if (value.kind === 'function' || value.kind === 'native')
        return this.callValue(value, link.index, NOWHERE);
      const index = link.index.map(one => this.evaluate(one));
      const named = index[0] === undefined ? undefined : knownText(index[0]);
      if (value.kind === 'outside' && isGlobal(value.path) && named !== undefined) return this.name(named);
      return this.constant(element(value, index));
    }
    if ('from' in link) {
      const [from, to] = [link.from, link.to].map(one =>
        one === undefined ? undefined : this.evaluate(one),
      );
      return slice(value, from, to);
    }
    if ('call' in link) return this.callValue(value, link.call, link.place);
    return this.callValue(value, [link.block], NOWHERE);
  }

  /** A member that is not called, save in Ruby, where a name alone calls it. */
  #member(of: Value, name: string): Value {
    const calls =
      this.language === 'ruby' &&
      (of.kind !== 'outside' || this.library.functions.has(pathOf(of.path, name)));
    if (of.kind === 'outside' && isGlobal(of.path)) return this.name(name);
    const known = this.constant(member(of, name));
    return calls && (known.kind === 'unknown' || of.kind === 'outside')
      ? this.callMethod(of, name, [], NOWHERE)
      : known;
  }

  /** Perl's `$x[0]` and `$x{k}` are elements of `@x` and `%x`. */
  #headOf(head: Node, links: readonly Link[]): Value {
    const first = links[0];
    // PHP has constants apart from functions: `const system = 1; system('rm a')` runs it.
    if (
      this.language === 'php' &&
      head.kind === 'name' &&
      /^\w/.test(head.name) &&
      first &&
      'call' in first
    ) {
      const found = this.evaluate(head);
      const runs = found.kind === 'function' || found.kind === 'native' || found.kind === 'outside';
      return runs ? found : { kind: 'outside', path: head.name };
    }
    return head.kind === 'name' && first !== undefined && 'index' in first
      ? this.name(this.elementOf(head.name))
      : this.evaluate(head);
  }

  /** The name of the list or table that `name[…]` is an element of. */
  protected elementOf(name: string): string {
    if (this.language !== 'perl' || !name.startsWith('$')) return name;
    const found = ['@', '%']
      .map(sigil => sigil + name.slice(1))
      .find(one => this.memory.find(one) !== undefined || this.library.constants.has(one));
    return found ?? name;
  }

  /** What a name of a library holds, where that is known: `sys.argv`, `os.environ['HOME']`. */
  protected constant(value: Value): Value {
    if (value.kind !== 'outside') return value;
    const constant = this.library.constants.get(value.path);
    if (constant !== undefined) return constant(this.world);
    const prefix = this.library.environment.find(one => value.path.startsWith(one));
    const variable = prefix === undefined ? undefined : this.world.variable(value.path.slice(prefix.length));
    return variable === undefined ? value : text(variable);
  }
}

/** The arguments behind a member, a block that follows them included, and how many links that are. */
function callAt(links: readonly Link[], at: number) {
  const [link, after] = [links[at], links[at + 1]];
  if (link === undefined) return undefined;
  if ('block' in link) return { nodes: [link.block], place: NOWHERE, links: 1 };
  if (!('call' in link)) return undefined;
  return after !== undefined && 'block' in after
    ? { nodes: [...link.call, after.block], place: link.place, links: 2 }
    : { nodes: link.call, place: link.place, links: 1 };
}
