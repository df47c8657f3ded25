import { FunctionParser } from './functions.ts';
import { NOTHING, type Node } from './node.ts';

/** Perl's `$_`: what a loop without a name of its own gives its items to. */
export const TOPIC: Node = { kind: 'name', name: '$_' };

/** Reads loops over lists; a loop that counts is a block that may run. */
export abstract class LoopParser extends FunctionParser {
  protected loop(): Node {
    this.at++;
    const { language } = this.dialect;
    if (language === 'python') {
      const target = this.targets('in');
      if (!this.take('in')) this.broken = true;
      const items = this.#list();
      return { kind: 'each', target, items, body: this.body(), collects: false };
    }
    if (language === 'ruby') {
      const target = this.targets('in');
      if (!this.take('in')) this.broken = true;
      this.inHeader = true;
      const items = this.expression();
      this.inHeader = false;
      return { kind: 'each', target, items, body: this.untilEnd(true), collects: false };
    }
    this.take('await');
    // Only Perl has names before the parenthesis: elsewhere the next one belongs to something else.
    const named = this.isOp('(') || language !== 'perl' ? undefined : this.targets('(');
    if (!this.isOp('(')) return NOTHING;
    const end = this.closeOf(this.at);
    this.at++;
    const header = this.bounded(end, () => this.#header(end, named));
    this.at = end + 1;
    const body = this.body();
    return header === undefined
      ? { kind: 'block', body }
      : { kind: 'each', ...header, body, collects: false };
  }

  /** Whether semicolons stand between the parentheses of a loop: it counts. */
  #counts(end: number): boolean {
    for (let at = this.at; at < end; at = this.closing(at) + 1) if (this.isOp(';', at - this.at)) return true;
    return false;
  }

  /** `for (const x of xs)`, `foreach ($xs as $k => $v)`, `foreach my $x (…)`; undefined for a counting loop. */
  #header(end: number, named: Node | undefined): { target: Node; items: Node } | undefined {
    const { language } = this.dialect;
    if (language === 'perl') {
      if (this.#counts(end)) {
        this.statements(end);
        return undefined;
      }
      const items: Node = { kind: 'list', items: this.elements(end) };
      return { target: named ?? TOPIC, items };
    }
    if (language === 'php') {
      const items = this.expression();
      if (!this.take('as')) return undefined;
      const names = this.targets(')');
      const target = names.kind === 'list' ? (names.items.at(-1) ?? NOTHING) : names;
      return { target, items };
    }
    const from = this.at;
    const target = this.targets('of');
    if (this.take('of')) return { target, items: this.expression() };
    this.at = from;
    this.statements(end);
    return undefined;
  }

  /** `for x in a, b:`. */
  #list(): Node {
    const items = [this.expression()];
    while (this.take(',')) items.push(this.expression());
    const [only] = items;
    return items.length === 1 && only !== undefined ? only : { kind: 'list', items };
  }
}
