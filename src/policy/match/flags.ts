import { known, type Match } from '../../core/match.ts';
import type { Reading, Text } from './text.ts';

/** Options as a rule names them, ready for looking at arguments. */
export interface Flags {
  /** Letters of `-r`. */
  readonly letters: readonly string[];
  /** `--force`, and `-name` of programs whose options are words behind one dash. */
  readonly words: readonly string[];
}

export function compileFlags(flags: readonly string[]): Flags {
  return {
    letters: flags.filter(flag => /^-[^-]$/.test(flag)).map(flag => flag.slice(1)),
    words: flags.filter(flag => !/^-[^-]$/.test(flag)),
  };
}

/**
 * Whether one of the options is among the arguments, before a `--`. A cluster holds each of its letters for a
 * restriction: whether the second is a value of the first only the program knows; a grant wants it on its own.
 */
export function hasFlag({ letters, words }: Flags, args: readonly Text[], reading: Reading): Match {
  for (const arg of args) {
    if (arg.some(({ marked }) => marked === '--')) return 'no';
    const given = arg.some(({ marked }) => {
      if (words.some(word => marked === word || marked.startsWith(`${word}=`))) return true;
      const cluster = /^-([A-Za-z0-9]+)/.exec(marked)?.[1];
      if (cluster === undefined) return false;
      return letters.some(letter =>
        reading === 'strict' ? marked === `-${letter}` : cluster.includes(letter),
      );
    });
    if (given) return known(true);
    if (reading === 'utmost' && arg.some(({ holes }) => holes)) return 'may';
  }
  return 'no';
}
