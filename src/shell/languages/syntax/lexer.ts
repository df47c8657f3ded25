import { type Escapes, unescapeString } from './escapes.ts';
import { FILLED, type Filling, openerAt } from './filling.ts';
import type { StringRole, Token, Tokens } from './token.ts';

/** How a language's text falls into tokens. */
export interface Syntax {
  readonly lineComments: readonly string[];
  readonly blockComments: boolean;
  /** A line end can end a statement. */
  readonly newlines: boolean;
  /** Blocks are indented (Python). */
  readonly indents: boolean;
  /** Sticky. */
  readonly name: RegExp;
  readonly escapes: Escapes;
  /** Reads what only this language has (strings, regexes, here-documents) at `lexer.at`; false when nothing is there. */
  readonly special: (lexer: Lexer) => boolean;
}

export interface Quotes {
  readonly close: string;
  /** The opening bracket of `q(…)`, which nests. */
  readonly nests?: string;
  readonly filling: Filling;
  /** `all` escapes, or only those of the quote and the backslash itself (`quotes`), or none (`raw`). */
  readonly escapes: 'all' | 'quotes' | 'raw';
  readonly role?: StringRole;
  /** It ends with the line, closed or not. */
  readonly oneLine?: boolean;
}

interface OpenText extends Quotes {
  /** A here-document's body ends here, and its line goes on at `resume`. */
  readonly until?: number;
  readonly resume?: number;
  readonly start: number;
  depth: number;
  filled: boolean;
}

const NUMBER =
  /0[xX][0-9a-fA-F_]+n?|0[oO][0-7_]+n?|0[bB][01_]+n?|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?[njJlL]?/y;
const OPERATOR =
  /<=>|===|!==|\*\*=|\.\.\.|<<=|>>=|\|\|=|&&=|\?\?=|\/\/=|=>|->|::|==|!=|=~|!~|<=|>=|&&|\|\||\?\?|\?\.|\*\*|\/\/|\+\+|--|\+=|-=|\*=|\/=|\.=|%=|&=|\|=|\^=|:=|<<|>>|\.\.|\|&|&\.|[\s\S]/y;
const OPENERS = '([{';
const CLOSERS = ')]}';

/** Cuts program text into tokens, in one pass and without recursion: what is filled in in strings stands on a stack. */
export class Lexer {
  readonly text: string;
  readonly syntax: Syntax;
  at = 0;
  readonly #tokens: Token[] = [];
  readonly #closes = new Map<number, number>();
  readonly #open: number[] = [];
  readonly #texts: OpenText[] = [];
  readonly #indents: number[] = [0];
  /** Where a line with here-documents goes on, by the offset of its end. */
  readonly #skips = new Map<number, number>();
  #lost = false;
  #broken = false;
  #spaced = false;

  constructor(text: string, syntax: Syntax) {
    this.text = text;
    this.syntax = syntax;
  }

  run(): Tokens {
    if (this.syntax.indents) this.#indent();
    while (this.at < this.text.length) this.#next();
    if (this.#open.length > 0) this.#broken = true;
    this.push('end', '', this.at);
    return { list: this.#tokens, closes: this.#closes, broken: this.#broken };
  }

  get previous(): Token | undefined {
    return this.#tokens.at(-1);
  }

  get spaced(): boolean {
    return this.#spaced;
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  /** What a sticky pattern finds at the current place; moves nothing. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text) ?? undefined;
  }

  push(type: Token['type'], text: string, start: number, role?: StringRole): void {
    this.#tokens.push({
      type,
      text,
      start,
      end: this.at,
      spaced: this.#spaced,
      ...(role === undefined ? {} : { role }),
    });
    this.#spaced = false;
  }

  /** The program ends here, whatever follows (`__END__`). */
  stop(): void {
    this.at = this.text.length;
  }

  broken(): void {
    this.#broken = true;
  }

  /** Reads a string whose text begins at the current place; `start` is where its opening quote stood. */
  quoted(quotes: Quotes, start: number): void {
    this.#readText({ ...quotes, start, depth: 0, filled: false });
  }

  /**
   * Reads a here-document whose operator has just been read: its body begins on the next line (or after the one before
   * it), and reading goes on behind the operator.
   * @param ends whether a line is the last
   */
  hereDocument(quotes: Omit<Quotes, 'close'>, ends: RegExp, start: number): void {
    const line = this.text.indexOf('\n', this.at);
    const from = this.#skips.get(line) ?? line + 1;
    ends.lastIndex = from;
    const found = line < 0 || this.#lost ? null : ends.exec(this.text);
    if (found === null) {
      // Looked for once: many operators without an end would each read the rest of the program.
      this.#lost = true;
      this.#broken = true;
      this.push('text', '', start, quotes.role);
      return;
    }
    this.#skips.set(line, found.index + found[0].length);
    const resume = this.at;
    this.at = from;
    this.#readText({ ...quotes, close: '', until: found.index, resume, start, depth: 0, filled: false });
  }

  #next(): void {
    const char = this.text[this.at] ?? '';
    if (char === '\n') {
      this.#line();
      return;
    }
    if (char === ' ' || char === '\t' || char === '\r' || char === '\f' || char === '\u00a0') {
      this.at++;
      this.#spaced = true;
      return;
    }
    if (char === '\\' && this.text[this.at + 1] === '\n') {
      this.at += 2;
      this.#spaced = true;
      return;
    }
    if (this.#comment() || this.syntax.special(this)) return;
    const start = this.at;
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
    const filling = this.#texts.at(-1);
    const inHole = filling !== undefined && this.#tokens[this.#open.at(-1) ?? -1]?.type === 'hole';
    if (inHole && text.startsWith('}')) {
      this.#endHole(filling);
      return;
    }
    // In an f-string what follows a colon, or `!r`, says how to show it.
    if (inHole && filling.filling === 'brace' && /^(?::=?|![a-z]?)$/.test(text)) {
      this.#skipFormat();
      return;
    }
    this.at += text.length;
    if (OPENERS.includes(text)) this.#open.push(this.#tokens.length);
    else if (CLOSERS.includes(text)) this.#close(text);
    this.push('op', text, start);
  }

  #close(text: string): void {
    const opener = OPENERS[CLOSERS.indexOf(text)];
    const last = this.#open.at(-1);
    const open = last === undefined ? undefined : this.#tokens[last];
    if (last === undefined || open?.text !== opener || open?.type !== 'op') {
      this.#broken = true;
      return;
    }
    this.#open.pop();
    this.#closes.set(last, this.#tokens.length);
  }

  #endHole(text: OpenText): void {
    const opened = this.#open.pop();
    const start = this.at++;
    if (opened !== undefined) this.#closes.set(opened, this.#tokens.length);
    this.push('end-hole', '', start);
    this.#texts.pop();
    this.#readText(text);
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
    const innermost = this.#tokens[this.#open.at(-1) ?? -1]?.text;
    // Inside brackets a line end is a blank; braces hold statements, save Python's.
    const filling = this.#open.length > 0 && (innermost !== '{' || this.syntax.indents);
    if (this.syntax.newlines && !filling) this.push('newline', '', start);
    this.#spaced = true;
    this.at = this.#skips.get(start) ?? this.at;
    if (this.syntax.indents && !filling) this.#indent();
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
    if (end < 0) this.#broken = true;
    this.at = end < 0 ? this.text.length : end + 2;
    this.#spaced = true;
    return true;
  }

  /** On from the current place to the end of the string, or into what is filled in next. */
  #readText(text: OpenText): void {
    let from = this.at;
    const end = Math.min(text.until ?? this.text.length, this.text.length);
    while (this.at < end) {
      const char = this.text[this.at] ?? '';
      if (char === '\\') {
        this.at += 2;
        continue;
      }
      if (text.until === undefined) {
        if (text.nests === char) text.depth++;
        else if (this.startsWith(text.close) && (text.nests === undefined || text.depth-- === 0)) {
          this.#endText(text, from, this.at);
          return;
        }
        if (char === '\n' && text.oneLine) break;
      }
      const filled = text.filling === 'none' ? 'nothing' : this.#fill(text, from);
      if (filled === 'code') return;
      if (filled === 'name') from = this.at;
      else this.at++;
    }
    if (text.until === undefined) this.#broken = true;
    this.#endText(text, from, Math.min(this.at, end), false);
    if (text.resume !== undefined) this.at = text.resume;
  }

  #endText(text: OpenText, from: number, to: number, closed = true): void {
    const value = this.#value(this.text.slice(from, to), text);
    this.at = to + (closed ? text.close.length : 0);
    if (!text.filled) {
      this.push('text', value, text.start, text.role);
      return;
    }
    this.push('text', value, from);
    this.push('unquote', '', to);
  }

  #value(raw: string, { escapes, close, filling }: Quotes): string {
    const text = filling === 'brace' ? raw.replace(/\{\{|\}\}/gu, pair => pair[0] ?? '') : raw;
    if (escapes === 'all') return unescapeString(text, this.syntax.escapes);
    if (escapes === 'raw' || !text.includes('\\')) return text;
    return text.replace(/\\([\s\S])/gu, (whole, char: string) =>
      char === '\\' || char === close ? char : whole,
    );
  }

  /** Reads what is filled in here, if something is: a name at once, code from here on in the main loop. */
  #fill(text: OpenText, from: number): 'nothing' | 'name' | 'code' {
    const named = FILLED[text.filling]?.(this.text, this.at);
    if (named !== undefined) {
      this.#beforeHole(text, from);
      const start = this.at;
      this.at = named.end;
      this.#filled(named.name, named.subscript, start);
      return 'name';
    }
    const opener = openerAt(text.filling, this.text, this.at);
    if (opener < 0) this.at++;
    if (opener <= 0) return 'nothing';
    this.#beforeHole(text, from);
    this.#open.push(this.#tokens.length);
    this.#texts.push(text);
    const start = this.at;
    this.at += opener;
    this.push('hole', '', start);
    return 'code';
  }

  #beforeHole(text: OpenText, from: number): void {
    if (!text.filled)
      this.#tokens.push({
        type: 'quote',
        text: '',
        start: text.start,
        end: from,
        spaced: this.#spaced,
        ...(text.role === undefined ? {} : { role: text.role }),
      });
    text.filled = true;
    this.#spaced = false;
    this.push('text', this.#value(this.text.slice(from, this.at), text), from);
  }

  /** `$name`, with an optional subscript, between marks. */
  #filled(name: string, subscript: string | undefined, start: number): void {
    const opened = this.#tokens.length;
    this.push('hole', '', start);
    this.push('name', name, start);
    if (subscript !== undefined) {
      const bracket = this.#tokens.length;
      this.push('op', '[', start);
      this.push(/^-?\d+$/.test(subscript) ? 'number' : 'text', subscript, start);
      this.#closes.set(bracket, this.#tokens.length);
      this.push('op', ']', start);
    }
    this.#closes.set(opened, this.#tokens.length);
    this.push('end-hole', '', start);
  }
}
