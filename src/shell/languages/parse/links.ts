import { type Link, NOTHING, type Node } from './node.ts';
import { OperandParser } from './operands.ts';
import { CHOICE } from './operators.ts';

const MODIFIERS: ReadonlySet<string> = new Set(
  'if unless while until for foreach or and do then end else'.split(' '),
);

/** Perl's functions whose first argument is worked out for each of the others. */
const LISTS: ReadonlySet<string> = new Set(['map', 'grep', 'sort', 'first', 'any', 'all']);

const TOPICAL: ReadonlySet<string> = new Set([
  'unlink',
  'chr',
  'ord',
  'lc',
  'uc',
  'rmdir',
  'eval',
  'print',
  'say',
]);

/** The expression as a function, which is worked out later. */
function deferred(node: Node): Node {
  return node.kind === 'function'
    ? node
    : { kind: 'function', name: undefined, params: [], body: [node], implicit: true };
}

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
    const grouped = links.length === 0 && this.isOp(')', -1);
    if (this.isOp('(') && (callable || head.kind === 'choice' || head.kind === 'sequence' || grouped))
      return this.#call(links.length === 0 ? head : undefined);
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
    // Ruby's `f.(x)`.
    if (this.isOp('(')) return this.dialect.language === 'ruby' ? { member: 'call' } : this.#call();
    if (this.isOp('[') || this.isOp('{')) return this.#index();
    const { type, text } = this.token();
    if (type !== 'name') return { member: '' };
    this.at++;
    return { member: text };
  }

  #argumentsTo(end: number, head: Node | undefined): readonly Node[] {
    const name = this.dialect.language === 'perl' && head?.kind === 'name' ? head.name : '';
    const block = LISTS.has(name) && this.isOp('{') ? [this.functionAt()] : [];
    const [first, ...rest] = [...block, ...this.elements(end)];
    if (first === undefined) return TOPICAL.has(name) ? [{ kind: 'name', name: '$_' }] : [];
    return LISTS.has(name) ? [deferred(first), ...rest] : [first, ...rest];
  }

  #call(head?: Node): Link {
    const { start } = this.token();
    const end = this.closeOf(this.at);
    this.at++;
    const call = this.#argumentsTo(end, head);
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
    if (this.dialect.language === 'python') return this.bounded(end, () => this.#slice(end));
    const bare = this.token();
    // Perl's `$h{key}`.
    if (bare.type === 'name' && this.at + 1 === end && /^\w/.test(bare.text) && this.isOp('{', -1)) {
      this.at = end + 1;
      return { index: [{ kind: 'text', value: bare.text }] };
    }
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
    // `print STDOUT x`: a handle calls nothing.
    if (language === 'perl' && /^STD(?:IN|OUT|ERR)$/.test(name)) return undefined;
    if (!isName || passed.has(name) || /^[$@%&]/.test(name)) return undefined;
    if (bareCalls !== 'all' ? !bareCalls.has(name) : last !== undefined && language === 'perl')
      return undefined;
    if (bareCalls === 'all' && !token.spaced && token.type !== 'text' && token.type !== 'quote')
      return undefined;
    const operand =
      token.type === 'text' || token.type === 'quote' || token.type === 'number' || token.type === 'regex'
        ? true
        : token.type === 'name'
          ? !MODIFIERS.has(token.text) && !this.dialect.infixes.has(token.text)
          : token.type === 'op' &&
            (language === 'perl'
              ? /^[[\\@{$]$/.test(token.text)
              : language === 'ruby'
                ? /^(?:\[|->|::)$/.test(token.text) || (/^[*&]$/.test(token.text) && !this.token(1).spaced)
                : /^[[($-]$/.test(token.text));
    const { start } = token;
    if (!operand) return language === 'perl' && last === undefined ? this.#topicCall(name) : undefined;
    const call: Node[] = [];
    if (language === 'perl' && this.isOp('{')) call.push(...this.#leadingBlock(name));
    while (!this.#endsArguments()) {
      const before = this.at;
      if (this.take(',') || this.take('=>')) this.skipLines();
      else call.push(this.element(this.count, CHOICE));
      if (this.at === before) break;
    }
    const given = LISTS.has(name) && call[0] !== undefined ? [deferred(call[0]), ...call.slice(1)] : call;
    return { call: given, place: { start, end: this.token(-1).end } };
  }

  /** Perl's functions that take `$_` where they are given nothing. */
  #topicCall(name: string): Link | undefined {
    if (!TOPICAL.has(name) || this.isOp('=>') || this.isOp('(')) return undefined;
    const { start, end } = this.token(-1);
    return { call: [{ kind: 'name', name: '$_' }], place: { start, end } };
  }

  /** `map { … } @list`, `system { program } @argv`: a block before the first argument. */
  #leadingBlock(name: string): readonly Node[] {
    if (name !== 'system' && name !== 'exec') return LISTS.has(name) ? [this.functionAt()] : [];
    const end = this.closeOf(this.at);
    this.at++;
    const [program = NOTHING] = this.elements(end);
    this.at = end + 1;
    // What follows is an argument vector, whose first word the program only sees.
    this.element(this.count, CHOICE);
    return [program];
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
