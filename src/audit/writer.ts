import { randomBytes } from 'node:crypto';
import { type ErrorCode, RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { type AuditEntry, entry } from '../core/record.ts';
import { bootId, monotonicUs } from './boot.ts';
import { checkEntry } from './entry-check.ts';
import { type Draft, draftLeaf, placeLeaf, type Written } from './leaf.ts';
import { type Latch, Refusals, type Refused } from './refusals.ts';
import { saltSource } from './salt.ts';
import { spillKey } from './spill-read.ts';
import { latchError, sqliteCode } from './sqlite.ts';
import { type Head, Store } from './store.ts';
import { EMPTY_ROOT } from './tree.ts';

/** Entries that are recorded together, next to each other, or not at all. */
export type Bundle = readonly AuditEntry[];

/** What became of a bundle: the place of its first record, or why nothing of it was recorded. */
export type Appended =
  | { readonly seq: number }
  | { readonly code: ErrorCode; readonly message: string; readonly hint: string | undefined };

interface Drafts {
  readonly drafts: readonly Draft[];
  /** The digest of the spill file the bundle is from: it is recorded once, however often it comes. */
  readonly spill: string | undefined;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Microseconds of a clock that never steps. */
  monotonicUs(): number;
}

const SYSTEM_CLOCK: Clock = { now: Date.now, monotonicUs };

/**
 * Commits groups of records, one after the other, in whatever thread it lives. When the disk refuses, it latches:
 * appends fail at once until a later one, at most every `LIMITS.latchProbeMs`, succeeds; the first record that one
 * writes is a `gap` that says how much was refused and since when.
 */
export class Writer {
  readonly #database: string;
  readonly #version: string;
  readonly #clock: Clock;
  readonly #boot = bootId();
  readonly #salt = saltSource();
  readonly #refusals = new Refusals();
  #store: Store | undefined;
  #head: Head = { size: 0, root: EMPTY_ROOT };
  #latch: { readonly error: RampartError; readonly cause: string; readonly tried: number } | undefined;

  /**
   * @param version of the program, for the first record of a new log
   * @throws RampartError when the log cannot be opened for a reason that waiting does not change (E_OWNER, E_VERSION);
   * for any other reason it begins latched
   */
  constructor(database: string, version: string, clock: Clock = SYSTEM_CLOCK) {
    this.#database = database;
    this.#version = version;
    this.#clock = clock;
    try {
      this.#open();
    } catch (thrown) {
      if (thrown instanceof RampartError && thrown.code !== 'E_LATCH') throw thrown;
      this.#shut(thrown);
    }
  }

  /** The last committed size and root; of an empty tree for as long as the log could not be opened. */
  get head(): Head {
    return this.#head;
  }

  get latch(): Latch | null {
    const latch = this.#latch;
    if (latch === undefined) return null;
    return this.#refusals.latch(latch.cause, latch.error.message, latch.tried);
  }

  /** Takes note of records that were refused before they came here; the next record tells of them. */
  noteRefused(refused: Refused): void {
    this.#refusals.merge(refused);
  }

  /** Commits the bundles in order, as one transaction, and says what became of each. Never throws. */
  commit(bundles: readonly Bundle[]): Appended[] {
    const latch = this.#latch;
    if (latch !== undefined && this.#clock.now() - latch.tried < LIMITS.latchProbeMs)
      return bundles.map(bundle => this.#refuse(bundle, latch.error, latch.cause));
    const drafts = bundles.map(bundle => this.#draft(bundle));
    try {
      const appended = this.#write(drafts);
      this.#latch = undefined;
      return appended;
    } catch (thrown) {
      const { error, cause } = this.#shut(thrown);
      return bundles.map((bundle, index) => {
        const draft = drafts[index];
        return draft instanceof RampartError ? failure(draft) : this.#refuse(bundle, error, cause);
      });
    }
  }

  close(): void {
    this.#store?.close();
    this.#store = undefined;
  }

  /** All that can be wrong with the entries themselves is found here, before the transaction. */
  #draft(bundle: Bundle): Drafts | RampartError {
    try {
      const drafts = bundle.map(one => {
        checkEntry(one);
        return draftLeaf(one, this.#salt);
      });
      return { drafts, spill: spillKey(bundle) };
    } catch (thrown) {
      if (thrown instanceof RampartError) return thrown;
      return new RampartError('E_INPUT', 'a record could not be written down', { cause: thrown });
    }
  }

  #write(drafts: readonly (Drafts | RampartError)[]): Appended[] {
    const store = this.#store ?? this.#reopen();
    const gap = this.#refusals.gap(this.#clock.now());
    const appended = store.commit(put => {
      if (gap !== undefined) put(seq => this.#place(seq, draftLeaf(gap, this.#salt)));
      return drafts.map((bundle): Appended => {
        if (bundle instanceof RampartError) return failure(bundle);
        const earlier = bundle.spill === undefined ? undefined : store.spillAt(bundle.spill);
        if (earlier !== undefined) return { seq: earlier };
        const [first = 0] = bundle.drafts.map(draft => put(seq => this.#place(seq, draft)));
        if (bundle.spill !== undefined) store.putSpill(bundle.spill, first);
        return { seq: first };
      });
    });
    this.#refusals.take();
    this.#head = store.head;
    return appended;
  }

  #place(seq: number, draft: Draft): Written {
    const ts = new Date(this.#clock.now()).toISOString();
    return placeLeaf(draft, { seq, ts, boot: this.#boot, monoUs: this.#clock.monotonicUs() });
  }

  #open(): Store {
    const store = Store.open(this.#database, seq => this.#place(seq, this.#genesis()));
    this.#head = store.head;
    this.#store = store;
    return store;
  }

  #reopen(): Store {
    const store = this.#open();
    store.checkpoint();
    return store;
  }

  #genesis(): Draft {
    const log = randomBytes(8).toString('hex');
    return draftLeaf(entry('genesis', { log, program: `rampart ${this.#version}` }), this.#salt);
  }

  /** Latches, and lets go of the file: what memory thinks is on disk is no longer to be trusted. */
  #shut(thrown: unknown): { error: RampartError; cause: string } {
    const latch = {
      error: latchError(thrown),
      cause: sqliteCode(thrown) ?? 'E_LATCH',
      tried: this.#clock.now(),
    };
    this.#latch = latch;
    this.#refusals.merge({ records: 0, commands: 0, cause: latch.cause, since: latch.tried });
    try {
      this.close();
    } catch {
      // A connection that cannot even be closed is dropped; the next try opens another.
      this.#store = undefined;
    }
    return latch;
  }

  #refuse(bundle: Bundle, error: RampartError, cause: string): Appended {
    this.#refusals.add(bundle, cause, this.#clock.now());
    return failure(error);
  }
}

function failure(error: RampartError): Appended {
  return { code: error.code, message: error.message, hint: error.hint };
}
