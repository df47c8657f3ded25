import { StringScanner } from './strings.ts';
import { symbolAt } from './symbols.ts';
import type { Syntax } from './syntax.ts';
import type { Tokens } from './token.ts';
import { plainWordEnd } from './words.ts';

const NUMBER =
  /0[xX][0-9a-fA-F_]+n?|0[oO][0-7_]+n?|0[bB][01_]+n?|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?[njJlL]?/y;
const BLANKS = ' \t\r\f\u00a0';
const OPENERS = '([{';
const CLOSERS = ')]}';

/** Cuts program text into tokens, in one pass and without recursion. */
export class Lexer extends StringScanner {
  readonly syntax: Syntax;
  /** Blocks that are not closed yet: how far they are indented, and their first token. */
  readonly #indents: { readonly width: number; readonly index: number }[] = [];

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
    const start = this.at;
    const char = this.text.charAt(start);
    if (char === '\n') {
      this.#line();
      return;
    }
    if (BLANKS.includes(char)) {
      this.#blanks();
      return;
    }
    if (char === '\\' && this.text.charAt(start + 1) === '\n') {
      this.at += 2;
      this.space();
      return;
    }
    const quotes = this.syntax.quotes[char];
    if (quotes !== undefined) {
      this.at++;
      this.quoted(quotes, start);
      return;
    }
    if (this.#comment(char) || this.syntax.special(this, char)) return;
    const end = this.#nameEnd(start);
    if (end !== undefined) {
      this.at = end;
      this.push('name', this.text.slice(start, end), start);
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

  #blanks(): void {
    do this.at++;
    while (this.at < this.text.length && BLANKS.includes(this.text.charAt(this.at)));
    this.space();
  }

  #nameEnd(start: number): number | undefined {
    const plain = plainWordEnd(this.text, start, this.syntax.nameMore);
    if (plain !== undefined) return plain;
    const found = this.match(this.syntax.name);
    return found === undefined ? undefined : start + found[0].length;
  }

  #operator(start: number): void {
    const text = symbolAt(this.text, start);
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
    const start = this.at;
    for (let depth = 0; this.at < this.text.length; this.at++) {
      const char = this.text[this.at];
      if (char === '{') depth++;
      else if (char === '}' && depth-- === 0) break;
    }
    if (!/^(?:!s)?(?::[sd]?)?$/.test(this.text.slice(start, this.at))) this.push('op', ':', start);
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
    const { text, at: start } = this;
    let width = 0;
    let at = start;
    let char = text.charAt(at);
    for (; char === ' ' || char === '\t' || char === '\f'; char = text.charAt(++at))
      width += char === '\t' ? 8 - (width % 8) : 1;
    if (char === '' || char === '\n' || char === '#' || char === '\r') return;
    this.at = at;
    if (width > (this.#indents.at(-1)?.width ?? 0)) {
      this.#indents.push({ width, index: this.count });
      this.push('indent', '', start);
      return;
    }
    for (
      let last = this.#indents.at(-1);
      last !== undefined && width < last.width;
      last = this.#indents.at(-1)
    ) {
      this.#indents.pop();
      this.closes(last.index);
      this.push('dedent', '', start);
    }
  }

  #comment(char: string): boolean {
    const { lineComments, blockComments } = this.syntax;
    if (char !== '#' && char !== '/') return false;
    if (lineComments.some(mark => this.startsWith(mark))) {
      this.#skipTo(this.text.indexOf('\n', this.at));
      return true;
    }
    if (!blockComments || !this.startsWith('/*')) return false;
    const end = this.text.indexOf('*/', this.at + 2);
    if (end < 0) this.broken();
    this.#skipTo(end < 0 ? end : end + 2);
    this.space();
    return true;
  }

  #skipTo(at: number): void {
    this.at = at < 0 ? this.text.length : at;
  }
}
