import { DIALECTS, type Language } from '../dialect.ts';
import { Lexer } from '../syntax/lexer.ts';
import { ExpressionParser } from './expression.ts';
import { imported } from './imports.ts';
import { type FunctionNode, NOTHING, type Node } from './node.ts';
import { ASSIGNMENT, CHOICE } from './operators.ts';

export interface Program {
  readonly body: readonly Node[];
  /** Parts of it may have been read wrongly, or not at all. */
  readonly broken: boolean;
}

/** Reads program text. Never throws and takes time in proportion to the text, whatever it is. */
export function readProgram(text: string, language: Language, from = 0): Program {
  const dialect = DIALECTS[language];
  const lexer = new Lexer(text, dialect.syntax);
  lexer.at = from;
  const parser = new Parser(text, lexer.run(), dialect);
  const body = parser.statements(parser.count - 1);
  return { body, broken: parser.broken };
}

/** Reads statements: functions, loops over lists and imports as what they are, everything else as its expressions. */
class Parser extends ExpressionParser {
  statements(end: number): readonly Node[] {
    const body: Node[] = [];
    while (this.at < end) {
      const before = this.at;
      const { type } = this.token();
      if (type === 'newline' || type === 'dedent' || type === 'end-hole' || type === 'unquote') this.at++;
      else if (!this.#passes()) {
        const node = this.#statement();
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
    // `if`, the name of a key or a method, is no keyword.
    if (this.isOp(':', 1) && this.dialect.language === 'javascript') return false;
    this.at++;
    return true;
  }

  #statement(): Node {
    const { type, text } = this.token();
    if (type === 'indent' || (this.isOp('{') && this.dialect.language !== 'python'))
      return this.deeper(() => this.#block());
    if (type === 'name') {
      const module = imported(this);
      if (module !== undefined) return module;
      if (DECLARES.has(text) && this.dialect.language === 'javascript') {
        this.at++;
        return this.expression();
      }
      if (text === 'return') {
        this.at++;
        return { kind: 'return', value: this.expression() };
      }
      if (this.#branches()) return this.deeper(() => this.#branch());
      if (text === 'for' || text === 'foreach') return this.deeper(() => this.#loop());
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
    if (language === 'ruby') return { kind: 'block', body: this.#untilEnd(LOOPS.has(text)) };
    const header: Node[] = [];
    if (language === 'python') {
      while (!this.isOp(':') && this.token().type !== 'newline' && this.token().type !== 'end') {
        const before = this.at;
        header.push(this.#statement());
        this.take(',');
        if (this.at === before) this.at++;
      }
    } else if (this.isOp('(')) header.push(this.primary());
    const body = this.isOp('{') && language !== 'python' ? [] : this.#body();
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
    while (this.take(',') && names.length < 16) names.push(this.expression(ASSIGNMENT + 1));
    const operator = this.token().text;
    if (!this.take('=')) return { kind: 'list', items: names };
    return { kind: 'assign', target: { kind: 'list', items: names }, operator, value: this.expression() };
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
      return { kind: 'block', body: [value, { kind: 'pipe', command: target, place: operator }] };
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

  #block(): Node {
    if (this.token().type === 'indent') return { kind: 'block', body: this.#indented() };
    const end = this.closeOf(this.at);
    this.at++;
    const body = this.statements(end);
    this.at = end + 1;
    return { kind: 'block', body };
  }

  #indented(): readonly Node[] {
    let depth = 0;
    let end = this.at;
    // Counted from here for each block: deeper() bounds how often a token is counted.
    for (; end < this.count - 1; end++) {
      const { type } = this.token(end - this.at);
      if (type === 'indent') depth++;
      else if (type === 'dedent' && --depth === 0) break;
    }
    this.at++;
    const body = this.statements(end);
    this.at = end + 1;
    return body;
  }

  #loop(): Node {
    this.at++;
    const { language } = this.dialect;
    if (language === 'python') {
      const target = this.targets('in');
      this.take('in');
      const items = this.#list();
      return { kind: 'each', target, items, body: this.#body(), collects: false };
    }
    if (language === 'ruby') {
      const target = this.targets('in');
      this.take('in');
      this.inHeader = true;
      const items = this.expression();
      this.inHeader = false;
      return { kind: 'each', target, items, body: this.#untilEnd(true), collects: false };
    }
    const named = this.isOp('(') ? undefined : this.targets('(');
    if (!this.isOp('(')) return NOTHING;
    const end = this.closeOf(this.at);
    this.at++;
    const header = this.#header(end, named);
    this.at = end + 1;
    const body = this.#body();
    return header === undefined
      ? { kind: 'block', body }
      : { kind: 'each', ...header, body, collects: false };
  }

  /** `for (const x of xs)`, `foreach ($xs as $k => $v)`, `foreach my $x (…)`; undefined for a counting loop. */
  #header(end: number, named: Node | undefined): { target: Node; items: Node } | undefined {
    const { language } = this.dialect;
    if (language === 'perl') {
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

  /** What a header governs: a block, or one statement. */
  #body(): readonly Node[] {
    if (this.dialect.language === 'python') {
      this.take(':');
      if (this.token().type !== 'newline') return this.#line();
      this.#untilIndent();
      return this.token().type === 'indent' ? this.#indented() : [];
    }
    while (this.take(')') || this.take(';'));
    if (this.isOp('{')) {
      const block = this.deeper(() => this.#block());
      return block.kind === 'block' ? block.body : [];
    }
    return [this.deeper(() => this.#statement())];
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

  protected override functionAt(): FunctionNode {
    let found: FunctionNode = { kind: 'function', name: undefined, params: [], body: [], implicit: false };
    this.deeper(() => {
      found = this.#function();
      return NOTHING;
    });
    return found;
  }

  #function(): FunctionNode {
    const { language } = this.dialect;
    const { text, type } = this.token();
    if (text === 'lambda' && type === 'name' && language === 'python') {
      this.at++;
      const params = this.#untilColon();
      return { kind: 'function', name: undefined, params, body: [this.expression()], implicit: true };
    }
    if (language === 'javascript' && (this.isOp('(') || this.isOp('=>', 1))) return this.#arrow();
    if (language === 'ruby' && text !== 'def') return this.#rubyBlock();
    this.at++;
    this.take('*');
    let name: string | undefined;
    if (this.token().type === 'name') {
      name = this.token().text;
      this.at++;
      if (language === 'ruby' && this.take('.')) {
        name = this.token().text;
        this.at++;
      }
    }
    const params = this.#params();
    const isLine = language === 'php' && text === 'fn';
    if (isLine) {
      while (!this.isOp('=>') && this.token().type !== 'end' && !this.isOp(';')) this.at++;
      this.take('=>');
      return { kind: 'function', name, params, body: [this.expression()], implicit: true };
    }
    return {
      kind: 'function',
      name,
      params,
      body: this.#functionBody(),
      implicit: language === 'perl' || language === 'ruby',
    };
  }

  #functionBody(): readonly Node[] {
    const { language } = this.dialect;
    if (language === 'ruby') return this.#untilEnd(false);
    if (language === 'python') {
      while (!this.isOp(':') && this.token().type !== 'newline' && this.token().type !== 'end') this.at++;
      return this.#body();
    }
    // Types, `use (…)`, prototypes.
    while (!this.isOp('{') && !this.isOp(';') && !this.isOp('}') && this.token().type !== 'end') this.at++;
    if (!this.isOp('{')) return [];
    const block = this.#block();
    return block.kind === 'block' ? block.body : [];
  }

  #params(): readonly Node[] {
    if (!this.isOp('(')) return [];
    const end = this.closeOf(this.at);
    const params: Node[] = [];
    for (this.at++; this.at < end; ) {
      const before = this.at;
      const one = this.element(end);
      const target = one.kind === 'assign' ? one.target : one.kind === 'spread' ? one.of : one;
      const typed = target.kind === 'name' && this.dialect.language === 'php' && !target.name.startsWith('$');
      if (typed) params.push(...this.#typedName(end));
      else if (target.kind === 'name') params.push(target);
      else if (target.kind === 'pair') params.push({ kind: 'name', name: target.key });
      else if (target.kind === 'table' || target.kind === 'list') params.push(target);
      // What is left before the comma is a type.
      while (this.at < end && !this.isOp(','))
        this.at =
          this.isOp('(') || this.isOp('{') || this.isOp('[') ? this.closeOf(this.at) + 1 : this.at + 1;
      this.take(',');
      if (this.at === before) this.at++;
    }
    this.at = end + 1;
    return params;
  }

  /** PHP's `?string $name`: the name stands behind its type. */
  #typedName(end: number): readonly Node[] {
    for (; this.at < end && !this.isOp(','); this.at++) {
      const { type, text } = this.token();
      if (type === 'name' && text.startsWith('$')) return [{ kind: 'name', name: text }];
    }
    return [];
  }

  #untilColon(): readonly Node[] {
    const params: Node[] = [];
    while (!this.isOp(':') && this.token().type !== 'newline' && this.token().type !== 'end') {
      const { type, text } = this.token();
      if (type === 'name') params.push({ kind: 'name', name: text });
      this.at++;
    }
    this.take(':');
    return params;
  }

  #arrow(): FunctionNode {
    const { text, type } = this.token();
    let params: readonly Node[] = [{ kind: 'name', name: text }];
    if (type === 'name') this.at++;
    else params = this.#params();
    this.take('=>');
    if (!this.isOp('{'))
      return { kind: 'function', name: undefined, params, body: [this.expression()], implicit: true };
    const block = this.#block();
    return {
      kind: 'function',
      name: undefined,
      params,
      body: block.kind === 'block' ? block.body : [],
      implicit: false,
    };
  }

  /** `{ |x| … }`, `do |x| … end`, `->(x) { … }`. A block between words is read as if it stood outside. */
  #rubyBlock(): FunctionNode {
    let params: readonly Node[] = [];
    if (this.take('->')) params = this.#params();
    const braces = this.isOp('{');
    const end = braces ? this.closeOf(this.at) : -1;
    this.at++;
    if (this.take('|')) {
      const target = this.targets('|');
      params = target.kind === 'list' ? target.items : [target];
      this.take('|');
    }
    if (!braces)
      return { kind: 'function', name: undefined, params, body: this.#untilEnd(false), implicit: true };
    const body = this.statements(end);
    this.at = end + 1;
    return { kind: 'function', name: undefined, params, body, implicit: true };
  }

  /** Statements up to the `end` that closes this block; words that open another one count. */
  #untilEnd(inLoop: boolean): readonly Node[] {
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

/** Words whose statement may run, or not. */
const BRANCHES: ReadonlySet<string> = new Set(
  'if elif else elseif while try except finally with case'.split(' '),
);
const RUBY_BRANCHES: ReadonlySet<string> = new Set(['if', 'unless', 'while', 'until', 'case', 'begin']);
const MODIFIERS: ReadonlySet<string> = new Set(['if', 'unless', 'while', 'until']);
const LOOPS: ReadonlySet<string> = new Set(['while', 'until', 'for']);

/** Behind these a brace begins a pattern, not a block. */
const DECLARES: ReadonlySet<string> = new Set(['const', 'let', 'var']);

const TOPIC: Node = { kind: 'name', name: '$_' };
