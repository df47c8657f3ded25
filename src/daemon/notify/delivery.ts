import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../core/error.ts';
import { LIMITS } from '../../core/limits.ts';
import { type Message, type Sink, Undelivered } from './event.ts';

/** How one sink does, as `status` shows it. */
export interface DeliveryState {
  readonly kind: Sink['kind'];
  readonly target: string;
  /** How the last try went; null before the first. */
  readonly ok: boolean | null;
  readonly queued: number;
  readonly delivered: number;
  /** Messages that were given up: too many waited, they grew too old, or the sink would not have them. */
  readonly lost: number;
  readonly error: string | null;
}

export interface DeliveryOptions {
  readonly sink: Sink;
  /** Pause after a first failure; each one after it is twice as long. */
  readonly firstPauseMs: number;
  /** Told of the first failure after a success, and of the first success after a failure. */
  readonly onTurn: (state: DeliveryState) => void;
}

/** Delivers messages to one sink, one after the other and in order, for as long as trying makes sense. */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #queue: Message[] = [];
  readonly #abort = new AbortController();
  #working: Promise<void> | undefined;
  #ok: boolean | null = null;
  #error: string | null = null;
  #delivered = 0;
  #lost = 0;
  #failures = 0;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  get state(): DeliveryState {
    const { kind, target } = this.#options.sink;
    return {
      kind,
      target,
      ok: this.#ok,
      queued: this.#queue.length,
      delivered: this.#delivered,
      lost: this.#lost,
      error: this.#error,
    };
  }

  /** Takes a message; where too many wait, the oldest goes: the newest tells how things are. */
  push(message: Message): void {
    if (this.#abort.signal.aborted) return;
    if (this.#queue.length >= LIMITS.notifyQueue) {
      this.#queue.shift();
      this.#lost += 1;
    }
    this.#queue.push(message);
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
  }

  /** Ends it: what waits has `graceMs` more. */
  async close(graceMs: number): Promise<void> {
    const late = setTimeout(() => this.#abort.abort(), graceMs);
    await this.#working;
    clearTimeout(late);
    this.#abort.abort();
  }

  async #work(): Promise<void> {
    const { signal } = this.#abort;
    for (let [message] = this.#queue; message !== undefined && !signal.aborted; [message] = this.#queue) {
      const undelivered = await this.#try(message);
      if (undelivered !== undefined && !undelivered.final && !isOld(message)) {
        await sleep(this.#pauseMs(), undefined, { signal }).catch(() => undefined);
        continue;
      }
      // While it was tried, more may have come than fit, and it may have gone with them.
      if (this.#queue[0] === message) this.#queue.shift();
      if (undelivered === undefined) this.#delivered += 1;
      else this.#lost += 1;
    }
  }

  async #try(message: Message): Promise<Undelivered | undefined> {
    try {
      await this.#options.sink.send(message, this.#abort.signal);
      this.#failures = 0;
      this.#turn(true, null);
      return undefined;
    } catch (thrown) {
      const undelivered = thrown instanceof Undelivered ? thrown : new Undelivered(messageOf(thrown));
      this.#failures += 1;
      this.#turn(false, undelivered.message);
      return undelivered;
    }
  }

  #turn(ok: boolean, error: string | null): void {
    const turned = this.#ok === null ? !ok : this.#ok !== ok;
    this.#ok = ok;
    this.#error = error;
    if (turned) this.#options.onTurn(this.state);
  }

  #pauseMs(): number {
    return Math.min(this.#options.firstPauseMs * 2 ** Math.min(this.#failures - 1, 16), LIMITS.notifyPauseMs);
  }
}

function isOld({ since }: Message): boolean {
  return performance.now() - since > LIMITS.notifyAgeMs;
}
