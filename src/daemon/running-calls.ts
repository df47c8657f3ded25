import { type CallIdentity, outcomeEntry } from '../call/entry.ts';
import { LIMITS } from '../core/limits.ts';
import type { Outcome } from '../core/outcome.ts';
import type { AuditEntry, AuditLog } from '../core/record.ts';
import type { ProcessPlace } from '../wire/messages.ts';
import type { Asker } from './evaluations.ts';
import { Latest } from './latest.ts';

/** A call that was allowed and whose end somebody is to report. */
export interface RunningCall {
  readonly identity: CallIdentity;
  readonly asker: Asker;
  /** Of the process that runs it, by the client's word. */
  readonly pid: number | null;
}

export interface RunningPorts {
  readonly log: AuditLog;
  /** Whether a process still runs. */
  readonly isAlive: (pid: number) => boolean;
}

/** Calls that run now, until they are reported to have ended or nobody is left who could. */
export class RunningCalls {
  readonly #ports: RunningPorts;
  readonly #calls = new Map<string, RunningCall>();
  /** Ids whose end is recorded, or is not to be, of late. */
  readonly #ended = new Latest<true>(LIMITS.rememberedCalls);

  constructor(ports: RunningPorts) {
    this.#ports = ports;
  }

  /** @param id under which its end will be reported: that of the request, which may be another than the call's */
  async add(id: string, call: RunningCall): Promise<void> {
    this.#calls.set(id, call);
    if (call.asker.presence.left) await this.#lostUnlessAlive(id, call);
    // A client chooses the process it names, and could name one that never ends.
    if (this.#calls.size <= LIMITS.runningCalls) return;
    const [oldest] = this.#calls.keys();
    if (oldest !== undefined) await this.#lost(oldest);
  }

  /** Takes a call out whose end is about to be recorded; `ended` for one whose end was. */
  end(id: string): RunningCall | 'ended' | undefined {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    if (this.#ended.has(call?.identity.id ?? id)) return 'ended';
    this.#ended.set(id, true);
    this.disregard(call?.identity.id ?? id);
    return call;
  }

  /** Has no further report of a call's end recorded: that of a covered child is its parent's. */
  disregard(id: string): void {
    this.#ended.set(id, true);
  }

  /** Takes it back: the end of this call could not be recorded. */
  restore(id: string, call: RunningCall | undefined): void {
    this.#ended.delete(id);
    this.#ended.delete(call?.identity.id ?? id);
    if (call !== undefined) this.#calls.set(id, call);
  }

  /** The running call of the same session that a process descends from. */
  above(process: ProcessPlace | null, session: string | null): string | undefined {
    if (process === null || session === null) return undefined;
    for (const { identity, pid } of this.#calls.values())
      if (pid !== null && identity.session === session && process.ancestors.includes(pid)) return identity.id;
    return undefined;
  }

  /** Looks at calls whose connection is gone, after what their clients wrote down elsewhere has been taken in. */
  async look(): Promise<void> {
    for (const [id, call] of this.#calls) if (call.asker.presence.left) await this.#lostUnlessAlive(id, call);
  }

  /** Notes what others have recorded: a client that lost us may have written its outcome down. */
  recorded(entries: readonly AuditEntry[]): void {
    for (const { kind, call } of entries) if (kind === 'outcome' && call !== null) this.end(call);
  }

  /** While its client's process lives, it will report over another connection or write it down. */
  async #lostUnlessAlive(id: string, { pid }: RunningCall): Promise<void> {
    if (pid === null || !this.#ports.isAlive(pid)) await this.#lost(id);
  }

  async #lost(id: string): Promise<void> {
    const call = this.end(id);
    const lost: Outcome = { ended: 'lost', exit: 0, signal: null, durationMs: 0 };
    if (call !== undefined && call !== 'ended')
      await this.#ports.log.append(outcomeEntry(call.identity, lost));
  }
}
