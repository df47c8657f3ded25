import type { Match } from '../../src/core/match.ts';
import { isHole, type Word } from '../../src/core/word.ts';

/**
 * The matcher's meaning, written for the reader and not for speed: exponential backtracking over symbols, straight
 * from the definitions in the design. Shares no code with the matcher it checks.
 */
type Sym = { char: string } | 'hole';
type Dialect = 'command' | 'path';

export function slowMatch(glob: string, subject: Word, dialect: Dialect): Match {
  const symbols = subject.flatMap((part): Sym[] =>
    isHole(part) ? ['hole'] : [...part.lit].map(char => ({ char })),
  );
  const patterns = expandBraces(glob);
  const holds = (of: Sym[], wild: boolean) =>
    patterns.some(pattern => whole([...pattern], of, dialect, wild));
  if (holds(symbols, false)) return 'must';
  if (!symbols.includes('hole')) return 'no';
  return holds(
    symbols.filter(symbol => symbol !== 'hole'),
    false,
  ) || holds(symbols, true)
    ? 'may'
    : 'no';
}

function expandBraces(glob: string): string[] {
  const group = /^((?:\\.|[^\\{])*)\{([^{}]*)\}(.*)$/su.exec(glob);
  if (group === null) return [glob];
  const [, head = '', body = '', tail = ''] = group;
  return body.split(',').flatMap(choice => expandBraces(tail).map(rest => head + choice + rest));
}

function whole(pattern: string[], text: Sym[], dialect: Dialect, wild: boolean): boolean {
  if (run(pattern, text, dialect, wild, true)) return true;
  const source = pattern.join('');
  return (
    dialect === 'command' &&
    /(?<!\\) \*+$/.test(source) &&
    run([...source.replace(/ \*+$/, '')], text, dialect, wild, true)
  );
}

function run(pattern: string[], text: Sym[], dialect: Dialect, wild: boolean, atStart: boolean): boolean {
  const [head, ...rest] = pattern;
  if (head === undefined) return text.length === 0;
  const [next, ...after] = text;
  if (dialect === 'path') {
    const shown = pattern.join('');
    const stars = /^\/\*{2,}/.exec(shown)?.[0];
    // `d/**` also matches `d`, `a/**/b` also `a/b`
    if (stars !== undefined && !atStart && shown.length === stars.length && text.length === 0) return true;
    if (
      stars !== undefined &&
      shown[stars.length] === '/' &&
      run(pattern.slice(stars.length), text, dialect, wild, atStart)
    )
      return true;
    // `**/a` also `a`, and so for each of several at the start
    for (let left = pattern, stars = leading(left); atStart && stars > 0; stars = leading(left)) {
      left = left.slice(stars);
      if (run(left, text, dialect, wild, false)) return true;
    }
  }
  if (head === '*') {
    const stars = pattern.findIndex(char => char !== '*');
    const count = stars < 0 ? pattern.length : stars;
    const cross = dialect === 'command' || count > 1;
    const tail = pattern.slice(count);
    for (let taken = 0; taken <= text.length; taken++) {
      if (run(tail, text.slice(taken), dialect, wild, false)) return true;
      const eaten = text[taken];
      if (!cross && eaten !== undefined && eaten !== 'hole' && eaten.char === '/') return false;
    }
    return false;
  }
  if (next === undefined) return false;
  const crosses = dialect === 'command';
  if (head === '?')
    return (next === 'hole' ? wild : crosses || next.char !== '/') && run(rest, after, dialect, wild, false);
  if (head === '[') {
    const close = pattern.indexOf(']');
    const negated = pattern[1] === '!';
    const members = pattern.slice(negated ? 2 : 1, close);
    const fits =
      next === 'hole'
        ? wild && negated
        : (crosses || next.char !== '/') && members.includes(next.char) !== negated;
    return fits && run(pattern.slice(close + 1), after, dialect, wild, false);
  }
  const literal = head === '\\' ? rest[0] : head;
  const remaining = head === '\\' ? rest.slice(1) : rest;
  return next !== 'hole' && next.char === literal && run(remaining, after, dialect, wild, false);
}

// Characters of a `**/` at the start; 0 where there is none.
function leading(pattern: string[]): number {
  return /^\*{2,}\//.exec(pattern.join(''))?.[0].length ?? 0;
}
