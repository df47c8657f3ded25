import type { Regex, StringRole, Token, Tokens } from './token.ts';

/** A place in program text, and the tokens that were found before it. */
export abstract class Scanner {
  readonly text: string;
  at = 0;
  readonly #tokens: Token[] = [];
  readonly #closes = new Map<number, number>();
  /** Opening brackets and holes that are not closed yet. */
  readonly #open: number[] = [];
  #broken = false;
  #spaced = false;

  constructor(text: string) {
    this.text = text;
  }

  protected get count(): number {
    return this.#tokens.length;
  }

  get previous(): Token | undefined {
    return this.#tokens.at(-1);
  }

  /** Blanks stand before the current place. */
  get spaced(): boolean {
    return this.#spaced;
  }

  protected space(): void {
    this.#spaced = true;
  }

  protected get innermost(): Token | undefined {
    return this.#tokens[this.#open.at(-1) ?? -1];
  }

  /** The token that is pushed next opens something. */
  protected opens(): void {
    this.#open.push(this.#tokens.length);
  }

  /** The token that is pushed next closes what was opened last. */
  protected closesLast(): void {
    const opened = this.#open.pop();
    if (opened !== undefined) this.closes(opened);
  }

  /** The token that is pushed next closes the one at this index. */
  protected closes(opened: number): void {
    this.#closes.set(opened, this.#tokens.length);
  }

  protected finish(): Tokens {
    if (this.#open.length > 0) this.#broken = true;
    this.push('end', '', this.at);
    return { list: this.#tokens, closes: this.#closes, broken: this.#broken };
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  /** What a sticky pattern finds at the current place; moves nothing. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text) ?? undefined;
  }

  push(type: Token['type'], text: string, start: number, role?: StringRole, end = this.at): void {
    this.#tokens.push({ type, text, start, end, spaced: this.#spaced, role, regex: undefined });
    this.#spaced = false;
  }

  pushRegex(regex: Regex, start: number): void {
    const spaced = this.#spaced;
    this.#tokens.push({ type: 'regex', text: '', start, end: this.at, spaced, role: undefined, regex });
    this.#spaced = false;
  }

  /** The program ends here, whatever follows (`__END__`). */
  stop(): void {
    this.at = this.text.length;
  }

  broken(): void {
    this.#broken = true;
  }
}
