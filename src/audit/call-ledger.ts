import { LIMITS } from '../core/limits.ts';
import { RecentMap } from './recent-map.ts';

/** How the calls of a log and the records that refer to them add up. */
export interface LedgerTotals {
  /** Calls that were to have an outcome and have none. */
  readonly open: number;
  /** Those among them that may still be running. */
  readonly inFlight: number;
  /** Outcomes too many. */
  readonly duplicates: number;
  /** Outcomes and approvals of calls that are nowhere in the log. */
  readonly orphans: number;
}

interface Awaited {
  count: number;
  lastSeq: number;
}

/** What is remembered of an id beside the outcomes it awaits. */
interface Known {
  calls: number;
  /** Calls whose host may report an outcome and need not. */
  optional: number;
  /** Outcomes and approvals that came before any call: it may have been spilled and taken in later. */
  earlyOutcomes: number;
  earlyApprovals: number;
}

/**
 * Matches outcomes and approvals with calls while a log streams by. Memory is bounded: ids that await
 * nothing are forgotten after some time, so that a much later second outcome counts as an orphan.
 */
export class CallLedger {
  #openForgotten = 0;
  #orphansForgotten = 0;
  readonly #awaited = new RecentMap<Awaited>(LIMITS.verifyOpenCalls, ({ count }) => {
    this.#openForgotten += count;
  });
  readonly #known = new RecentMap<Known>(LIMITS.verifyClosedCalls, known => {
    this.#orphansForgotten += known.earlyOutcomes + known.earlyApprovals;
  });
  #duplicates = 0;

  call(id: string, seq: number, expectsOutcome: boolean): void {
    const known = this.#know(id);
    known.calls += 1;
    known.earlyApprovals = 0;
    if (known.earlyOutcomes > 0) known.earlyOutcomes -= 1;
    else if (expectsOutcome) this.#await(id, seq);
    else known.optional += 1;
  }

  outcome(id: string): void {
    const awaited = this.#awaited.get(id);
    if (awaited !== undefined) {
      awaited.count -= 1;
      if (awaited.count === 0) this.#awaited.delete(id);
      return;
    }
    const known = this.#know(id);
    if (known.optional > 0) known.optional -= 1;
    else if (known.calls > 0) this.#duplicates += 1;
    else known.earlyOutcomes += 1;
  }

  approval(id: string): void {
    const known = this.#know(id);
    if (known.calls === 0) known.earlyApprovals += 1;
  }

  /** @param aliveSince calls from this record on may still be running; Infinity when none can be */
  totals(aliveSince: number): LedgerTotals {
    let open = this.#openForgotten;
    let inFlight = 0;
    for (const { count, lastSeq } of this.#awaited.values()) {
      open += count;
      if (lastSeq >= aliveSince) inFlight += count;
    }
    let orphans = this.#orphansForgotten;
    for (const known of this.#known.values()) orphans += known.earlyOutcomes + known.earlyApprovals;
    return { open, inFlight, duplicates: this.#duplicates, orphans };
  }

  #await(id: string, seq: number): void {
    this.#awaited.set(id, { count: (this.#awaited.get(id)?.count ?? 0) + 1, lastSeq: seq });
  }

  #know(id: string): Known {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const unknown: Known = { calls: 0, optional: 0, earlyOutcomes: 0, earlyApprovals: 0 };
    this.#known.set(id, unknown);
    return unknown;
  }
}
