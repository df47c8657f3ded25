import { shortId } from '../audit/leaf.ts';
import { VERDICTS, type Verdict } from '../core/decision.ts';
import { messageOf, RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { type AuditEntry, type AuditLog, entry } from '../core/record.ts';
import type { SessionMode } from '../core/resolve.ts';
import type { SessionRequest } from '../wire/messages.ts';
import type { LeftSession, SessionsLeft } from './session-file.ts';

type Calls = Readonly<Record<Verdict, number>>;

interface Session {
  readonly agent: string | null;
  readonly mode: SessionMode;
  readonly policy: string | null;
  /** Whoever opened it: a client that will say when it ends, or its first call. */
  readonly by: 'client' | 'call';
  readonly calls: Record<Verdict, number>;
  /** Of its last call, in monotonic milliseconds. */
  seen: number;
}

/** Why a session is taken to have ended. */
type Ended = 'client' | 'host' | 'idle' | 'daemon' | 'crowded';

export interface SessionStatus {
  readonly id: string;
  readonly agent: string | null;
  readonly mode: SessionMode;
  readonly calls: number;
}

export interface SessionPorts {
  readonly log: AuditLog;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Keeps what is open where the next daemon finds it. */
  readonly keep: (left: SessionsLeft) => void;
  /** Told what an operator should know, in words. */
  readonly notice: (message: string) => void;
}

/**
 * Sessions that are open. One is opened by a client that says so and in which mode, or by the first call of a host's
 * session. The mode is kept here and nowhere else: a session nobody opened, and every session after a restart, is
 * enforced.
 */
export class Sessions {
  readonly #ports: SessionPorts;
  readonly #open = new Map<string, Session>();
  /** Ids of late whose end is recorded: should one come back, its record says so. */
  readonly #ended = new Set<string>();
  /** Records the log held when the last start or end was written. */
  #size = 0;
  /** What was to be recorded last could not be. */
  #failing = false;

  constructor(ports: SessionPorts) {
    this.#ports = ports;
  }

  /** Takes over what an earlier daemon left open: it goes on, and is not started again. */
  restore({ size, open, ended }: SessionsLeft): void {
    this.#size = size;
    for (const { id, agent, policy, by, calls } of open)
      this.#open.set(id, {
        agent,
        mode: 'enforce',
        policy,
        by,
        calls: { ...calls },
        seen: this.#ports.now(),
      });
    for (const id of ended) this.#ended.add(id);
  }

  /**
   * @returns the place of its record
   * @throws RampartError E_ID for a session that is open, E_BUSY for too many
   */
  async start({ session: id, agent, mode: wanted, policy }: SessionRequest): Promise<number> {
    const mode = wanted ?? 'enforce';
    if (this.#open.has(id)) throw new RampartError('E_ID', `session is open already: ${id}`);
    if (this.#count('client') >= LIMITS.sessions)
      throw new RampartError('E_BUSY', 'too many sessions are open');
    return this.#begin(id, { agent, mode, policy, by: 'client' });
  }

  /** Notes a call of a session; the first one opens it. Its record is on its way before the call's own. */
  seen(session: string | null, agent: string | null): void {
    const id = shortId(session);
    if (id === null) return;
    const known = this.#open.get(id);
    if (known !== undefined) known.seen = this.#ports.now();
    else {
      if (this.#count('call') >= LIMITS.sessions) this.#endIdlest();
      void this.#begin(id, { agent, mode: 'enforce', policy: null, by: 'call' }).catch(this.#unrecorded);
    }
  }

  /**
   * Ends a session that a client has opened.
   * @returns its calls by decision; undefined for a session that is not open here
   */
  async end(id: string): Promise<Calls | undefined> {
    const session = this.#open.get(id);
    if (session === undefined) return undefined;
    await this.#finish(id, session, 'client');
    return { ...session.calls };
  }

  /** A host says that a session of its own has ended; what it says of others' is not believed. */
  async left(session: string, reason: string): Promise<void> {
    const id = shortId(session) ?? '';
    const known = this.#open.get(id);
    if (known?.by === 'call') await this.#finish(id, known, 'host', { reason });
  }

  /** Notes a call, or the end of a session, that was written down elsewhere and is in the log now. */
  recorded({ kind, session, fields }: AuditEntry, seq: number): void {
    const id = shortId(session);
    const verdict = VERDICTS.find(one => one === fields.verdict);
    if (kind === 'call' && verdict !== undefined) this.count(session, verdict, seq);
    if (kind !== 'session' || fields.phase !== 'end' || id === null) return;
    if (this.#open.get(id)?.by === 'call') this.#forget(id);
  }

  /** Ends sessions of hosts that have said nothing for long: not every host tells that it is gone. */
  async expire(): Promise<void> {
    const before = this.#ports.now() - LIMITS.sessionIdleMs;
    for (const [id, session] of this.#open)
      if (session.by === 'call' && session.seen < before) await this.#finish(id, session, 'idle');
  }

  /** Ends sessions of hosts; one that a client has opened goes on with the next daemon. */
  async stop(): Promise<void> {
    for (const [id, session] of this.#open)
      if (session.by === 'call') await this.#finish(id, session, 'daemon').catch(this.#unrecorded);
    this.keep();
  }

  /** Leaves what is open to the next daemon. */
  keep(): void {
    const open = [...this.#open].map(
      ([id, { agent, policy, by, calls }]): LeftSession => ({ id, agent, policy, by, calls }),
    );
    this.#ports.keep({ size: this.#size, open, ended: [...this.#ended] });
  }

  modeOf(id: string | null): SessionMode {
    return (id === null ? undefined : this.#open.get(id)?.mode) ?? 'enforce';
  }

  /** The set the session was opened with, if it was with one. */
  policyOf(id: string | null): string | null {
    return (id === null ? undefined : this.#open.get(id)?.policy) ?? null;
  }

  /** @param seq of the call's record */
  count(session: string | null, verdict: Verdict, seq: number): void {
    const id = shortId(session);
    const known = id === null ? undefined : this.#open.get(id);
    if (known === undefined) return;
    known.calls[verdict] += 1;
    this.#size = Math.max(this.#size, seq + 1);
  }

  status(): readonly SessionStatus[] {
    return [...this.#open].map(([id, { agent, mode, calls }]) => ({
      id,
      agent,
      mode,
      calls: Object.values(calls).reduce((sum, one) => sum + one, 0),
    }));
  }

  async #begin(id: string, opened: Pick<Session, 'agent' | 'mode' | 'policy' | 'by'>): Promise<number> {
    const { agent, mode, policy, by } = opened;
    const session = {
      ...opened,
      calls: { allow: 0, watch: 0, ask: 0, deny: 0, error: 0 },
      seen: this.#ports.now(),
    };
    this.#open.set(id, session);
    const resumed = this.#ended.has(id) ? { resumed: true } : {};
    try {
      const record = entry('session', { phase: 'start', by, mode, policy, ...resumed });
      return this.#written(await this.#ports.log.append({ ...record, session: id, agent }));
    } catch (thrown) {
      if (this.#open.get(id) === session) this.#open.delete(id);
      throw thrown;
    }
  }

  async #finish(
    id: string,
    session: Session,
    ended: Ended,
    texts: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    this.#forget(id);
    const record = entry('session', { phase: 'end', ended, calls: { ...session.calls } }, texts);
    this.#written(await this.#ports.log.append({ ...record, session: id, agent: session.agent }));
  }

  #forget(id: string): void {
    this.#open.delete(id);
    this.#ended.delete(id);
    this.#ended.add(id);
    const [oldest] = this.#ended;
    if (this.#ended.size > LIMITS.sessions && oldest !== undefined) this.#ended.delete(oldest);
  }

  /** An agent can invent sessions; they cost each other, and nobody else. */
  #endIdlest(): void {
    const calls = [...this.#open].filter(([, { by }]) => by === 'call');
    const [idlest] = calls.toSorted(([, a], [, b]) => a.seen - b.seen);
    if (idlest !== undefined) void this.#finish(...idlest, 'crowded').catch(this.#unrecorded);
  }

  #written(seq: number): number {
    this.#size = Math.max(this.#size, seq + 1);
    this.#failing = false;
    this.keep();
    return seq;
  }

  #count(by: Session['by']): number {
    let count = 0;
    for (const session of this.#open.values()) if (session.by === by) count += 1;
    return count;
  }

  /** Told once: while the log cannot be written, every call of a session comes here. */
  readonly #unrecorded = (thrown: unknown): void => {
    if (!this.#failing) this.#ports.notice(`a session cannot be recorded: ${messageOf(thrown)}`);
    this.#failing = true;
  };
}
