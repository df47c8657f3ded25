import { BlockParser } from './blocks.ts';
import { type FunctionNode, NOTHING, type Node } from './node.ts';

/** Reads functions: with names and without, arrows, lambdas, blocks of Ruby. */
export abstract class FunctionParser extends BlockParser {
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
    if (this.isOp('{')) return this.#perlBlock();
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
    // `def f(x) = …`.
    if (language === 'ruby' && this.take('=')) return [this.expression()];
    if (language === 'ruby') return this.untilEnd(false);
    if (language === 'python') {
      while (!this.isOp(':') && this.token().type !== 'newline' && this.token().type !== 'end') this.at++;
      return this.body();
    }
    // Types, `use (…)`, prototypes.
    while (!this.isOp('{') && !this.isOp(';') && !this.isOp('}') && this.token().type !== 'end') this.at++;
    if (!this.isOp('{')) return [];
    const block = this.block();
    return block.kind === 'block' ? block.body : [];
  }

  #params(): readonly Node[] {
    if (!this.isOp('(')) return [];
    const end = this.closeOf(this.at);
    this.at++;
    const params = this.bounded(end, () => this.#paramsTo(end));
    this.at = end + 1;
    return params;
  }

  #paramsTo(end: number): readonly Node[] {
    const params: Node[] = [];
    while (this.at < end) {
      const before = this.at;
      const one = this.element(end);
      const target = one.kind === 'assign' ? one.target : one.kind === 'spread' ? one.of : one;
      const typed = target.kind === 'name' && this.dialect.language === 'php' && !target.name.startsWith('$');
      if (typed) params.push(...this.#typedName(end));
      else if (target.kind === 'name') params.push(one);
      else if (target.kind === 'pair') params.push(withDefault(target.key, target.value));
      else if (target.kind === 'table' || target.kind === 'list') params.push(one);
      // What is left before the comma is a type.
      while (this.at < end && !this.isOp(','))
        this.at =
          this.isOp('(') || this.isOp('{') || this.isOp('[') ? this.closeOf(this.at) + 1 : this.at + 1;
      this.take(',');
      if (this.at === before) this.at++;
    }
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
    const block = this.block();
    return {
      kind: 'function',
      name: undefined,
      params,
      body: block.kind === 'block' ? block.body : [],
      implicit: false,
    };
  }

  /** The block of `map { … } @list`. */
  #perlBlock(): FunctionNode {
    const end = this.closeOf(this.at);
    this.at++;
    const body = this.statements(end);
    this.at = end + 1;
    return { kind: 'function', name: undefined, params: [], body, implicit: true };
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
      return { kind: 'function', name: undefined, params, body: this.untilEnd(false), implicit: true };
    const body = this.statements(end);
    this.at = end + 1;
    return { kind: 'function', name: undefined, params, body, implicit: true };
  }
}

/** A parameter with what it is where it is not given: `def f(x=1)`. */
function withDefault(name: string, value: Node): Node {
  return { kind: 'assign', target: { kind: 'name', name }, operator: '=', value };
}
