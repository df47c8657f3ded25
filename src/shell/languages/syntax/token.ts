/** A piece of program text. Offsets are UTF-16, half open, into that text. */
export interface Token {
  readonly type:
    | 'name'
    | 'number'
    | 'op'
    /** A string without anything to fill in. */
    | 'text'
    /** A string with something to fill in: `quote`, then `text` and `hole … end-hole`, then `unquote`. */
    | 'quote'
    | 'unquote'
    | 'hole'
    | 'end-hole'
    | 'regex'
    | 'newline'
    | 'indent'
    | 'dedent'
    | 'end';
  /** The name or operator; a string's value, its escapes undone; a regex's source. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Blanks stand before it. */
  readonly spaced: boolean;
  /** Of strings: `shell` hands its text to a shell (back-ticks), `words` is a list (`qw`), `symbol` is Ruby's `:name`, `bytes` is Python's `b'…'`. */
  readonly role: StringRole | undefined;
  /** Of a regex: all of it. */
  readonly regex: Regex | undefined;
}

/** `m/pattern/flags`, `s/pattern/replacement/flags`, `tr/set/set/`. */
export interface Regex {
  readonly operator: 'match' | 'substitute' | 'transliterate';
  readonly pattern: string;
  readonly replacement: string;
  readonly flags: string;
}

export type StringRole = 'shell' | 'words' | 'symbol' | 'bytes';

/** The tokens of a program, and where each bracket closes. */
export interface Tokens {
  readonly list: readonly Token[];
  /** For the index of an opening bracket or `hole`, that of its end; missing where it is never closed. */
  readonly closes: ReadonlyMap<number, number>;
  /** A string, comment or bracket did not end: the program may have been read wrongly. */
  readonly broken: boolean;
}
