import type { Token } from '../syntax/token.ts';
import { Cursor } from './cursor.ts';
import { type Entry, type FunctionNode, NOTHING, type Node } from './node.ts';
import { ASSIGNMENT, CHOICE } from './operators.ts';

const FRACTION = /^\d[\d_]*(?:\.|[eE])/;

/** Reads what stands between operators: literals, names, and everything in brackets. */
export abstract class OperandParser extends Cursor {
  abstract expression(level?: number): Node;
  protected abstract functionAt(): FunctionNode;

  /** Expressions between commas, up to the token at `end`. */
  elements(end: number): readonly Node[] {
    return this.bounded(end, () => {
      const items: Node[] = [];
      while (this.at < end) {
        const before = this.at;
        this.skipLines();
        if (this.at >= end) break;
        if (!this.take(',') && !this.take(';')) items.push(this.element(end));
        if (this.at === before) this.at++;
      }
      return items;
    });
  }

  protected element(end: number, level = ASSIGNMENT): Node {
    if (this.isOp('*') || this.isOp('**') || this.isOp('...')) {
      const pairs = this.isOp('**');
      this.at++;
      return { kind: 'spread', of: this.expression(), pairs };
    }
    const key = this.token();
    if (key.type === 'name' && this.isOp('=', 1) && this.dialect.language === 'python') {
      this.at += 2;
      return { kind: 'pair', key: key.text, value: this.expression() };
    }
    if (
      (key.type === 'name' || key.type === 'text') &&
      this.isOp(':', 1) &&
      this.dialect.language !== 'javascript'
    ) {
      this.at += 2;
      return { kind: 'pair', key: key.text, value: this.expression() };
    }
    const value = this.expression(level);
    if (this.isOp('=>')) {
      this.at++;
      const named = value.kind === 'text' ? value.value : value.kind === 'name' ? value.name : '';
      return { kind: 'pair', key: named, value: this.expression() };
    }
    if (
      this.dialect.language === 'python' &&
      (this.isWord('for') || (this.isWord('async') && this.isWord('for', 1)))
    )
      return this.#comprehension(value, end);
    return value;
  }

  #comprehension(value: Node, end: number): Node {
    const loops: { target: Node; items: Node }[] = [];
    while (this.at < end) {
      if (this.take('async')) continue;
      if (this.take('if')) this.expression(CHOICE + 1);
      else if (this.take('for')) {
        const target = this.targets('in');
        this.take('in');
        loops.push({ target, items: this.expression(CHOICE + 1) });
      } else break;
    }
    return loops.reduceRight(
      (body: Node, { target, items }, index): Node => ({
        kind: 'each',
        target,
        items,
        body: [body],
        collects: index === loops.length - 1 || loops.length === 1,
      }),
      value,
    );
  }

  /** Names to assign to, up to the word `ends`. */
  targets(ends: string): Node {
    const names: Node[] = [];
    for (let left = 16; left > 0 && !this.isWord(ends) && !this.isOp(ends); left--) {
      const token = this.token();
      if (token.type === 'end' || token.type === 'newline') break;
      this.at++;
      if (token.type === 'name' && !this.#isKeyword(token.text))
        names.push({ kind: 'name', name: token.text });
    }
    return names.length === 1 && names[0] !== undefined ? names[0] : { kind: 'list', items: names };
  }

  #isKeyword(name: string): boolean {
    return this.dialect.passed.has(name) || this.dialect.prefixes.has(name);
  }

  protected primary(): Node {
    const token = this.token();
    const { functions, language } = this.dialect;
    switch (token.type) {
      case 'text':
        this.at++;
        return stringOf(token, { kind: 'text', value: token.text });
      case 'quote':
        return this.#filled();
      case 'number':
        this.at++;
        // Python and Ruby show `1.0` as it is.
        if (FRACTION.test(token.text) && (language === 'python' || language === 'ruby')) return NOTHING;
        return { kind: 'number', value: Number(token.text.replace(/[njJlL]$/, '')) };
      case 'regex':
        this.at++;
        return token.regex === undefined
          ? NOTHING
          : { kind: 'regex', regex: token.regex, place: { start: token.start, end: token.end } };
      case 'name':
        if (functions.has(token.text) || (token.text === 'lambda' && language === 'python'))
          return this.functionAt();
        if (this.isOp('=>', 1) && language === 'javascript') return this.functionAt();
        this.at++;
        return { kind: 'name', name: language === 'php' ? token.text.replace(/^\\/, '') : token.text };
      case 'op':
        return this.#bracketed(token);
      case 'unquote':
      case 'hole':
      case 'end-hole':
        this.at++;
        return NOTHING;
      case 'newline':
      case 'indent':
      case 'dedent':
      case 'end':
        return NOTHING;
    }
  }

  #bracketed(token: Token): Node {
    const open = this.at;
    const end = this.closeOf(open);
    if (token.text === '(') {
      if (this.dialect.language === 'javascript' && this.isOp('=>', end - open + 1)) return this.functionAt();
      this.at++;
      const items = this.elements(end);
      const [only] = items;
      const isTuple = this.isOp(',', end - this.at - 1);
      this.at = end + 1;
      // A comma between operands of JavaScript: the last one is the value.
      if (this.dialect.language === 'javascript' && items.length > 1)
        return { kind: 'sequence', body: items };
      return items.length === 1 &&
        only !== undefined &&
        !isTuple &&
        only.kind !== 'spread' &&
        only.kind !== 'pair'
        ? only
        : { kind: 'list', items };
    }
    if (token.text === '[') {
      this.at++;
      const items = this.elements(end);
      this.at = end + 1;
      return this.dialect.language === 'php' ? keyed(items) : { kind: 'list', items };
    }
    if (token.text === '{') {
      this.at++;
      const entries = this.bounded(end, () => this.#entries(end));
      this.at = end + 1;
      return { kind: 'table', entries };
    }
    // `->(x) { … }`
    if (token.text === '->' && this.dialect.language === 'ruby') return this.functionAt();
    if (/^[)\]};,]$/.test(token.text)) return NOTHING;
    this.at++;
    return NOTHING;
  }

  /** `key: value`, `key => value`, `name`, `...rest`, `method() {}`. */
  #entries(end: number): readonly Entry[] {
    const entries: Entry[] = [];
    while (this.at < end) {
      const before = this.at;
      this.skipLines();
      const key = this.token();
      const named =
        key.type === 'name' || key.type === 'text' || key.type === 'number' ? key.text : undefined;
      if (named !== undefined && (this.isOp(':', 1) || this.isOp('=>', 1))) {
        this.at += 2;
        this.skipLines();
        entries.push({ key: named, value: this.expression() });
      } else if (named !== undefined && key.type === 'name' && (this.isOp(',', 1) || this.at + 1 >= end)) {
        this.at++;
        entries.push({ key: named, value: { kind: 'name', name: named } });
      } else if (this.isOp('[') && this.dialect.language === 'javascript') {
        const [computed] = this.#inBrackets();
        if (this.take(':')) entries.push({ key: computed, value: this.expression() });
      } else if (!this.take(',') && !this.take(':') && !this.take('=>') && this.at < end)
        entries.push({ key: undefined, value: this.element(end) });
      if (this.at === before) this.at++;
    }
    return entries;
  }

  #inBrackets(): readonly Node[] {
    const end = this.closeOf(this.at);
    this.at++;
    const items = this.elements(end);
    this.at = end + 1;
    return items;
  }

  #filled(): Node {
    const opening = this.token();
    this.at++;
    const parts: Node[] = [];
    for (let token = this.token(); token.type !== 'unquote' && token.type !== 'end'; token = this.token()) {
      if (token.type === 'hole') {
        const end = this.closeOf(this.at);
        this.at++;
        const part = this.at < end ? this.bounded(end, () => this.expression()) : NOTHING;
        // Shown in some other way than as it is: `{x:>8}`.
        parts.push(this.isOp(':') && this.at < end ? { kind: 'sequence', body: [part, NOTHING] } : part);
        this.at = end + 1;
        continue;
      }
      if (token.type === 'text') parts.push({ kind: 'text', value: token.text });
      this.at++;
    }
    this.at++;
    return stringOf(opening, { kind: 'filled', parts });
  }
}

function stringOf({ role, start, end }: Token, node: Node): Node {
  if (role === 'shell') return { kind: 'shell', command: node, place: { start, end } };
  if (role === 'bytes' && node.kind === 'text') return { ...node, bytes: true };
  if (role !== 'words' || node.kind !== 'text') return node;
  return {
    kind: 'list',
    items: node.value
      .split(/\s+/u)
      .filter(one => one !== '')
      .map(value => ({ kind: 'text', value })),
  };
}

/** PHP's arrays are lists, or tables where keys are written. */
function keyed(items: readonly Node[]): Node {
  if (!items.some(one => one.kind === 'pair')) return { kind: 'list', items };
  return {
    kind: 'table',
    entries: items.map((value, at) =>
      value.kind === 'pair' ? { key: value.key, value: value.value } : { key: String(at), value },
    ),
  };
}
