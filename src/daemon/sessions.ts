import type { Verdict } from '../core/decision.ts';
import { RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { type AuditLog, entry } from '../core/record.ts';
import type { SessionMode } from '../core/resolve.ts';
import type { SessionRequest } from '../wire/messages.ts';

interface Session {
  readonly agent: string | null;
  readonly mode: SessionMode;
  readonly policy: string | null;
  readonly calls: Record<Verdict, number>;
}

export interface SessionStatus {
  readonly id: string;
  readonly agent: string | null;
  readonly mode: SessionMode;
  readonly calls: number;
}

/**
 * Sessions that are open, and the mode each is in. The mode is kept here and nowhere else: a session nobody opened, and
 * every session after a restart, is enforced.
 */
export class Sessions {
  readonly #log: AuditLog;
  readonly #open = new Map<string, Session>();

  constructor(log: AuditLog) {
    this.#log = log;
  }

  /**
   * @returns the place of its record
   * @throws RampartError E_ID for a session that is open, E_BUSY for too many
   */
  async start({ session: id, agent, mode: wanted, policy }: SessionRequest): Promise<number> {
    const mode = wanted ?? 'enforce';
    if (this.#open.has(id)) throw new RampartError('E_ID', `session is open already: ${id}`);
    if (this.#open.size >= LIMITS.sessions) throw new RampartError('E_BUSY', 'too many sessions are open');
    this.#open.set(id, { agent, mode, policy, calls: { allow: 0, watch: 0, ask: 0, deny: 0, error: 0 } });
    return this.#log.append({ ...entry('session', { phase: 'start', mode, policy }), session: id, agent });
  }

  /** @returns its calls by decision; undefined for a session that is not open here */
  async end(id: string): Promise<Readonly<Record<Verdict, number>> | undefined> {
    const session = this.#open.get(id);
    if (session === undefined) return undefined;
    this.#open.delete(id);
    const calls = { ...session.calls };
    await this.#log.append({
      ...entry('session', { phase: 'end', calls }),
      session: id,
      agent: session.agent,
    });
    return calls;
  }

  modeOf(id: string | null): SessionMode {
    return (id === null ? undefined : this.#open.get(id)?.mode) ?? 'enforce';
  }

  /** The set the session was opened with, if it was with one. */
  policyOf(id: string | null): string | null {
    return (id === null ? undefined : this.#open.get(id)?.policy) ?? null;
  }

  count(id: string | null, verdict: Verdict): void {
    const session = id === null ? undefined : this.#open.get(id);
    if (session !== undefined) session.calls[verdict] += 1;
  }

  status(): readonly SessionStatus[] {
    return [...this.#open].map(([id, { agent, mode, calls }]) => ({
      id,
      agent,
      mode,
      calls: Object.values(calls).reduce((sum, one) => sum + one, 0),
    }));
  }
}
