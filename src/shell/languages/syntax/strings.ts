import { type Escapes, unescapeString } from './escapes.ts';
import { FILLED, openerAt } from './filling.ts';
import type { Quotes } from './quotes.ts';
import { Scanner } from './scanner.ts';
import { wordsEnd } from './words.ts';

interface OpenText extends Quotes {
  /** A here-document's body ends here, and its line goes on at `resume`. */
  readonly until?: number;
  readonly resume?: number;
  readonly start: number;
  depth: number;
  filled: boolean;
}

/** Reads strings and here-documents. What is filled in in them is read in the main loop: open texts stand on a stack. */
export abstract class StringScanner extends Scanner {
  readonly #texts: OpenText[] = [];
  /** Where a line with here-documents goes on, by the offset of its end. */
  protected readonly skips = new Map<number, number>();
  #lost = false;
  readonly #escapes: Escapes;

  constructor(text: string, escapes: Escapes) {
    super(text);
    this.#escapes = escapes;
  }

  /** The string whose hole is being read. */
  protected get filling(): OpenText | undefined {
    return this.innermost?.type === 'hole' ? this.#texts.at(-1) : undefined;
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
    const from = this.skips.get(line) ?? line + 1;
    ends.lastIndex = from;
    const found = line < 0 || this.#lost ? null : ends.exec(this.text);
    if (found === null) {
      // Looked for once: many operators without an end would each read the rest of the program.
      this.#lost = true;
      this.broken();
      this.push('text', '', start, quotes.role);
      return;
    }
    this.skips.set(line, found.index + found[0].length);
    const resume = this.at;
    this.at = from;
    this.#readText({ ...quotes, close: '', until: found.index, resume, start, depth: 0, filled: false });
  }

  protected endHole(text: OpenText): void {
    const start = this.at++;
    this.closesLast();
    this.push('end-hole', '', start);
    this.#texts.pop();
    this.#readText(text);
  }

  /** On from the current place to the end of the string, or into what is filled in next. */
  #readText(text: OpenText): void {
    let from = this.at;
    const end = Math.min(text.until ?? this.text.length, this.text.length);
    for (;;) {
      this.at = Math.max(this.at, Math.min(wordsEnd(this.text, this.at), end));
      if (this.at >= end) break;
      const char = this.text.charAt(this.at);
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
    if (text.until === undefined) this.broken();
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
    if (escapes === 'all') return unescapeString(text, this.#escapes);
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
    this.opens();
    this.#texts.push(text);
    const start = this.at;
    this.at += opener;
    this.push('hole', '', start);
    return 'code';
  }

  #beforeHole(text: OpenText, from: number): void {
    if (!text.filled) this.push('quote', '', text.start, text.role, from);
    text.filled = true;
    this.push('text', this.#value(this.text.slice(from, this.at), text), from);
  }

  /** `$name`, with an optional subscript, between marks. */
  #filled(name: string, subscript: string | undefined, start: number): void {
    this.opens();
    this.push('hole', '', start);
    this.push('name', name, start);
    if (subscript !== undefined) {
      this.opens();
      this.push('op', '[', start);
      this.push(/^-?\d+$/.test(subscript) ? 'number' : 'text', subscript, start);
      this.closesLast();
      this.push('op', ']', start);
    }
    this.closesLast();
    this.push('end-hole', '', start);
  }
}
