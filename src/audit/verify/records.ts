import { CallCounters } from '../call-counters.ts';
import { CallLedger } from '../call-ledger.ts';
import { type Check, earlier, type Fault } from '../check.ts';
import { type Leaf, readLeaf } from '../leaf.ts';
import type { LineRow, Reader } from '../reader.ts';
import { spillDigest } from '../spill-read.ts';
import { CHUNK } from './bytes.ts';
import { textFault } from './texts.ts';

/** A `gap` record: what it owns up to. */
export interface Gap {
  readonly from: number;
  readonly commands: number;
}

/** What the log tells about its own completeness. */
export interface Completeness {
  /** Null when records are missing: the rest was not read. */
  readonly ok: boolean | null;
  /** Calls without an outcome, those in flight included. */
  readonly open: number;
  readonly in_flight: number;
  /** Calls whose client vanished before it could report. */
  readonly lost: number;
  readonly duplicates: number;
  readonly orphans: number;
  /** Numbers missing in what long-lived clients count. */
  readonly holes: number;
  /** The first `GAPS_LISTED` of them. */
  readonly gaps: readonly Gap[];
  readonly gaps_total: number;
}

export interface RecordsVerdict {
  readonly fault: Fault | undefined;
  readonly completeness: Completeness;
}

const GAPS_LISTED = 1_000;

/**
 * Reads every record: whether it is one, stands in its place, and how calls, outcomes, gaps and counters add up.
 * @param live whether a daemon is running, so that calls since its start may be in flight
 * @param textsFrom kept texts of records from this one on are compared with their digests too
 */
export function verifyRecords(
  reader: Reader,
  size: number,
  { live, textsFrom }: { readonly live: boolean; readonly textsFrom: number },
): RecordsVerdict {
  const review = new Review(reader);
  for (let from = 0; from < size && !review.stopped; from += CHUNK) {
    const to = Math.min(from + CHUNK, size);
    const rows = reader.lines(from, to);
    for (let seq = from; seq < to && !review.stopped; seq++) review.take(seq, rows[seq - from]);
    if (from >= textsFrom && !review.stopped) review.note(textFault(reader, rows, from, to));
  }
  return review.verdict(size, live);
}

class Review {
  readonly #reader: Reader;
  readonly #ledger = new CallLedger();
  readonly #counters = new CallCounters();
  readonly #gaps: Gap[] = [];
  #fault: Fault | undefined;
  #gapsTotal = 0;
  #lost = 0;
  #spills = 0;
  #startedAt = Number.POSITIVE_INFINITY;
  #boot = '';
  #monoUs = 0;
  stopped = false;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  take(seq: number, row: LineRow | undefined): void {
    if (row?.[0] !== seq) {
      this.stopped = true;
      this.#fault ??= { seq, check: 'sequence' };
      return;
    }
    const leaf = leafOf(row);
    const check = leaf === undefined ? 'format' : this.#place(seq, leaf);
    if (check !== undefined) this.#fault ??= { seq, check };
    if (leaf === undefined) return;
    this.#add(seq, leaf);
    this.#boot = leaf.boot;
    this.#monoUs = leaf.mono_us;
  }

  note(fault: Fault | undefined): void {
    this.#fault = earlier(this.#fault, fault);
  }

  verdict(size: number, live: boolean): RecordsVerdict {
    const extra = this.#fault === undefined && this.#reader.spillCount(size) !== this.#spills;
    const fault = extra ? { seq: null, check: 'spill' as const } : this.#fault;
    const { open, inFlight, duplicates, orphans } = this.#ledger.totals(
      live ? this.#startedAt : Number.POSITIVE_INFINITY,
    );
    const holes = this.#counters.holes();
    const whole = open === inFlight && this.#lost + duplicates + orphans + holes + this.#gapsTotal === 0;
    return {
      fault,
      completeness: {
        ok: this.stopped ? null : whole,
        open,
        in_flight: inFlight,
        lost: this.#lost,
        duplicates,
        orphans,
        holes,
        gaps: this.#gaps,
        gaps_total: this.#gapsTotal,
      },
    };
  }

  #place(seq: number, leaf: Leaf): Check | undefined {
    if (leaf.seq !== seq) return 'order';
    if ((leaf.kind === 'genesis') !== (seq === 0)) return 'genesis';
    // A writer that has just started may be in a container whose clock counts from elsewhere.
    if (leaf.boot === this.#boot && leaf.mono_us < this.#monoUs && leaf.kind !== 'start') return 'clock';
    return undefined;
  }

  #add(seq: number, leaf: Leaf): void {
    switch (leaf.kind) {
      case 'call':
        if (leaf.call !== null) this.#ledger.call(leaf.call, seq, leaf.expects === 'outcome');
        if (leaf.session !== null && leaf.cseq !== null) this.#counters.saw(leaf.session, leaf.cseq);
        return;
      case 'outcome':
        if (leaf.ended === 'lost') this.#lost += 1;
        if (leaf.call !== null) this.#ledger.outcome(leaf.call);
        return;
      case 'approval':
        if (leaf.call !== null) this.#ledger.approval(leaf.call);
        return;
      case 'gap':
        this.#addGap(seq, leaf);
        return;
      case 'start':
        this.#startedAt = seq;
        return;
      case 'stop':
        this.#startedAt = Number.POSITIVE_INFINITY;
        return;
      case 'genesis':
      case 'policy':
      case 'session':
      case 'exec':
      case 'admin':
      case 'epoch':
      case 'anchor':
      case 'prune':
        return;
    }
  }

  #addGap(seq: number, leaf: Leaf): void {
    this.#gapsTotal += 1;
    const commands = typeof leaf.commands === 'number' ? leaf.commands : 0;
    if (this.#gaps.length < GAPS_LISTED) this.#gaps.push({ from: seq, commands });
    const digest = spillDigest(leaf.kind, leaf);
    if (digest === undefined) return;
    this.#spills += 1;
    if (this.#reader.spillAt(digest) !== seq) this.#fault ??= { seq, check: 'spill' };
  }
}

function leafOf([, bytes, line]: LineRow): Leaf | undefined {
  return line === null || line.length !== bytes ? undefined : readLeaf(line);
}
