import type { Invocation } from '../../core/scan.ts';
import { textOf } from '../../core/word.ts';
import { globText } from '../match/glob-text.ts';

/** Subcommands that are taken into a prefix: `docker compose up`. */
const SUBCOMMANDS = 2;

/** An invocation whose words are all known, as globs that cover it. */
export interface Shape {
  /** It and nothing else. */
  readonly exact: string;
  /** Its program and subcommands with whatever follows, the longest first; none for a program without subcommands. */
  readonly prefixes: readonly string[];
}

/** Undefined where a word of it is not known before it runs: nothing short of everything would cover that surely. */
export function shapeOf({ program, argv }: Invocation): Shape | undefined {
  const words = [program, ...argv.slice(1)].map(textOf);
  if (words.some(one => one === undefined || /[\n\0]/.test(one))) return undefined;
  const [head = '', ...rest] = words as string[];
  const verbs = rest.slice(0, SUBCOMMANDS);
  const end = verbs.findIndex(one => !/^[a-z][a-z0-9:-]*$/.test(one));
  const count = end < 0 ? verbs.length : end;
  const prefixes = Array.from({ length: count }, (_, index) =>
    [head, ...rest.slice(0, count - index)].map(globText).join(' '),
  );
  return {
    exact: [head, ...rest].map(globText).join(' '),
    prefixes: prefixes.map(one => `${one} *`),
  };
}
