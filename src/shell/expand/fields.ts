import { appendTo, concat, EMPTY_WORD, hole, isHole, type Part, type Word, word } from '../../core/word.ts';

const DEFAULT_IFS = ' \t\n';

/**
 * Builds the fields one shell word becomes, by the rules of POSIX 2.6.5: quoted text never splits, the result of an
 * unquoted expansion splits at IFS, and pathname characters outside quotes make a glob, which stays a glob.
 */
export class Fields {
  readonly #done: Word[] = [];
  readonly #ifs: string;
  readonly #splits: boolean;
  #current: Part[] | undefined;

  /** @param splits false where bash does neither split nor glob: assignments, redirect targets, `case` words */
  constructor(ifs: string | undefined, splits: boolean) {
    this.#ifs = ifs ?? DEFAULT_IFS;
    this.#splits = splits;
  }

  /** Text inside quotes: begins a field even when it is empty. */
  quoted(text: Word): void {
    this.#append(text);
  }

  /** Literal text outside quotes. */
  plain(text: Word): void {
    if (text.length > 0) this.#append(text);
  }

  glob(pattern: string): void {
    this.#append(this.#splits ? hole('glob', pattern) : word(pattern));
  }

  /** The result of an expansion outside quotes. */
  expansion(result: Word): void {
    if (!this.#splits) {
      this.plain(result);
      return;
    }
    for (const part of result) {
      if (isHole(part)) this.#append([part]);
      else this.#split(part.lit);
    }
  }

  /** `"$@"` and `"${a[@]}"`: one field each, the first and last joined to what stands around them. */
  list(words: readonly Word[]): void {
    words.forEach((one, index) => {
      if (index > 0) this.#end();
      this.#append(one);
    });
  }

  /** What comes next is a field of its own: `$@` outside quotes. */
  separate(): void {
    if (this.#splits) this.#end();
    else this.#append(word(' '));
  }

  finish(): readonly Word[] {
    this.#end();
    return this.#done;
  }

  /** The single word it makes where nothing splits. */
  joined(): Word {
    const [first = EMPTY_WORD, ...rest] = this.finish();
    return rest.length === 0 ? first : concat(first, ...rest.flatMap(one => [word(' '), one]));
  }

  #append(text: Word): void {
    this.#current ??= [];
    appendTo(this.#current, text);
  }

  #end(): void {
    if (this.#current !== undefined) this.#done.push(this.#current);
    this.#current = undefined;
  }

  #split(text: string): void {
    let from = 0;
    // What ended the field before: blanks alone are part of a delimiter that stands next to them.
    let ended: 'blank' | 'delimiter' | undefined;
    for (let at = 0; at <= text.length; at++) {
      const char = text[at];
      if (char !== undefined && !this.#ifs.includes(char)) continue;
      if (at > from) {
        this.#globbed(text.slice(from, at));
        ended = undefined;
      }
      if (char === undefined) return;
      const white = DEFAULT_IFS.includes(char);
      if (white) {
        if (this.#current !== undefined) {
          this.#end();
          ended = 'blank';
        }
      } else {
        if (this.#current === undefined && ended !== 'blank') this.#append(EMPTY_WORD);
        this.#end();
        ended = 'delimiter';
      }
      from = at + 1;
    }
  }

  /** Pathname characters in the result of an unquoted expansion make a glob too. */
  #globbed(text: string): void {
    let from = 0;
    for (const found of text.matchAll(/\*+|\?|\[[^\]]+\]/gu)) {
      if (found.index > from) this.#append(word(text.slice(from, found.index)));
      this.#append(hole('glob', found[0]));
      from = found.index + found[0].length;
    }
    if (from < text.length) this.#append(word(text.slice(from)));
  }
}
