import type { Scan } from '../core/scan.ts';
import { codeTextOf, languageOf } from './code-texts.ts';

/**
 * Whether a function starts itself twice, in a pipe or beside itself: each of the two does so again. The reader gives
 * up on it, so its text decides; prose about one is never read that far.
 */
export function isForkBomb({ sources, unknown, invocations }: Scan): boolean {
  if (invocations.some(one => languageOf(one) !== undefined && FORKS.test(codeTextOf(one)))) return true;
  return unknown.some(
    ({ reason, span }) => GIVEN_UP.has(reason) && bombs(sources[span.source]?.text.slice(0, LONGEST) ?? ''),
  );
}

/** In other languages: nothing but forking, for ever. */
const FORKS =
  /\bfork\s{1,8}while\s{1,8}(?:fork|1)\b|\bwhile\s{0,8}\(?\s{0,8}(?:1|True|true)\s{0,8}\)?\s{0,8}[:{]?\s{0,8}(?:os\.|Process\.)?fork\b|\bloop\s{0,8}\{?\s{0,8}fork\b/;

const GIVEN_UP: ReadonlySet<string> = new Set(['limit', 'nesting']);

/** A bomb is short; one that is made long is asked about for its length. */
const LONGEST = 4_096;

function bombs(text: string): boolean {
  return [...text.matchAll(/([\w:.+-]{1,64})\s{0,8}\(\s{0,8}\)\s{0,8}\{([^}]{0,256})/g)].some(
    ([, name = '', body = '']) => {
      const calls = body.split(/[\s;|&(){}]+/).filter(one => one === name).length;
      return calls >= 2 && /[|&]/.test(body);
    },
  );
}
