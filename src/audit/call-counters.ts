import { LIMITS } from '../core/limits.ts';
import { RecentMap } from './recent-map.ts';

/** Numbers [from, to] that have not been seen. */
interface Missing {
  from: number;
  to: number;
}

interface Counter {
  next: number;
  missing: Missing[];
}

/** Holes one session's counter may have before the oldest is final. */
const HOLES = 256;

/**
 * Finds the holes in what long-lived clients count, session by session, from 1: a number that never comes is a call
 * that was suppressed on its way here. Numbers may come out of order, as concurrent calls do.
 */
export class CallCounters {
  #final = 0;
  readonly #sessions = new RecentMap<Counter>(LIMITS.verifySessions, counter => {
    this.#final += widths(counter);
  });

  saw(session: string, cseq: number): void {
    const counter = this.#counterOf(session);
    if (cseq === counter.next) counter.next += 1;
    else if (cseq > counter.next) {
      counter.missing.push({ from: counter.next, to: cseq - 1 });
      counter.next = cseq + 1;
      if (counter.missing.length > HOLES) this.#final += width(counter.missing.shift());
    } else fill(counter, cseq);
  }

  /** How many numbers are missing, over all sessions. */
  holes(): number {
    let holes = this.#final;
    for (const counter of this.#sessions.values()) holes += widths(counter);
    return holes;
  }

  #counterOf(session: string): Counter {
    const counter = this.#sessions.get(session);
    if (counter !== undefined) return counter;
    const fresh: Counter = { next: 1, missing: [] };
    this.#sessions.set(session, fresh);
    return fresh;
  }
}

function fill(counter: Counter, cseq: number): void {
  const at = counter.missing.findIndex(({ from, to }) => from <= cseq && cseq <= to);
  const hole = counter.missing[at];
  if (hole === undefined) return;
  const rest = [
    { from: hole.from, to: cseq - 1 },
    { from: cseq + 1, to: hole.to },
  ].filter(({ from, to }) => from <= to);
  counter.missing.splice(at, 1, ...rest);
}

function widths(counter: Counter): number {
  return counter.missing.reduce((sum, hole) => sum + width(hole), 0);
}

function width(hole: Missing | undefined): number {
  return hole === undefined ? 0 : hole.to - hole.from + 1;
}
