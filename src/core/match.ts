/**
 * Whether a condition holds of something that is only partly known: under no reading, under some, under every one.
 * A restricting rule fires on `may`; a granting rule needs `must`.
 */
export type Match = 'no' | 'may' | 'must';

const RANK: Record<Match, number> = { no: 0, may: 1, must: 2 };

/** All of them hold: the weakest. */
export function both(a: Match, b: Match): Match {
  return RANK[a] <= RANK[b] ? a : b;
}

/** One of them holds: the strongest. */
export function either(a: Match, b: Match): Match {
  return RANK[a] >= RANK[b] ? a : b;
}

/** `must` or `no`: for conditions on things that are always known. */
export function known(holds: boolean): Match {
  return holds ? 'must' : 'no';
}

export function anyOf<T>(items: Iterable<T>, match: (item: T) => Match): Match {
  let best: Match = 'no';
  for (const item of items) {
    best = either(best, match(item));
    if (best === 'must') return best;
  }
  return best;
}

export function allOf<T>(items: Iterable<T>, match: (item: T) => Match): Match {
  let worst: Match = 'must';
  for (const item of items) {
    worst = both(worst, match(item));
    if (worst === 'no') return worst;
  }
  return worst;
}
