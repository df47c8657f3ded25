import { commandGlob, firstWords, type Glob } from '../../core/glob.ts';
import { globText } from './glob-text.ts';

/** A glob over a command, with the first words it can match; it can match any where they are absent. */
export interface HeadedGlob {
  readonly glob: Glob;
  readonly heads: ReadonlySet<string> | undefined;
}

/** A command glob of a rule, and the texts beyond an invocation's own words that it can sensibly be held against. */
export interface CommandPattern extends HeadedGlob {
  /**
   * It can mean a whole text: it begins with `*` or names a shell operator. Any other glob starts at a program and
   * means one command; held against all of `git push origin main && tail -f log`, `git push *-f*` would fire on the
   * `-f` of `tail`.
   */
  readonly whole: boolean;
  /** For a glob with pipes in it: the stages it names, in order; more than one list where the pipes stand in braces. */
  readonly stages: readonly (readonly HeadedGlob[])[];
}

const OPERATOR = /[|&;<>()$`\n]/;
/** A pipe, not `||`. */
const PIPE = /(?<!\|)\|&?(?!\|)/;

/** @throws RampartError E_INPUT for a glob that does not compile */
export function commandPattern(source: string): CommandPattern {
  const headed = headedGlob(source);
  return {
    ...headed,
    whole: source.startsWith('*') || (OPERATOR.test(source) && OPERATOR.test(literals(headed.glob))),
    stages: stageSources(source, headed.glob).map(sources => sources.map(one => headedGlob(one.trim()))),
  };
}

function headedGlob(source: string): HeadedGlob {
  const glob = commandGlob(source);
  return { glob, heads: firstWords(glob) };
}

/** Whether a command that begins with one of these words need be held against the glob at all. */
export function isCandidate({ heads }: HeadedGlob, words: readonly string[]): boolean {
  return heads === undefined || words.some(word => heads.has(word));
}

function stageSources(source: string, glob: Glob): string[][] {
  if (!PIPE.test(source)) return [];
  const outside = cutOutsideBraces(source);
  if (outside !== undefined) return outside.length > 1 ? [outside] : [];
  // Pipes inside braces: take each alternative for itself.
  return glob.alternatives.flatMap(one => {
    if (!('pieces' in one)) return [];
    const stages = one.pieces.map(globText).join('*').split(PIPE);
    return stages.length > 1 ? [stages] : [];
  });
}

/** The glob cut at its pipes; undefined where one stands inside braces. A `|` in a class is a character. */
function cutOutsideBraces(source: string): string[] | undefined {
  const stages = [''];
  let depth = 0;
  for (const [token] of source.matchAll(/\\.|\[[!^]?\]?(?:\\.|[^\]\\])*\]|\|\||\|&?|[\s\S]/gu)) {
    if (token === '{') depth++;
    else if (token === '}') depth--;
    if (token !== '|' && token !== '|&') stages[stages.length - 1] += token;
    else if (depth > 0) return undefined;
    else stages.push('');
  }
  return stages;
}

function literals(glob: Glob): string {
  return glob.alternatives
    .map(one =>
      'pieces' in one
        ? one.pieces.join('')
        : one.tokens.map(token => (token.kind === 'char' ? String.fromCodePoint(token.code) : '')).join(''),
    )
    .join('');
}
