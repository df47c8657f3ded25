import { ExpressionParser } from './expression.ts';
import type { Node } from './node.ts';

/** Words of Ruby whose `do` opens nothing of its own. */
export const LOOPS: ReadonlySet<string> = new Set(['while', 'until', 'for']);

/** Reads what statements stand in: braces, indentation, Ruby's words up to `end`. */
export abstract class BlockParser extends ExpressionParser {
  /** Statements up to the token at `end`. */
  protected abstract statements(end: number): readonly Node[];
  protected abstract statement(): Node;

  protected block(): Node {
    if (this.token().type === 'indent') return { kind: 'block', body: this.indented() };
    const end = this.closeOf(this.at);
    this.at++;
    const body = this.statements(end);
    this.at = end + 1;
    return { kind: 'block', body };
  }

  protected indented(): readonly Node[] {
    const end = this.closeOf(this.at);
    this.at++;
    const body = this.statements(end);
    this.at = end + 1;
    return body;
  }

  /** What a header governs: a block, or one statement. */
  protected body(): readonly Node[] {
    if (this.dialect.language === 'python') {
      this.take(':');
      if (this.token().type !== 'newline') return this.#line();
      this.#untilIndent();
      return this.token().type === 'indent' ? this.indented() : [];
    }
    while (this.take(')') || this.take(';'));
    if (this.isOp('{')) {
      const block = this.deeper(() => this.block());
      return block.kind === 'block' ? block.body : [];
    }
    return [this.deeper(() => this.statement())];
  }

  #untilIndent(): void {
    while (this.token().type === 'newline') this.at++;
  }

  /** The rest of the line. */
  #line(): readonly Node[] {
    let end = this.at;
    while (end < this.count - 1 && this.token(end - this.at).type !== 'newline') end++;
    return this.statements(end);
  }

  /** Statements up to the `end` that closes this block; words that open another one count. */
  protected untilEnd(inLoop: boolean): readonly Node[] {
    const from = this.at;
    let depth = 1;
    // The `do` of `while x do` opens nothing of its own.
    let header = inLoop;
    let end = from;
    for (; end < this.count - 1; end++) {
      const { type, text } = this.token(end - from);
      if (type === 'newline') header = false;
      if (type !== 'name') continue;
      const before = end === from ? undefined : this.token(end - from - 1);
      if (before?.type === 'op' && this.dialect.members.has(before.text)) continue;
      const first =
        before === undefined || before.type === 'newline' || before.text === ';' || before.text === '=';
      if (text === 'do' && header) header = false;
      else if (/^(?:do|def|class|module|begin|case)$/.test(text)) depth++;
      else if (first && /^(?:if|unless|while|until|for)$/.test(text)) {
        depth++;
        header = LOOPS.has(text);
      } else if (text === 'end' && --depth === 0) break;
    }
    const body = this.statements(end);
    this.at = end + 1;
    return body;
  }
}
