import { randomBytes } from 'node:crypto';
import { RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import type { Pending, PendingFiles } from './pending-file.ts';
import type { Question, Reply } from './question.ts';

/** How a question ended. */
export type Ending = Reply | { readonly state: 'expired' };

/** News for those who watch the queue. */
export type QueueEvent =
  | { readonly event: 'asked'; readonly question: Question }
  | { readonly event: 'answered'; readonly id: string; readonly state: Ending['state'] };

/** A question to be put, and what is kept beside it. */
export interface Asking extends Omit<Pending, 'question' | 'reply'> {
  readonly question: Omit<Question, 'id' | 'created' | 'expires'>;
  readonly ttlMs: number;
}

export interface QueueOptions {
  readonly files: PendingFiles;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Told of a question whose time ran out with nobody waiting for it any more. */
  readonly onAbandoned: (pending: Pending, ending: Ending) => void;
}

interface Entry {
  pending: Pending;
  readonly waiters: Set<(ending: Ending) => void>;
  timer: NodeJS.Timeout;
}

/**
 * Questions that wait for a person. A question outlives its asker's connection and the daemon; an answer is for one call,
 * used once, and only while its time runs.
 */
export class ApprovalQueue {
  readonly #options: QueueOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #watchers = new Set<(event: QueueEvent) => void>();
  /** Ids that have ended, for a clear answer to whoever comes late. */
  readonly #ended = new Map<string, Ending['state']>();

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  /** Takes over what an earlier daemon left. */
  restore(left: readonly Pending[]): void {
    for (const pending of left) this.#enter(pending);
  }

  get questions(): readonly Question[] {
    return [...this.#entries.values()]
      .filter(({ pending }) => pending.reply === null)
      .map(({ pending }) => pending.question);
  }

  /** The question a call has asked before, if it has not ended. */
  find(call: string): Question | undefined {
    return this.#entryOf(call)?.pending.question;
  }

  /**
   * Puts a question; it is on disk when this returns.
   * @throws RampartError E_BUSY when too many wait already
   */
  ask(about: Asking): Question {
    if (this.#entries.size >= LIMITS.pendingApprovals)
      throw new RampartError('E_BUSY', 'too many approvals are pending');
    const { question, ttlMs, ...rest } = about;
    const now = this.#options.now();
    const full: Question = {
      ...question,
      id: newId(),
      created: new Date(now).toISOString(),
      expires: new Date(now + ttlMs).toISOString(),
    };
    const pending = { ...rest, question: full, reply: null };
    this.#options.files.write(pending);
    this.#enter(pending);
    this.#tell({ event: 'asked', question: full });
    return full;
  }

  /** Resolves with the answer, or when the question's time is over, or at once if it was answered before. */
  wait(call: string, gone: AbortSignal): Promise<Ending> {
    const entry = this.#entryOf(call);
    if (entry === undefined) return Promise.resolve({ state: 'expired' });
    if (entry.pending.reply !== null) return Promise.resolve(entry.pending.reply);
    return new Promise(resolve => {
      entry.waiters.add(resolve);
      gone.addEventListener('abort', () => entry.waiters.delete(resolve), { once: true });
    });
  }

  /**
   * Answers a question.
   * @param prefix of its id, as long as it is unique
   * @param record makes the answer durable before anybody acts on it
   * @throws RampartError E_ID for an id that is unknown, ambiguous, expired or already answered
   */
  async answer(
    prefix: string,
    reply: Reply,
    record: (question: Question) => Promise<number>,
  ): Promise<{ readonly question: Question; readonly seq: number }> {
    const entry = this.#byPrefix(prefix);
    const { question } = entry.pending;
    if (entry.pending.reply !== null)
      throw new RampartError('E_ID', `${question.id} is ${entry.pending.reply.state} already`);
    // Taken before anything is awaited: of two who answer at once, one is first.
    entry.pending = { ...entry.pending, reply };
    let seq: number;
    try {
      seq = await record(question);
      this.#options.files.write(entry.pending);
    } catch (thrown) {
      entry.pending = { ...entry.pending, reply: null };
      throw thrown;
    }
    this.#tell({ event: 'answered', id: question.id, state: reply.state });
    if (entry.waiters.size === 0 && reply.state === 'denied') this.#abandon(entry, reply);
    for (const resolve of entry.waiters) resolve(reply);
    return { question, seq };
  }

  /** Forgets a question whose call is recorded. */
  close(call: string, state: Ending['state']): void {
    const entry = this.#entryOf(call);
    if (entry === undefined) return;
    const { id } = entry.pending.question;
    clearTimeout(entry.timer);
    this.#entries.delete(id);
    this.#options.files.remove(id);
    this.#ended.set(id, state);
    for (const old of this.#ended.keys()) {
      if (this.#ended.size <= LIMITS.pendingApprovals) break;
      this.#ended.delete(old);
    }
  }

  watch(watcher: (event: QueueEvent) => void, gone: AbortSignal): void {
    this.#watchers.add(watcher);
    gone.addEventListener('abort', () => this.#watchers.delete(watcher), { once: true });
  }

  /** Stops its timers; what is pending stays on disk. */
  stop(): void {
    for (const { timer } of this.#entries.values()) clearTimeout(timer);
  }

  #enter(pending: Pending): void {
    const left = Date.parse(pending.question.expires) - this.#options.now();
    const entry: Entry = {
      pending,
      waiters: new Set(),
      timer: setTimeout(() => this.#expire(pending.question.id), Math.max(0, left)).unref(),
    };
    this.#entries.set(pending.question.id, entry);
  }

  #expire(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    const ending: Ending = { state: 'expired' };
    this.#tell({ event: 'answered', id, state: 'expired' });
    const waiters = [...entry.waiters];
    entry.waiters.clear();
    if (waiters.length === 0) this.#abandon(entry, ending);
    for (const resolve of waiters) resolve(ending);
  }

  #abandon({ pending }: Entry, ending: Ending): void {
    this.#options.onAbandoned(pending, ending);
  }

  #entryOf(call: string): Entry | undefined {
    return [...this.#entries.values()].find(({ pending }) => pending.question.call === call);
  }

  #byPrefix(prefix: string): Entry {
    const exact = this.#entries.get(prefix);
    if (exact !== undefined) return exact;
    const [only, ...others] = [...this.#entries.values()].filter(
      ({ pending }) => prefix !== '' && pending.question.id.startsWith(prefix),
    );
    if (only !== undefined && others.length === 0) return only;
    if (only !== undefined)
      throw new RampartError('E_ID', `${prefix} could be ${others.length + 1} pending approvals`, {
        hint: 'say more of the id',
      });
    const state = [...this.#ended].find(([id]) => prefix !== '' && id.startsWith(prefix))?.[1];
    if (state !== undefined) throw new RampartError('E_ID', `${prefix} is ${state} already`);
    throw new RampartError('E_ID', `no pending approval: ${prefix}`, { hint: 'rampart pending lists them' });
  }

  #tell(event: QueueEvent): void {
    for (const watcher of this.#watchers) watcher(event);
  }
}

/** Letters and digits that cannot be taken for each other when read aloud (Crockford's base32, in lower case). */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

function newId(): string {
  return [...randomBytes(8)].map(byte => ALPHABET[byte % 32]).join('');
}
