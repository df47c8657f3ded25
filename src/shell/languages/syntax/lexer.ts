import { StringScanner } from './strings.ts';
import type { Syntax } from './syntax.ts';
import type { Tokens } from './token.ts';

const NUMBER =
  /0[xX][0-9a-fA-F_]+n?|0[oO][0-7_]+n?|0[bB][01_]+n?|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?[njJlL]?/y;
const OPERATOR =
  /<=>|===|!==|\*\*=|\.\.\.|<<=|>>=|\|\|=|&&=|\?\?=|\/\/=|=>|->|::|==|!=|=~|!~|<=|>=|&&|\|\||\?\?|\?\.|\*\*|\/\/|\+\+|--|\+=|-=|\*=|\/=|\.=|%=|&=|\|=|\^=|:=|<<|>>|\.\.|\|&|&\.|[\s\S]/y;
const OPENERS = '([{';
const CLOSERS = ')]}';

/** Cuts program text into tokens, in one pass and without recursion. */
export class Lexer extends StringScanner {
  readonly syntax: Syntax;
  readonly #indents: number[] = [0];

  constructor(text: string, syntax: Syntax) {
    super(text, syntax.escapes);
    this.syntax = syntax;
  }

  run(): Tokens {
    if (this.syntax.indents) this.#indent();
    while (this.at < this.text.length) this.#next();
    return this.finish();
  }

  #next(): void {
    const char = this.text[this.at] ?? '';
    if (char === '\n') {
      this.#line();
      return;
    }
    if (char === ' ' || char === '\t' || char === '\r' || char === '\f' || char === '\u00a0') {
      this.at++;
      this.space();
      return;
    }
    if (char === '\\' && this.text[this.at + 1] === '\n') {
      this.at += 2;
      this.space();
      return;
    }
    const start = this.at;
    const quotes = this.syntax.quotes[char];
    if (quotes !== undefined) {
      this.at++;
      this.quoted(quotes, start);
      return;
    }
    if (this.#comment() || this.syntax.special(this)) return;
    const name = this.match(this.syntax.name);
    if (name !== undefined) {
      this.at += name[0].length;
      this.push('name', name[0], start);
      return;
    }
    const number = char >= '0' && char <= '9' ? this.match(NUMBER) : undefined;
    if (number !== undefined) {
      this.at += number[0].length;
      this.push('number', number[0].replaceAll('_', ''), start);
      return;
    }
    this.#operator(start);
  }

  #operator(start: number): void {
    const text = this.match(OPERATOR)?.[0] ?? '';
    const { filling } = this;
    if (filling !== undefined && text.startsWith('}')) {
      this.endHole(filling);
      return;
    }
    // In an f-string what follows a colon, or `!r`, says how to show it.
    if (filling?.filling === 'brace' && /^(?::=?|![a-z]?)$/.test(text)) {
      this.#skipFormat();
      return;
    }
    this.at += text.length;
    if (OPENERS.includes(text)) this.opens();
    else if (CLOSERS.includes(text)) this.#close(text);
    this.push('op', text, start);
  }

  #close(text: string): void {
    const open = this.innermost;
    if (open?.type === 'op' && open.text === OPENERS[CLOSERS.indexOf(text)]) this.closesLast();
    else this.broken();
  }

  #skipFormat(): void {
    for (let depth = 0; this.at < this.text.length; this.at++) {
      const char = this.text[this.at];
      if (char === '{') depth++;
      else if (char === '}' && depth-- === 0) return;
    }
  }

  #line(): void {
    const start = this.at++;
    const { innermost } = this;
    // Inside brackets a line end is a blank; braces hold statements, save Python's.
    const inside = innermost !== undefined && (innermost.text !== '{' || this.syntax.indents);
    if (this.syntax.newlines && !inside) this.push('newline', '', start);
    this.space();
    this.at = this.skips.get(start) ?? this.at;
    if (this.syntax.indents && !inside) this.#indent();
  }

  /** Indentation of the line that begins here; blank lines and comments have none. */
  #indent(): void {
    const start = this.at;
    let width = 0;
    let at = start;
    for (; at < this.text.length; at++) {
      const char = this.text[at];
      if (char === ' ' || char === '\f') width++;
      else if (char === '\t') width += 8 - (width % 8);
      else break;
    }
    const char = this.text[at];
    if (char === undefined || char === '\n' || char === '#' || char === '\r') return;
    this.at = at;
    if (width > (this.#indents.at(-1) ?? 0)) {
      this.#indents.push(width);
      this.push('indent', '', start);
      return;
    }
    while (width < (this.#indents.at(-1) ?? 0)) {
      this.#indents.pop();
      this.push('dedent', '', start);
    }
  }

  #comment(): boolean {
    const { lineComments, blockComments } = this.syntax;
    if (lineComments.some(mark => this.startsWith(mark))) {
      const end = this.text.indexOf('\n', this.at);
      this.at = end < 0 ? this.text.length : end;
      return true;
    }
    if (!blockComments || !this.startsWith('/*')) return false;
    const end = this.text.indexOf('*/', this.at + 2);
    if (end < 0) this.broken();
    this.at = end < 0 ? this.text.length : end + 2;
    this.space();
    return true;
  }
}
