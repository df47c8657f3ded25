import { LIMITS } from '../../../core/limits.ts';
import type { Dialect } from '../dialect.ts';
import type { Token, Tokens } from '../syntax/token.ts';
import { NOTHING, type Node } from './node.ts';

const END: Token = {
  type: 'end',
  text: '',
  start: 0,
  end: 0,
  spaced: false,
  role: undefined,
  regex: undefined,
};

/** A place among a program's tokens, and how deep the reading of it is. */
export class Cursor {
  readonly dialect: Dialect;
  readonly source: string;
  readonly #tokens: Tokens;
  at = 0;
  /** A Ruby `do` belongs to the loop that is being read, not to an operand. */
  inHeader = false;
  #depth = 0;
  /** The last token that can be seen: what stands in brackets does not reach behind them. */
  #last: number;
  /** Something was nested too deeply, or did not end. */
  broken: boolean;

  constructor(source: string, tokens: Tokens, dialect: Dialect) {
    this.source = source;
    this.#tokens = tokens;
    this.dialect = dialect;
    this.broken = tokens.broken;
    this.#last = tokens.list.length - 1;
  }

  get count(): number {
    return this.#last + 1;
  }

  token(ahead = 0): Token {
    const at = this.at + ahead;
    return at > this.#last ? END : (this.#tokens.list[at] ?? END);
  }

  isOp(text: string, ahead = 0): boolean {
    const token = this.token(ahead);
    return token.type === 'op' && token.text === text;
  }

  isWord(text: string, ahead = 0): boolean {
    const token = this.token(ahead);
    return token.type === 'name' && token.text === text;
  }

  take(text: string): boolean {
    if (!this.isOp(text) && !this.isWord(text)) return false;
    this.at++;
    return true;
  }

  /** Where the bracket at `index` closes; the program's end where it never does. */
  closeOf(index: number): number {
    return Math.min(this.#tokens.closes.get(index) ?? this.#last, this.#last);
  }

  /** The last token of what begins at `index`: its closing bracket, or itself. */
  protected closing(index: number): number {
    return this.#tokens.closes.get(index) ?? index;
  }

  /** Reads what stands before the token at `end`: nothing is read twice, whatever is not closed in there. */
  protected bounded<T>(end: number, read: () => T): T {
    const before = this.#last;
    this.#last = Math.min(before, end);
    const result = read();
    this.#last = before;
    return result;
  }

  skipLines(): void {
    while (
      this.token().type === 'newline' ||
      this.token().type === 'indent' ||
      this.token().type === 'dedent'
    )
      this.at++;
  }

  /** Reads one level deeper; past the cap what stands there is passed over. */
  deeper(read: () => Node): Node {
    if (this.#depth >= LIMITS.programDepth) {
      this.broken = true;
      this.at = Math.max(this.closeOf(this.at), this.at) + 1;
      return NOTHING;
    }
    this.#depth++;
    try {
      return read();
    } finally {
      this.#depth--;
    }
  }
}
