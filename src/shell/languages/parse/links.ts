import type { Link, Node } from './node.ts';
import { OperandParser } from './operands.ts';
import { CHOICE } from './operators.ts';

const MODIFIERS: ReadonlySet<string> = new Set(
  'if unless while until for foreach or and do then end else'.split(' '),
);

/** Reads what follows an operand: members, calls, subscripts, blocks, and arguments without parentheses. */
export abstract class LinkParser extends OperandParser {
  protected postfix(head: Node): Node {
    const links: Link[] = [];
    for (let link = this.#link(head, links); link !== undefined; link = this.#link(head, links))
      links.push(link);
    return links.length === 0 ? head : { kind: 'chain', head, links };
  }

  #link(head: Node, links: readonly Link[]): Link | undefined {
    const { members, language } = this.dialect;
    const token = this.token();
    if (token.type === 'newline' && language === 'ruby') return this.#nextLine();
    if (token.type === 'op' && members.has(token.text)) return this.#member();
    const callable =
      head.kind === 'name' || head.kind === 'function' || links.length > 0 || head.kind === 'list';
    if (token.type === 'text' || token.type === 'quote') {
      const tagged = language === 'javascript' && this.source[token.start] === '`' && callable;
      if (tagged) return { call: [this.primary()], place: token };
    }
    if (this.isOp('(') && (callable || head.kind === 'choice')) return this.#call();
    const bare = this.#bareCall(head, links);
    if (bare !== undefined) return bare;
    if (this.isOp('[') && !(token.spaced && language === 'ruby')) return this.#index();
    if (this.isOp('{') && language === 'perl' && !token.spaced && callable) return this.#index();
    if (language === 'ruby' && callable && (this.isOp('{') || (this.isWord('do') && !this.inHeader)))
      return { block: this.functionAt() };
    if (
      this.isOp('++') ||
      this.isOp('--') ||
      (this.isOp('!') && language === 'javascript' && !token.spaced)
    ) {
      this.at++;
      return this.#link(head, links);
    }
    return undefined;
  }

  /** A line of Ruby that begins with a dot goes on with the one before it. */
  #nextLine(): Link | undefined {
    let ahead = 1;
    while (this.token(ahead).type === 'newline') ahead++;
    if (!this.isOp('.', ahead) && !this.isOp('&.', ahead)) return undefined;
    this.at += ahead;
    return this.#member();
  }

  #member(): Link | undefined {
    this.at++;
    if (this.isOp('(')) return this.#call();
    if (this.isOp('[') || this.isOp('{')) return this.#index();
    const { type, text } = this.token();
    if (type !== 'name') return { member: '' };
    this.at++;
    return { member: text };
  }

  #call(): Link {
    const { start } = this.token();
    const end = this.closeOf(this.at);
    this.at++;
    const call = this.elements(end);
    this.at = end;
    const place = { start, end: this.token().end };
    this.at++;
    return { call, place };
  }

  #index(): Link {
    const end = this.closeOf(this.at);
    this.at++;
    // `x[::-1]`.
    if (this.isOp('::') && this.isOp('-', 1) && this.token(2).text === '1') {
      this.at = end + 1;
      return { member: 'reversed' };
    }
    if (this.dialect.language === 'python') return this.#slice(end);
    const index = this.elements(end);
    this.at = end + 1;
    return { index };
  }

  /** `x[at]`, `x[from:to]`. */
  #slice(end: number): Link {
    const from = this.isOp(':') ? undefined : this.expression();
    if (!this.take(':')) {
      this.at = end + 1;
      return { index: from === undefined ? [] : [from] };
    }
    const to = this.at >= end || this.isOp(':') ? undefined : this.expression();
    this.at = end + 1;
    return { from, to };
  }

  /** `system "rm", "-rf", x` and its like: arguments up to the end of the statement. */
  #bareCall(head: Node, links: readonly Link[]): Link | undefined {
    const { bareCalls, language, passed } = this.dialect;
    const token = this.token();
    const last = links.at(-1);
    const isName = last === undefined ? head.kind === 'name' : 'member' in last;
    const name = last !== undefined && 'member' in last ? last.member : head.kind === 'name' ? head.name : '';
    if (!isName || passed.has(name) || /^[$@%&]/.test(name)) return undefined;
    if (bareCalls !== 'all' ? !bareCalls.has(name) : last !== undefined && language === 'perl')
      return undefined;
    if (bareCalls === 'all' && !token.spaced && token.type !== 'text' && token.type !== 'quote')
      return undefined;
    const operand =
      token.type === 'text' || token.type === 'quote' || token.type === 'number'
        ? true
        : token.type === 'name'
          ? !MODIFIERS.has(token.text) && !this.dialect.infixes.has(token.text)
          : token.type === 'op' &&
            (language === 'perl'
              ? /^[[\\@{$]$/.test(token.text)
              : language === 'ruby'
                ? /^(?:\[|->|::)$/.test(token.text) || (/^[*&]$/.test(token.text) && !this.token(1).spaced)
                : /^[[($-]$/.test(token.text));
    if (!operand) return undefined;
    const { start } = token;
    const call: Node[] = [];
    while (!this.#endsArguments()) {
      const before = this.at;
      if (this.take(',') || this.take('=>')) this.skipLines();
      else call.push(this.element(this.count, CHOICE));
      if (this.at === before) break;
    }
    return { call, place: { start, end: this.token(-1).end } };
  }

  #endsArguments(): boolean {
    const { type, text } = this.token();
    if (type === 'op') return /^[;)\]}:|>]$|^>>$|^\|&$/.test(text);
    return (
      type === 'newline' ||
      type === 'dedent' ||
      type === 'end' ||
      type === 'end-hole' ||
      (type === 'name' && MODIFIERS.has(text))
    );
  }
}
