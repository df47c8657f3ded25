import type { Word } from '../../core/word.ts';

/** Where what a program runs is run. */
export type Where =
  | 'here'
  | /** Another machine or a container. */ 'remote'
  | /** Another root directory. */ 'root';

/** What a program runs on behalf of its arguments. */
export type Inner =
  | {
      readonly argv: readonly Word[];
      readonly env?: readonly (readonly [name: string, value: Word])[];
      readonly cwd?: Word;
      readonly where?: Where;
      /** What it reads on standard input instead of what the program itself reads; undefined: not known. */
      readonly input?: Word | undefined;
      /** It is started without the environment there is. */
      readonly clean?: true;
    }
  /** Shell code. */
  | {
      readonly code: Word;
      readonly where?: Where;
      readonly cwd?: Word;
      /** It stands in a file of the project under this name, and is not followed within itself. */
      readonly task?: string;
    }
  /** Code of another language, of which only what is said besides was read. */
  | { readonly computed: string }
  /** Code it loads from somewhere it names, which is not followed. */
  | { readonly unknown: string }
  /** A package it fetches and runs. */
  | { readonly download: Word };

/** What a file holds, as far as it is known. */
export type ReadFile = (name: Word) => Word | undefined;

export interface Wrapper {
  /** It changes nothing about what it runs: no power, no place, no environment, no operands. */
  readonly transparent: boolean;
  /** It does something of its own besides, with its other arguments (`tar`, `git`). */
  readonly besides: boolean;
  /** It makes arguments or code of what it reads. */
  readonly reads: boolean;
  /**
   * What it runs; nothing when it was only asked something (`command -v`, `sudo -l`).
   * @param input what it reads, if `reads`; undefined: not known
   * @param file what a file holds that it takes its work from
   */
  readonly inner: (argv: readonly Word[], input: Word | undefined, file: ReadFile) => readonly Inner[];
}

export type Sinks = Readonly<Record<string, Wrapper['inner']>>;
