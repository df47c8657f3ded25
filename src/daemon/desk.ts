import { createHash } from 'node:crypto';
import { type CallIdentity, callEntry, coveredEntry, identityOf, outcomeEntry } from '../call/entry.ts';
import type { ToolCall } from '../core/call.ts';
import type { Decision, Judgement } from '../core/decision.ts';
import { messageOf, RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import type { Outcome } from '../core/outcome.ts';
import type { AuditLog } from '../core/record.ts';
import { type Circumstances, resolve, usedFailMode } from '../core/resolve.ts';
import { type Ruling, rulingOf } from '../core/ruling.ts';
import type { Config } from '../policy/config.ts';
import { errorDecision } from '../policy/error-decision.ts';
import type { EvaluateRequest, OutcomeRequest, ProcessPlace } from '../wire/messages.ts';
import type { Sessions } from './sessions.ts';

/** What the desk needs of the house around it. */
export interface DeskPorts {
  readonly log: AuditLog;
  readonly sessions: Sessions;
  readonly judge: (call: ToolCall) => Promise<Judgement>;
  readonly config: () => Config;
}

interface Evaluation {
  /** Of the call's bytes: the same id with another call is another question. */
  readonly digest: string;
  readonly ruling: Promise<Ruling>;
}

/** A call that was allowed and whose end somebody will report. */
interface Running {
  readonly identity: CallIdentity;
  readonly client: number;
  /** Of the process that runs it. */
  readonly pid: number | null;
}

/** Where calls are judged and written down, in that order, before the client is answered. */
export class Desk {
  readonly #ports: DeskPorts;
  readonly #evaluations = new Map<string, Evaluation>();
  readonly #running = new Map<string, Running>();

  constructor(ports: DeskPorts) {
    this.#ports = ports;
  }

  /**
   * Judges a call and records the decision. The same request again, from a client that lost its connection, gets the
   * same answer and no second record.
   * @param client number of the connection, for `gone`
   * @throws RampartError E_ID for an id that was used for another call; E_LATCH or E_BUSY when it cannot be recorded
   */
  evaluate(request: EvaluateRequest, client: number): Promise<Ruling> {
    const digest = createHash('sha256').update(JSON.stringify(request.call)).digest('hex');
    const known = this.#evaluations.get(request.id);
    if (known !== undefined) {
      if (known.digest !== digest) throw new RampartError('E_ID', 'this id was used for another call');
      this.#adopt(request.id, client);
      return known.ruling;
    }
    const ruling = this.#evaluate(request, client);
    this.#evaluations.set(request.id, { digest, ruling });
    // What could not be recorded may be tried again.
    ruling.catch(() => this.#evaluations.delete(request.id));
    for (const old of this.#evaluations.keys()) {
      if (this.#evaluations.size <= LIMITS.rememberedCalls) break;
      this.#evaluations.delete(old);
    }
    return ruling;
  }

  async #evaluate(
    { id, call: given, expects, cseq, process }: EvaluateRequest,
    client: number,
  ): Promise<Ruling> {
    const { log, sessions, config } = this.#ports;
    const { call, decision } = await this.#decide(given);
    const at: Circumstances = {
      fail: config().fail,
      session: sessions.modeOf(call.session),
      answer: 'unasked',
    };
    const identity = identityOf(call, id, cseq);
    const grant = this.#grantOver(process, call.session);
    if (grant !== undefined && isCovered(decision)) {
      const resolved = { decision, effect: 'run', by: 'rule' } as const;
      const seq = await log.append(coveredEntry(identity, call, resolved, grant));
      return rulingOf(resolved, { failMode: false, timeoutMs: null, seq });
    }
    const resolved = resolve(decision, at);
    const failMode = usedFailMode(resolved, at);
    const seq = await log.append(
      callEntry(identity, call, resolved, { expects, mode: at.session, failMode }),
    );
    sessions.count(call.session, decision.verdict);
    if (resolved.effect === 'run' && expects === 'outcome')
      this.#running.set(id, { identity, client, pid: process?.pid ?? null });
    return rulingOf(resolved, { failMode, timeoutMs: config().timeoutMs, seq });
  }

  /** The running call of the same session that a process descends from. */
  #grantOver(process: ProcessPlace | null, session: string | null): string | undefined {
    if (process === null || session === null) return undefined;
    for (const [id, { identity, pid }] of this.#running)
      if (pid !== null && identity.session === session && process.ancestors.includes(pid)) return id;
    return undefined;
  }

  /** A judge that fails is no leave to run: it becomes a decision of its own, which the fail mode resolves. */
  async #decide(call: ToolCall): Promise<{ readonly call: ToolCall; readonly decision: Decision }> {
    try {
      return await this.#ports.judge(call);
    } catch (thrown) {
      const code = thrown instanceof RampartError ? thrown.code : 'E_INPUT';
      return { call, decision: errorDecision(code, messageOf(thrown)) };
    }
  }

  /** Records how a call ended; a second report of the same call is answered and not recorded. */
  async outcome({ call, outcome }: OutcomeRequest): Promise<number | null> {
    const running = this.#running.get(call);
    if (running === undefined && this.#evaluations.has(call)) return null;
    this.#running.delete(call);
    // A daemon that was restarted does not know the call any more; the log does.
    const identity = running?.identity ?? {
      id: call,
      session: null,
      agent: null,
      actor: null,
      corr: null,
      cseq: null,
    };
    return this.#ports.log.append(outcomeEntry(identity, outcome));
  }

  /** A client is gone: nobody will report how its calls ended. */
  async gone(client: number): Promise<void> {
    const lost: Outcome = { ended: 'lost', exit: 0, signal: null, durationMs: 0 };
    for (const [id, running] of this.#running) {
      if (running.client !== client) continue;
      this.#running.delete(id);
      await this.#ports.log.append(outcomeEntry(running.identity, lost));
    }
  }

  #adopt(id: string, client: number): void {
    const running = this.#running.get(id);
    if (running !== undefined) this.#running.set(id, { ...running, client });
  }
}

/**
 * A grant covers the processes that what it was given to starts: they need no grant of their own and nobody is asked
 * again. A rule that denies still denies.
 */
function isCovered({ verdict, rule, builtin }: Decision): boolean {
  return verdict !== 'error' && !builtin && (verdict !== 'deny' || rule === 'default');
}
