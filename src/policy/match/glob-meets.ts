import type { Glob } from '../../core/glob.ts';
import type { Token } from '../../core/glob-tokens.ts';

/** Pairs of positions tried; two globs of a hundred characters have 20,000. Past it the answer is the careful one. */
const PAIRS = 1_000_000;

const DOT = 0x2e;
const SLASH = 0x2f;

/**
 * Whether a file name pattern of a command (`~/.ss?/id_*`) can expand to a path that a rule's glob matches. As bash has
 * it, a wildcard of the pattern matches no slash, and no dot at the start of a name.
 */
export function globMeets(rule: Glob, pattern: Glob): boolean {
  const wanted = keptTokens(rule);
  return keptTokens(pattern).some(({ tokens, head }) =>
    wanted.some(
      rules =>
        (rules.head.startsWith(head) || head.startsWith(rules.head)) && intersect(rules.tokens, tokens),
    ),
  );
}

interface Headed {
  readonly tokens: readonly Token[];
  /** What each text it matches begins with: most globs and patterns differ there. */
  readonly head: string;
}

const kept = new WeakMap<Glob, readonly Headed[]>();

/** A rule's glob is asked about many patterns, and a pattern of a command by many rules. */
function keptTokens(glob: Glob): readonly Headed[] {
  const known = kept.get(glob) ?? glob.alternatives.map(headed);
  kept.set(glob, known);
  return known;
}

function headed(alternative: Glob['alternatives'][number]): Headed {
  const tokens = tokensOf(alternative);
  let head = '';
  for (const token of tokens) {
    if (token.kind !== 'char') break;
    head += String.fromCodePoint(token.code);
  }
  return { tokens, head };
}

function tokensOf(alternative: Glob['alternatives'][number]): readonly Token[] {
  if ('tokens' in alternative) return alternative.tokens;
  return alternative.pieces.flatMap((piece, index): Token[] => [
    ...(index === 0 ? [] : [{ kind: 'star' as const, cross: true }]),
    ...[...piece].map(char => ({ kind: 'char' as const, code: char.codePointAt(0) ?? 0 })),
  ]);
}

/** Walks both globs at once over the texts that both accept. */
function intersect(rule: readonly Token[], pattern: readonly Token[]): boolean {
  const width = 2 * (pattern.length + 1);
  if ((rule.length + 1) * width > PAIRS) return true;
  const seen = new Uint8Array((rule.length + 1) * width);
  const open: number[] = [];
  // `inside`: the star at this place of the pattern has eaten something already.
  const reach = (i: number, j: number, inside: boolean): void => {
    const state = i * width + 2 * j + Number(inside);
    if (seen[state] === 0) open.push(state);
    seen[state] = 1;
  };
  reach(0, 0, false);
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const i = Math.floor(state / width);
    const j = Math.floor((state % width) / 2);
    const inside = state % 2 === 1;
    const a = rule[i];
    const b = pattern[j];
    if (a === undefined && b === undefined) return true;
    if (a?.kind === 'star') reach(i + 1, j, inside);
    if (b?.kind === 'star') reach(i, j + 1, false);
    if (a === undefined || b === undefined) continue;
    const before = pattern[j - 1];
    const starts = !inside && (before === undefined || (before.kind === 'char' && before.code === SLASH));
    if (share(a, b, starts))
      reach(a.kind === 'star' ? i : i + 1, b.kind === 'star' ? j : j + 1, b.kind === 'star');
  }
  return false;
}

/** Whether a character exists that both accept; `starts` where the pattern's name begins. */
function share(rule: Token, pattern: Token, starts: boolean): boolean {
  if (pattern.kind === 'char') return accepts(rule, pattern.code, true);
  if (rule.kind === 'char')
    return !(starts && rule.code === DOT) && rule.code !== SLASH && accepts(pattern, rule.code, false);
  if (rule.kind !== 'class' || pattern.kind !== 'class') return true;
  if (rule.negated && pattern.negated) return true;
  const codes = [...rule.ranges, ...pattern.ranges].flat();
  return codes.some(code => accepts(rule, code, true) && accepts(pattern, code, false));
}

function accepts(token: Token, code: number, mayCross: boolean): boolean {
  switch (token.kind) {
    case 'char':
      return token.code === code;
    case 'any':
    case 'star':
      return code !== SLASH || (mayCross && token.cross);
    case 'class':
      if (code === SLASH && !(mayCross && token.cross)) return false;
      return token.ranges.some(([from, to]) => from <= code && code <= to) !== token.negated;
  }
}
