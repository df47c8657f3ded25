import { LOOPS } from './blocks.ts';
import { imported } from './imports.ts';
import { LoopParser, TOPIC } from './loops.ts';
import type { Node } from './node.ts';
import { ASSIGNMENT, CHOICE } from './operators.ts';

/** Words whose statement may run, or not. */
const BRANCHES: ReadonlySet<string> = new Set(
  'if elif else elseif while try except finally with case'.split(' '),
);
const RUBY_BRANCHES: ReadonlySet<string> = new Set(['if', 'unless', 'while', 'until', 'case', 'begin']);
const MODIFIERS: ReadonlySet<string> = new Set(['if', 'unless', 'while', 'until']);

/** Behind these a brace begins a pattern, not a block. */
const DECLARES: ReadonlySet<string> = new Set(['const', 'let', 'var']);

/** Reads statements: functions, loops over lists and imports as what they are, everything else as its expressions. */
export class StatementParser extends LoopParser {
  statements(end: number): readonly Node[] {
    return this.bounded(end, () => this.#statements(end));
  }

  #statements(end: number): readonly Node[] {
    const body: Node[] = [];
    while (this.at < end) {
      const before = this.at;
      const { type } = this.token();
      if (type === 'newline' || type === 'dedent' || type === 'end-hole' || type === 'unquote') this.at++;
      else if (!this.#passes()) {
        const node = this.statement();
        if (node.kind !== 'nothing') body.push(node);
      }
      if (this.at === before) this.at++;
    }
    return body;
  }

  #passes(): boolean {
    const { type, text } = this.token();
    if (type === 'op' && /^[;,:)\]}@]$/.test(text)) {
      this.at++;
      return true;
    }
    if (type !== 'name' || !this.dialect.passed.has(text) || this.#branches()) return false;
    if (this.#isClass() || this.#begins()) return false;
    // `if`, the name of a key or a method, is no keyword.
    if (this.isOp(':', 1) && this.dialect.language === 'javascript') return false;
    this.at++;
    return true;
  }

  /** `class Name`: from here on the name is the program's own. */
  #isClass(): boolean {
    return this.dialect.language === 'python' && this.isWord('class') && this.token(1).type === 'name';
  }

  /** awk's `BEGIN { … }`, which always runs. */
  #begins(): boolean {
    return this.dialect.language === 'awk' && this.isWord('BEGIN') && this.isOp('{', 1);
  }

  protected statement(): Node {
    const { type, text } = this.token();
    if (type === 'indent' || (this.isOp('{') && this.dialect.language !== 'python'))
      return this.deeper(() => this.block());
    if (type === 'name') {
      const module = imported(this);
      if (module !== undefined) return module;
      if (DECLARES.has(text) && this.dialect.language === 'javascript') {
        this.at++;
        return this.expression();
      }
      if (this.#begins()) {
        this.at++;
        const block = this.deeper(() => this.block());
        return block.kind === 'block' ? { kind: 'sequence', body: block.body } : block;
      }
      if (this.#isClass()) {
        const name = this.token(1).text;
        this.at += 2;
        const value: Node = { kind: 'module', path: `class ${name}` };
        return { kind: 'assign', target: { kind: 'name', name }, operator: '=', value };
      }
      if (text === 'return') {
        this.at++;
        return { kind: 'return', value: this.expression() };
      }
      if (this.#branches()) return this.deeper(() => this.#branch());
      if (text === 'for' || text === 'foreach') return this.deeper(() => this.loop());
    }
    const value = this.#targetsAndValue();
    if (this.dialect.language === 'python' && this.isWord('as')) return this.#named(value);
    if (this.dialect.language === 'awk') return this.#redirected(value);
    if (MODIFIERS.has(this.token().text) && this.token().type === 'name' && this.#hasModifiers())
      return { kind: 'block', body: [value] };
    if ((this.isWord('for') || this.isWord('foreach')) && this.dialect.language === 'perl') {
      this.at++;
      return { kind: 'each', target: TOPIC, items: this.expression(), body: [value], collects: false };
    }
    return value;
  }

  #hasModifiers(): boolean {
    return this.dialect.language === 'perl' || this.dialect.language === 'ruby';
  }

  /** Whether the word here governs what follows; Perl's braces are blocks anyway, and its modifiers follow. */
  #branches(): boolean {
    const { language } = this.dialect;
    const { text } = this.token();
    if (language === 'perl' || this.isOp('=', 1)) return false;
    if (language === 'ruby') return RUBY_BRANCHES.has(text);
    return BRANCHES.has(text) && (language === 'python' || !this.isOp(':', 1));
  }

  /** `if c: x`, `else x`, `while (c) x`, `unless c … end`: what may run, or not. */
  #branch(): Node {
    const { text } = this.token();
    const { language } = this.dialect;
    this.at++;
    if (language === 'ruby') return { kind: 'block', body: this.untilEnd(LOOPS.has(text)) };
    const header: Node[] = [];
    if (language === 'python') {
      while (!this.isOp(':') && this.token().type !== 'newline' && this.token().type !== 'end') {
        const before = this.at;
        header.push(this.statement());
        this.take(',');
        if (this.at === before) this.at++;
      }
    } else if (this.isOp('(')) header.push(this.primary());
    const body = this.isOp('{') && language !== 'python' ? [] : this.body();
    // `with` always runs what it governs.
    return text === 'with'
      ? { kind: 'list', items: [...header, ...body] }
      : { kind: 'list', items: [...header, { kind: 'block', body }] };
  }

  /** `a, b = f()`. */
  #targetsAndValue(): Node {
    const first = this.expression();
    if (!this.isOp(',') || first.kind !== 'name') return first;
    const names: Node[] = [first];
    while (this.take(',') && names.length < 16) {
      const rest = this.take('*');
      const target = this.expression(ASSIGNMENT + 1);
      names.push(rest ? { kind: 'spread', of: target, pairs: false } : target);
    }
    const operator = this.token().text;
    if (!this.take('=')) return { kind: 'list', items: names };
    const target: Node = { kind: 'list', items: names };
    return { kind: 'assign', target, operator, value: this.#values() };
  }

  /** `= a, b`. */
  #values(): Node {
    const first = this.expression();
    if (!this.isOp(',')) return first;
    const items = [first];
    while (this.take(',') && items.length < 16) items.push(this.element(this.count));
    return { kind: 'list', items };
  }

  /** `with open(x) as f`. */
  #named(value: Node): Node {
    this.at++;
    const target = this.expression(CHOICE + 1);
    return { kind: 'assign', target, operator: '=', value };
  }

  /** `print x > "file"`, `print x | "cmd"`, `"cmd" | getline`. */
  #redirected(value: Node): Node {
    const operator = this.token();
    if (!this.isOp('>') && !this.isOp('>>') && !this.isOp('|') && !this.isOp('|&')) return value;
    this.at++;
    const target = this.expression(6);
    if (operator.text.startsWith('|'))
      return { kind: 'block', body: [{ kind: 'pipe', value, command: target, place: operator }] };
    return {
      kind: 'block',
      body: [
        value,
        {
          kind: 'chain',
          head: { kind: 'name', name: 'print-to' },
          links: [{ call: [target], place: operator }],
        },
      ],
    };
  }
}
