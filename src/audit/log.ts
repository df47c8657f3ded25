import { Worker } from 'node:worker_threads';
import { RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import type { AuditEntry, AuditLog } from '../core/record.ts';
import { Refusals } from './refusals.ts';
import type { Appended, Bundle } from './writer.ts';
import type { FromWriter, LogState, Parcel, ToWriter, WriterData } from './writer-worker.ts';

export interface LogOptions {
  readonly database: string;
  /** Version of the program, for the first record of a new log. */
  readonly version: string;
  /** The file a writer's thread starts with; given `WriterData`, it calls `runWriter`. */
  readonly script: URL | string;
}

interface Waiter {
  readonly bundle: Bundle;
  readonly parcel: Parcel;
  readonly resolve: (seq: number) => void;
  readonly reject: (error: RampartError) => void;
}

/**
 * The log as the daemon's main thread sees it: records of one turn of the event loop go to the writer's thread
 * together, and every caller is answered after the commit. Bounded: past `LIMITS.appendQueue` callers are told E_BUSY.
 */
export class WorkerLog implements AuditLog {
  readonly #options: LogOptions;
  readonly #refusals = new Refusals();
  readonly #waiting: Waiter[] = [];
  #outbox: Parcel[] = [];
  #queuedBytes = 0;
  #queuedRecords = 0;
  #worker: Worker | undefined;
  #diedAt = 0;
  #closing = false;
  #state: LogState = { head: { size: 0, root: '' }, latch: null };

  /**
   * Starts the writer and waits until it has the log open, or has latched.
   * @throws RampartError E_OWNER, E_VERSION, E_LATCH when the thread cannot be started
   */
  static open(options: LogOptions): Promise<WorkerLog> {
    return new Promise((resolve, reject) => {
      const log: WorkerLog = new WorkerLog(options);
      log.#start(() => resolve(log), reject);
    });
  }

  private constructor(options: LogOptions) {
    this.#options = options;
  }

  /** Size and root after the last commit, and the latch while there is one. */
  get state(): LogState {
    return this.#state;
  }

  append(entry: AuditEntry): Promise<number> {
    return this.appendAll([entry]);
  }

  /**
   * Records all entries next to each other, or none of them; resolves with the place of the first.
   * @throws RampartError E_LATCH when the log cannot be written, E_BUSY when too much is waiting, E_INPUT and E_LIMIT
   * for entries that make no record
   */
  appendAll(bundle: Bundle): Promise<number> {
    return new Promise((resolve, reject) => {
      if (bundle.length === 0) throw new RampartError('E_INPUT', 'nothing to record');
      const parcel = { records: bundle.length, json: jsonOf(bundle) };
      this.#admit(bundle, parcel);
      this.#waiting.push({ bundle, parcel, resolve, reject });
      this.#queuedBytes += parcel.json.length;
      this.#queuedRecords += parcel.records;
      if (this.#outbox.push(parcel) === 1) setImmediate(() => this.#post());
    });
  }

  /** Commits what was appended before, closes the database and ends the thread. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#post();
    const worker = this.#worker;
    if (worker === undefined) return;
    const ended = new Promise(resolve => worker.once('exit', resolve));
    worker.postMessage({ type: 'close' } satisfies ToWriter);
    await ended;
  }

  #admit(bundle: Bundle, parcel: Parcel): void {
    if (this.#closing) throw new RampartError('E_LATCH', 'the audit log is closed');
    const records = this.#queuedRecords + parcel.records;
    const bytes = this.#queuedBytes + parcel.json.length;
    // A bundle that is past the caps all by itself (a spill file) goes alone.
    if (this.#queuedRecords > 0 && (records > LIMITS.appendQueue || bytes > LIMITS.appendQueueBytes)) {
      this.#refusals.add(bundle, 'E_BUSY', Date.now());
      throw new RampartError('E_BUSY', 'too many records are waiting for the audit log', {
        hint: 'its disk is slower than what is asked of it',
      });
    }
    if (this.#worker !== undefined) return;
    // A clock that is set back must not keep the log shut.
    if (Math.abs(Date.now() - this.#diedAt) < LIMITS.latchProbeMs) {
      this.#refusals.add(bundle, 'writer-died', this.#diedAt);
      throw writerDied();
    }
    this.#start();
  }

  #start(ready?: () => void, failed?: (error: RampartError) => void): void {
    const { database, version, script } = this.#options;
    const workerData: WriterData = { role: 'writer', database, version };
    const worker = new Worker(script, { workerData });
    this.#worker = worker;
    let cause: unknown;
    worker.on('message', (message: FromWriter) => {
      switch (message.type) {
        case 'ready':
          this.#state = message.state;
          ready?.();
          return;
        case 'failed':
          cause = errorOf(message.error);
          return;
        case 'appended':
          this.#state = message.state;
          this.#settle(message.results);
          return;
      }
    });
    worker.on('error', thrown => {
      cause = thrown;
    });
    worker.on('exit', () => {
      const error = cause instanceof RampartError ? cause : writerDied(cause);
      this.#buried(error);
      failed?.(error);
    });
  }

  #post(): void {
    if (this.#outbox.length === 0 || this.#worker === undefined) return;
    const message: ToWriter = { type: 'append', parcels: this.#outbox, refused: this.#refusals.take() };
    this.#outbox = [];
    this.#worker.postMessage(message);
  }

  #settle(results: readonly Appended[]): void {
    const waiters = this.#waiting.splice(0, results.length);
    for (const [index, result] of results.entries()) {
      const waiter = waiters[index];
      if (waiter === undefined) return;
      this.#queuedBytes -= waiter.parcel.json.length;
      this.#queuedRecords -= waiter.parcel.records;
      if ('seq' in result) waiter.resolve(result.seq);
      else waiter.reject(errorOf(result));
    }
  }

  /** The thread is gone. What it had not answered may or may not be on disk; nobody was told that it is. */
  #buried(error: RampartError): void {
    this.#worker = undefined;
    this.#diedAt = Date.now();
    this.#outbox = [];
    for (const { bundle } of this.#waiting) this.#refusals.add(bundle, 'writer-died', this.#diedAt);
    const { code, message, hint } = error;
    this.#settle(this.#waiting.map(() => ({ code, message, hint })));
    const latch = this.#refusals.latch('writer-died', message, this.#diedAt);
    if (!this.#closing) this.#state = { head: this.#state.head, latch };
  }
}

/** @throws RampartError E_INPUT */
function jsonOf(bundle: Bundle): string {
  try {
    return JSON.stringify(bundle);
  } catch (cause) {
    throw new RampartError('E_INPUT', 'a record has fields that are no JSON', { cause });
  }
}

function writerDied(cause?: unknown): RampartError {
  return new RampartError('E_LATCH', 'the audit log has lost its writer', {
    hint: 'it is started again by itself',
    cause,
  });
}

function errorOf({ code, message, hint }: Exclude<Appended, { seq: number }>): RampartError {
  return new RampartError(code, message, { hint });
}
