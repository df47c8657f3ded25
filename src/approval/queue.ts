import { RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import type { Deadline, Pending, PendingFiles } from './pending-file.ts';
import type { Question, Reply } from './question.ts';
import { byBeginning, newId, over } from './question-id.ts';

/** How a question ended. */
export type Ending = Reply | { readonly state: 'expired' };

/** News for those who watch the queue. */
export type QueueEvent =
  | { readonly event: 'asked'; readonly question: Question }
  | { readonly event: 'answered'; readonly id: string; readonly state: Ending['state'] };

/** A question to be put, and what is kept beside it. */
export interface Asking extends Omit<Pending, 'question' | 'deadline'> {
  readonly question: Omit<Question, 'id' | 'created' | 'expires'>;
  /** Milliseconds a person has; `LIMITS.approvalTimeoutMs` at most. */
  readonly ttlMs: number;
}

/** The wall clock is for people, and may be set at any time; what expires goes by the other one. */
export interface QueueClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds of a clock that never steps, within one boot. */
  monotonicMs(): number;
  readonly boot: string;
}

export interface QueueOptions {
  readonly files: PendingFiles;
  readonly clock: QueueClock;
  /** Told of a question that ended with nobody waiting for it. */
  readonly onAbandoned: (pending: Pending, ending: Ending) => void;
}

interface Entry {
  readonly pending: Pending;
  /** Place in the order of asking, for listing page by page. */
  readonly number: number;
  readonly waiters: Set<(ending: Ending) => void>;
  /** `answering`: a person's word is being recorded. */
  state: 'open' | 'answering' | Ending;
  /** Its time ran out. */
  due: boolean;
  /** Its ending is being made effective. */
  taken: boolean;
  timer: NodeJS.Timeout;
}

/**
 * Questions that wait for a person. A question outlives its asker's connection and the daemon; an answer is for one call,
 * used once, and only while its time runs.
 */
export class ApprovalQueue {
  readonly #options: QueueOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #byCall = new Map<string, Entry>();
  readonly #watchers = new Set<(event: QueueEvent) => void>();
  /** Ids that have ended, for a clear answer to whoever comes late. */
  readonly #ended = new Map<string, Ending['state']>();
  #asked = 0;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  /**
   * Takes over what an earlier daemon left.
   * @param replies by the question's id: answers that were recorded and not made effective
   */
  restore(left: readonly Pending[], replies: ReadonlyMap<string, Reply>): void {
    const oldestFirst = left.toSorted((a, b) => (a.question.created < b.question.created ? -1 : 1));
    for (const pending of oldestFirst) {
      const reply = replies.get(pending.question.id);
      const entry = this.#enter(pending, reply ?? 'open');
      if (reply?.state === 'denied') this.#end(entry, reply);
    }
  }

  /** How many wait for a person's word. */
  get size(): number {
    let open = 0;
    for (const { state } of this.#entries.values()) if (state === 'open') open += 1;
    return open;
  }

  /** Questions that wait for a person's word, oldest first, from a place in the order of asking. */
  *questions(from = 0): Generator<{ readonly number: number; readonly question: Question }> {
    for (const { number, state, pending } of this.#entries.values())
      if (state === 'open' && number >= from) yield { number, question: pending.question };
  }

  /** The question a call has asked before, if it is not over. */
  find(call: string): Pending | undefined {
    return this.#byCall.get(call)?.pending;
  }

  /** Milliseconds until the question of a call expires. */
  leftMs(call: string): number {
    const entry = this.#byCall.get(call);
    return entry === undefined ? 0 : this.#left(entry.pending);
  }

  /**
   * Puts a question; it is on disk when this returns.
   * @throws RampartError E_BUSY when too many wait already, E_LATCH when it cannot be kept
   */
  ask({ question, ttlMs, ...rest }: Asking): Pending {
    if (this.#entries.size >= LIMITS.pendingApprovals)
      throw new RampartError('E_BUSY', 'too many approvals are pending', {
        hint: 'rampart pending lists them',
      });
    const { now, monotonicMs, boot } = this.#options.clock;
    const ttl = Math.min(ttlMs, LIMITS.approvalTimeoutMs);
    const full: Question = {
      ...question,
      id: newId(),
      created: new Date(now()).toISOString(),
      expires: new Date(now() + ttl).toISOString(),
    };
    const deadline: Deadline = { boot, monotonicMs: monotonicMs() + ttl };
    const pending: Pending = { ...rest, question: full, deadline };
    this.#options.files.write(pending);
    this.#enter(pending, 'open');
    this.#tell({ event: 'asked', question: full });
    return pending;
  }

  /**
   * Resolves when the question of a call has ended, at once if it has. Never, for a client that is gone: its question
   * stays, and it may come again.
   */
  wait(call: string, gone: AbortSignal): Promise<Ending> {
    return new Promise(resolve => {
      if (gone.aborted) return;
      const entry = this.#byCall.get(call);
      if (entry === undefined) resolve({ state: 'expired' });
      else if (typeof entry.state === 'object') resolve(entry.state);
      else {
        entry.waiters.add(resolve);
        gone.addEventListener('abort', () => entry.waiters.delete(resolve), { once: true });
      }
    });
  }

  /**
   * Answers a question.
   * @param prefix of its id, as long as it is unique
   * @param record makes the answer durable before anybody acts on it
   * @returns also whether somebody waits for the answer just now
   * @throws RampartError E_ID for an id that is unknown, ambiguous, expired or already answered; what `record` throws
   */
  async answer(
    prefix: string,
    reply: Reply,
    record: (question: Question) => Promise<number>,
  ): Promise<{ readonly question: Question; readonly seq: number; readonly awaited: boolean }> {
    const entry = byBeginning(prefix, this.#entries, this.#ended);
    const { question } = entry.pending;
    if (entry.state !== 'open') throw over(question.id, stateOf(entry));
    // Taken before anything is awaited: of two who answer at once, one is first.
    entry.state = 'answering';
    let seq: number;
    try {
      seq = await record(question);
    } catch (thrown) {
      entry.state = 'open';
      if (entry.due) this.#expire(entry);
      throw thrown;
    }
    entry.state = reply;
    this.#tell({ event: 'answered', id: question.id, state: reply.state });
    const awaited = entry.waiters.size > 0;
    if (awaited || entry.due || reply.state === 'denied') this.#end(entry, reply);
    return { question, seq, awaited };
  }

  /** Marks the question of a call as one whose ending is being made effective: its time no longer matters. */
  take(call: string): void {
    const entry = this.#byCall.get(call);
    if (entry === undefined) return;
    entry.taken = true;
    clearTimeout(entry.timer);
  }

  /** Takes that back: it could not be recorded, and is tried again, by its asker or else by itself. */
  giveBack(call: string): void {
    const entry = this.#byCall.get(call);
    if (entry === undefined) return;
    entry.taken = false;
    const wait = entry.state === 'open' ? this.#left(entry.pending) : LIMITS.latchProbeMs;
    entry.timer = this.#timer(entry.pending.question.id, wait);
  }

  /** Forgets a question whose call is recorded. */
  close(call: string, state: Ending['state']): void {
    const entry = this.#byCall.get(call);
    if (entry === undefined) return;
    const { id } = entry.pending.question;
    clearTimeout(entry.timer);
    this.#entries.delete(id);
    this.#byCall.delete(call);
    if (entry.state === 'open') this.#tell({ event: 'answered', id, state });
    this.#ended.set(id, state);
    for (const old of this.#ended.keys()) {
      if (this.#ended.size <= LIMITS.pendingApprovals) break;
      this.#ended.delete(old);
    }
    // After the asker has been told: were we to die in between, the file is what tells the next daemon of the call.
    setImmediate(() => this.#options.files.remove(id));
  }

  watch(watcher: (event: QueueEvent) => void, gone: AbortSignal): void {
    if (gone.aborted) return;
    this.#watchers.add(watcher);
    gone.addEventListener('abort', () => this.#watchers.delete(watcher), { once: true });
  }

  /** Stops its timers; what is pending stays on disk. */
  stop(): void {
    for (const { timer } of this.#entries.values()) clearTimeout(timer);
  }

  #enter(pending: Pending, state: Entry['state']): Entry {
    const { id, call } = pending.question;
    const entry: Entry = {
      pending,
      number: ++this.#asked,
      waiters: new Set(),
      state,
      due: false,
      taken: false,
      timer: this.#timer(id, this.#left(pending)),
    };
    this.#entries.set(id, entry);
    this.#byCall.set(call, entry);
    return entry;
  }

  #timer(id: string, ms: number): NodeJS.Timeout {
    return setTimeout(() => this.#due(id), ms).unref();
  }

  /** By the clock that never steps; after a reboot by the wall clock, which cannot lengthen it. */
  #left({ question, deadline }: Pending): number {
    const { now, monotonicMs, boot } = this.#options.clock;
    const [created, expires] = [Date.parse(question.created), Date.parse(question.expires)];
    const left = deadline.boot === boot ? deadline.monotonicMs - monotonicMs() : expires - now();
    return Math.max(0, Math.min(left, expires - created));
  }

  #due(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.taken) return;
    entry.due = true;
    if (entry.state === 'answering') return;
    if (entry.state === 'open') this.#expire(entry);
    else this.#end(entry, entry.state);
  }

  #expire(entry: Entry): void {
    entry.state = { state: 'expired' };
    this.#tell({ event: 'answered', id: entry.pending.question.id, state: 'expired' });
    this.#end(entry, entry.state);
  }

  /** Gives the ending to those who wait for it; where nobody does, it is recorded all the same. */
  #end(entry: Entry, ending: Ending): void {
    const waiters = [...entry.waiters];
    entry.waiters.clear();
    if (waiters.length === 0) this.#options.onAbandoned(entry.pending, ending);
    for (const resolve of waiters) resolve(ending);
  }

  #tell(event: QueueEvent): void {
    for (const watcher of this.#watchers) watcher(event);
  }
}

function stateOf({ state }: Entry): string {
  return typeof state === 'object' ? state.state : 'being answered';
}
