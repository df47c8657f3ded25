import { commandGlob, type Glob } from '../core/glob.ts';

/** A command glob of a rule, and the texts beyond an invocation's own words that it can sensibly be held against. */
export interface CommandPattern {
  readonly glob: Glob;
  /**
   * It can mean a whole text: it begins with `*` or names a shell operator. Any other glob starts at a program and
   * means one command; held against all of `git push origin main && tail -f log`, `git push *-f*` would fire on the
   * `-f` of `tail`.
   */
  readonly whole: boolean;
  /** For a glob with a pipe in it: how it matches stages of a pipeline joined by ` | `, wherever they stand. */
  readonly pipe: readonly Glob[];
  /** The same cut at its pipes: one glob for each stage. */
  readonly stages: readonly Glob[];
}

const OPERATOR = /[|&;<>()$`\n]/;

/** @throws RampartError E_INPUT for a glob that does not compile */
export function commandPattern(source: string): CommandPattern {
  const glob = commandGlob(source);
  const whole = source.startsWith('*') || OPERATOR.test(literals(glob));
  const spaced = spacedPipes(source);
  if (spaced === undefined) return { glob, whole, pipe: [], stages: [] };
  // Each stage is a command of its own, so that a ` *` at its end also matches nothing there.
  const staged = spaced.replaceAll(' * | ', '{ *,} | ');
  const pipe = [staged, `${staged} | *`, `* | ${staged}`, `* | ${staged} | *`];
  return { glob, whole, pipe: pipe.map(commandGlob), stages: spaced.split(' | ').map(commandGlob) };
}

/** The glob with its pipes spaced as pipelines are joined; undefined without one. */
function spacedPipes(source: string): string | undefined {
  // A `|` in a class is a character, not a pipe, and `||` is another operator.
  if (!/(?<!\|)\|(?!\|)/.test(source) || source.includes('[')) return undefined;
  return source.replace(/(?<!\|) *\|&? *(?!\|)/g, ' | ').trim();
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
