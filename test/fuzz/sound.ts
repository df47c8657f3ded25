import { LIMITS } from '../../src/core/limits.ts';
import type { Scan } from '../../src/core/scan.ts';
import { displayWord, isHole, type Word } from '../../src/core/word.ts';

/** Holes that are told of by being there: a pattern, a descriptor, what another program finds. */
const PLAIN: ReadonlySet<string> = new Set(['glob', 'process', 'operands', 'positional', 'stdin']);

/** Nothing in the word is unknown without the Scan saying so. */
function told(of: Word): boolean {
  return of.every(part => !isHole(part) || PLAIN.has(part.hole) || (part.values !== undefined && !part.open));
}

/** What is wrong with a Scan, whatever it was made of; undefined where nothing is. */
export function unsound({ steps, sources, invocations, unknown, coverage }: Scan): string | undefined {
  if (steps > LIMITS.scanSteps) return 'more steps than there may be';
  for (const { span, argv, cwd, remote } of invocations) {
    if (span.start > span.end || span.end > (sources[span.source]?.text.length ?? -1))
      return 'an invocation stands outside its source';
    if (coverage === 'full' && ![...argv, ...(remote === true ? [] : [cwd])].every(told))
      return 'full coverage, and a hole nobody is told of';
  }
  return unknown.some(({ span }) => span.end > (sources[span.source]?.text.length ?? -1))
    ? 'what is unknown stands outside its source'
    : undefined;
}

export function starts({ invocations }: Scan, command: string): boolean {
  return invocations.some(({ argv }) => argv.map(displayWord).join(' ') === command);
}
