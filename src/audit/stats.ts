import { readLeaf } from './leaf.ts';
import type { Reader } from './reader.ts';

/** How often each name occurred. */
export type Tally = Readonly<Record<string, number>>;

export interface Stats {
  readonly size: number;
  /** RFC 3339 UTC, of the first and last record; null in an empty log. */
  readonly first: string | null;
  readonly last: string | null;
  /** Records that cannot be read. */
  readonly damaged: number;
  readonly kinds: Tally;
  /** Of calls. */
  readonly decisions: Tally;
  readonly effects: Tally;
  readonly tools: Tally;
  /** The most frequent `NAMES` of each. */
  readonly rules: Tally;
  readonly agents: Tally;
}

const CHUNK = 1_024;
/** Names listed of those an attacker can invent, and how many are told apart while counting. */
const NAMES = 20;
const COUNTED = 10_000;

/** Counts over the whole log, in one pass and in bounded memory. */
export function statsOf(reader: Reader): Stats {
  const { size } = reader.extent();
  const tallies = {
    kinds: new Counts(),
    decisions: new Counts(),
    effects: new Counts(),
    tools: new Counts(),
  };
  const rules = new Counts();
  const agents = new Counts();
  let first: string | null = null;
  let last: string | null = null;
  let damaged = 0;
  for (let from = 0; from < size; from += CHUNK)
    for (const [, , line] of reader.lines(from, Math.min(from + CHUNK, size))) {
      const leaf = line === null ? undefined : readLeaf(line);
      if (leaf === undefined) {
        damaged += 1;
        continue;
      }
      first ??= leaf.ts;
      last = leaf.ts;
      tallies.kinds.add(leaf.kind);
      if (leaf.kind !== 'call') continue;
      tallies.decisions.add(leaf.verdict);
      tallies.effects.add(leaf.effect);
      tallies.tools.add(leaf.action);
      rules.add(leaf.rule);
      agents.add(leaf.agent ?? '-');
    }
  return {
    size,
    first,
    last,
    damaged,
    kinds: tallies.kinds.top(),
    decisions: tallies.decisions.top(),
    effects: tallies.effects.top(),
    tools: tallies.tools.top(),
    rules: rules.top(),
    agents: agents.top(),
  };
}

class Counts {
  readonly #counts = new Map<string, number>();

  add(name: unknown): void {
    if (typeof name !== 'string') return;
    const count = this.#counts.get(name);
    if (count !== undefined || this.#counts.size < COUNTED) this.#counts.set(name, (count ?? 0) + 1);
  }

  top(): Tally {
    const sorted = [...this.#counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    return Object.fromEntries(sorted.slice(0, NAMES));
  }
}
