import { earlier, type Fault } from '../check.ts';
import { type Extent, Reader } from '../reader.ts';
import { waitingSpills } from '../spill-read.ts';
import { isCorrupt } from '../sqlite.ts';
import { type BytesVerdict, CHUNK, verifyBytes } from './bytes.ts';
import { type Completeness, type RecordsVerdict, verifyRecords } from './records.ts';

/** `verifyBytes` of the log in another thread. */
export type HashElsewhere = (database: string, extent: Extent, textsTo: number) => Promise<BytesVerdict>;

/** What `verify` found, in four verdicts that are never one. Null is "not checked". */
export interface Verdict {
  readonly integrity: {
    readonly ok: boolean;
    readonly first_bad: number | null;
    readonly check: string | null;
  };
  readonly completeness: Completeness & {
    /** Spill files that the daemon has not taken in yet: calls that are in no record. */
    readonly waiting: number;
  };
  readonly freshness: { readonly ok: null; readonly method: 'none'; readonly age_s: null };
  readonly anchoring: {
    readonly ok: null;
    readonly size: 0;
    readonly lag: null;
    readonly sinks: readonly never[];
  };
  readonly size: number;
  /** Of the records as they are, in hexadecimal; null when some are missing. */
  readonly root: string | null;
  readonly records_per_s: number;
}

export interface VerifyOptions {
  readonly database: string;
  /** Whether a daemon runs on this log now. */
  readonly live: boolean;
  /** Where clients without a daemon spill. */
  readonly spill?: string;
  /**
   * Does the hashing of a large log beside this thread: half of the work, on machines with a second core.
   * Without it everything happens here.
   */
  readonly hashElsewhere?: HashElsewhere;
}

/** Below this many records a second thread costs more than it saves. */
const LARGE = 20_000;

/** Of a log whose records could not be read. */
export const NOTHING_READ: Completeness = {
  ok: null,
  open: 0,
  in_flight: 0,
  lost: 0,
  duplicates: 0,
  orphans: 0,
  holes: 0,
  gaps: [],
  gaps_total: 0,
};

/**
 * Verifies a log, also one that is being written: what is there at the beginning is what is looked at. It finds what
 * was edited, put in, moved or deleted. It cannot find a tail that was cut off together with its nodes, nor a whole
 * log made anew by somebody who recomputed the tree: those take seals and anchors.
 * @throws RampartError E_INPUT, E_VERSION when there is no log to verify: that is not a finding
 */
export async function verify(options: VerifyOptions): Promise<Verdict> {
  const started = process.hrtime.bigint();
  let extent: Extent = { first: 0, size: 0, levels: [] };
  let reader: Reader | undefined;
  let found: { bytes: BytesVerdict; records: RecordsVerdict };
  try {
    reader = Reader.open(options.database);
    extent = reader.extent();
    const sound = reader.hasOurSchema();
    found = sound ? await examine(reader, extent, options) : unread('schema');
  } catch (thrown) {
    if (!isCorrupt(thrown)) throw thrown;
    found = unread('database');
  } finally {
    reader?.close();
  }
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const fault = earlier(found.bytes.fault, found.records.fault) ?? emptiness(extent);
  return {
    integrity: { ok: fault === undefined, first_bad: fault?.seq ?? null, check: fault?.check ?? null },
    completeness: withWaiting(found.records.completeness, options.spill),
    freshness: { ok: null, method: 'none', age_s: null },
    anchoring: { ok: null, size: 0, lag: null, sinks: [] },
    size: extent.size,
    root: found.bytes.root,
    records_per_s: Math.round(extent.size / seconds),
  };
}

function withWaiting(completeness: Completeness, spill: string | undefined): Verdict['completeness'] {
  const waiting = spill === undefined ? 0 : waitingSpills(spill);
  return { ...completeness, ok: waiting > 0 && completeness.ok === true ? false : completeness.ok, waiting };
}

async function examine(
  reader: Reader,
  extent: Extent,
  { database, live, hashElsewhere }: VerifyOptions,
): Promise<{ bytes: BytesVerdict; records: RecordsVerdict }> {
  const shared = extent.size >= LARGE && hashElsewhere !== undefined;
  // Texts are hashed half there and half here: then both take about as long.
  const textsFrom = shared ? Math.floor(extent.size / 2 / CHUNK) * CHUNK : 0;
  const elsewhere = shared ? hashElsewhere(database, extent, textsFrom) : undefined;
  // Settled below; until then a failure over there must not end the process as unhandled.
  elsewhere?.catch(() => undefined);
  const records = verifyRecords(reader, extent.size, { live, textsFrom });
  const bytes = elsewhere === undefined ? verifyBytes(reader, extent, textsFrom) : await elsewhere;
  return { bytes, records };
}

function unread(check: 'schema' | 'database'): { bytes: BytesVerdict; records: RecordsVerdict } {
  const fault: Fault = { seq: null, check };
  return { bytes: { fault, root: null }, records: { fault, completeness: NOTHING_READ } };
}

/** A log is made together with its first record, so that an empty one has been emptied. */
function emptiness({ size }: Extent): Fault | undefined {
  return size === 0 ? { seq: 0, check: 'sequence' } : undefined;
}
