import type { Word } from '../core/word.ts';
import type { Draft } from './draft.ts';

/**
 * What a program does, as data. Three small notations keep a program on a few lines; `compile.ts` reads them.
 *
 * `options`, separated by spaces: names joined by `|` (one letter: short; more: long), then
 * - `=` it takes a value, in the same word or the next; `?` a value in the same word only;
 * - a role after `=` or `?`: what is done with the value (`o|output=write`);
 * - `+recursive`, `+force`; `+dry`: nothing happens but reading; `+ask`: nothing happens at all;
 * - `!kind:deed`: the option itself does this;
 * - `^`: there is one operand to skip less (`grep -e pattern`);
 * - `>roles`: operands have these roles instead, commas for spaces (`sed -i`).
 * `...=` alone: long options that are not listed take a value (aws).
 *
 * `does`, separated by spaces, one role an operand: `_` skipped, or effect kinds joined by `,` (or a reader of
 * `readers.ts`), then `:deed`, `@path`, `@host` or `@res` where the kind is usually about something else, then `*` for
 * "each that is left", `+` for "all that is left, as one". Roles after `*` are of the last operands: `read* write`.
 *
 * `verbs`: subcommands, `a|b` for aliases, words joined by spaces, `*` for any characters of a word; the value is
 * `does`, or `does ; options`.
 */
export interface Model {
  readonly options?: string;
  readonly does?: string;
  readonly verbs?: Readonly<Record<string, string>>;
  /** Long options have one dash (terraform, java). */
  readonly dash?: 'single';
  /** Options end at the first operand: what follows is another program's. */
  readonly posix?: true;
  /** What is done with known text on standard input. */
  readonly stdin?: string;
  /** For programs that no table describes; what the table says comes besides. */
  readonly special?: (argv: readonly Word[]) => readonly Draft[];
  /** Commands with the kinds of their effects, `read` left out: at least one that does no harm, and one that does. */
  readonly examples: Readonly<Record<string, string>>;
}

/** Programs of one kind. Its tables are made when one of its programs is first met: a hook starts on every command. */
export interface Family {
  /** Every name in `models`, with blanks between. */
  readonly names: string;
  /** By name; `a|b` where two are called the same way. */
  readonly models: () => Readonly<Record<string, Model>>;
}
