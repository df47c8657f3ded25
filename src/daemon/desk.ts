import { createHash } from 'node:crypto';
import { bindingOf } from '../approval/binding.ts';
import type { Pending } from '../approval/pending-file.ts';
import type { Question } from '../approval/question.ts';
import type { ApprovalQueue, Ending } from '../approval/queue.ts';
import { type CallIdentity, callEntry, coveredEntry, identityOf, outcomeEntry } from '../call/entry.ts';
import type { ToolCall } from '../core/call.ts';
import type { Decision, Judgement } from '../core/decision.ts';
import { messageOf, RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import type { Outcome } from '../core/outcome.ts';
import type { AuditLog } from '../core/record.ts';
import { type Answer, type Circumstances, resolve, type SessionMode, usedFailMode } from '../core/resolve.ts';
import { type Ruling, rulingOf } from '../core/ruling.ts';
import type { Config } from '../policy/config.ts';
import { errorDecision } from '../policy/error-decision.ts';
import type { Notify, Peer } from '../wire/connection.ts';
import type { EvaluateRequest, OutcomeRequest, ProcessPlace } from '../wire/messages.ts';
import { HostCalls } from './host-calls.ts';
import { questionOf } from './question-of.ts';
import type { Sessions } from './sessions.ts';

/** What the desk needs of the house around it. */
export interface DeskPorts {
  readonly log: AuditLog;
  readonly sessions: Sessions;
  readonly queue: ApprovalQueue;
  readonly judge: (call: ToolCall) => Promise<Judgement>;
  readonly config: () => Config;
  /** Size and root of the log, for the person who is asked. */
  readonly head: () => { readonly size: number; readonly root: string };
}

/** A call that is judged: its ruling, or the question that has to be answered first. */
type Begun =
  | { readonly ruling: Ruling }
  | {
      readonly question: Question;
      readonly identity: CallIdentity;
      readonly decision: Decision;
      readonly binding: string;
    };

interface Evaluation {
  /** Of the call's bytes: the same id with another call is another question. */
  readonly digest: string;
  readonly begun: Promise<Begun>;
  /** What came of the question: used once, whoever asks. */
  settled?: Promise<Ruling>;
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
  readonly #hostCalls = new HostCalls(() => performance.now());

  constructor(ports: DeskPorts) {
    this.#ports = ports;
  }

  /**
   * Judges a call, asks a person if a rule says so, and records what was decided. The same request again, from a client
   * that lost its connection or its daemon, gets the same answer and makes no second record.
   * @throws RampartError E_ID for an id that was used for another call; E_LATCH or E_BUSY when it cannot be recorded
   */
  async evaluate(request: EvaluateRequest, peer: Peer, notify: Notify): Promise<Ruling> {
    const evaluation = this.#evaluationOf(request, peer);
    const begun = await evaluation.begun;
    if ('ruling' in begun) {
      this.#adopt(request.id, peer.number);
      return begun.ruling;
    }
    const { id, expires, rule, message } = begun.question;
    notify('pending', { approval: id, expires, rule, message });
    const ending = await this.#ports.queue.wait(request.id, peer.gone);
    evaluation.settled ??= this.#settle(request, begun, ending, peer.number);
    const ruling = await evaluation.settled;
    this.#adopt(request.id, peer.number);
    return ruling;
  }

  #evaluationOf(request: EvaluateRequest, peer: Peer): Evaluation {
    const digest = createHash('sha256').update(JSON.stringify(request.call)).digest('hex');
    const known = this.#evaluations.get(request.id);
    if (known !== undefined) {
      if (known.digest !== digest) throw new RampartError('E_ID', 'this id was used for another call');
      return known;
    }
    const begun = this.#begin(request, peer.number);
    const evaluation: Evaluation = { digest, begun };
    this.#evaluations.set(request.id, evaluation);
    // What could not be recorded may be tried again.
    begun.catch(() => this.#evaluations.delete(request.id));
    for (const old of this.#evaluations.keys()) {
      if (this.#evaluations.size <= LIMITS.rememberedCalls) break;
      this.#evaluations.delete(old);
    }
    return evaluation;
  }

  async #begin({ id, call: given, expects, cseq, process }: EvaluateRequest, client: number): Promise<Begun> {
    const { log, config } = this.#ports;
    const judged = await this.#judge(given);
    const { call, decision } = judged;
    const identity = identityOf(call, id, cseq);
    const grant = this.#grantOver(process, call.session);
    if (grant !== undefined && isCovered(decision)) {
      const resolved = { decision, effect: 'run', by: 'rule' } as const;
      const seq = await log.append(coveredEntry(identity, call, resolved, grant));
      return { ruling: rulingOf(resolved, { failMode: false, timeoutMs: null, seq }) };
    }
    const hooked = expects === 'outcome' ? this.#hostCalls.claim(call, decision) : undefined;
    if (hooked !== undefined) {
      this.#running.set(id, { identity: hooked.identity, client, pid: process?.pid ?? null });
      return { ruling: hooked.ruling };
    }
    const hostAsks = decision.asks === 'host';
    if (decision.verdict === 'ask' && !hostAsks && 'scan' in judged && this.#modeOf(call) === 'enforce')
      return this.#ask(judged, identity);
    const answer = hostAsks ? 'host' : 'unasked';
    const at = { fail: config().fail, session: this.#modeOf(call), answer } as const;
    return {
      ruling: await this.#record(identity, call, decision, at, {
        expects,
        client,
        pid: process?.pid ?? null,
      }),
    };
  }

  /** A question that is pending from before a restart is the same question, if nothing it is about has changed. */
  #ask(judgement: Judgement, identity: CallIdentity): Begun {
    const { queue, config, head } = this.#ports;
    const { call, decision } = judgement;
    const binding = bindingOf(judgement);
    const pending = queue.find(identity.id);
    if (pending !== undefined && pending.binding !== binding)
      throw new RampartError('E_ID', 'what was asked about has changed; ask again');
    const logHead = head();
    const question =
      pending ??
      queue.ask({
        question: questionOf(judgement, identity, binding, logHead),
        toolCall: call,
        cseq: identity.cseq,
        decision,
        ttlMs: config().approvalTimeoutMs,
        logSize: logHead.size,
      });
    return { question, identity, decision, binding };
  }

  /** Makes an answer effective: what would run now must still be what was approved. */
  async #settle(
    { call: given, expects, process }: EvaluateRequest,
    { identity, decision, binding }: Extract<Begun, { question: Question }>,
    ending: Ending,
    client: number,
  ): Promise<Ruling> {
    const { queue, config } = this.#ports;
    let answer: Answer = ANSWERS[ending.state];
    if (answer === 'approved') {
      const now = await this.#judge(given);
      if (!('scan' in now) || bindingOf(now) !== binding) answer = 'outdated';
    }
    const at = { fail: config().fail, session: 'enforce', answer } as const;
    const told = answer === 'outdated' ? { ...decision, message: CHANGED } : decision;
    const ruling = await this.#record(identity, given, told, at, {
      expects,
      client,
      pid: process?.pid ?? null,
    });
    queue.close(identity.id, ending.state);
    return ruling;
  }

  /** Records a question that nobody waits for any more: its asker is gone. */
  async abandoned({ question, toolCall, cseq, decision }: Pending, ending: Ending): Promise<void> {
    const { queue, config } = this.#ports;
    const identity = identityOf(toolCall, question.call, cseq);
    // An approval nobody came for is no leave to run later.
    const answer = ending.state === 'denied' ? 'refused' : 'expired';
    const at = { fail: config().fail, session: 'enforce', answer } as const;
    await this.#record(identity, toolCall, decision, at, { expects: 'none', client: 0, pid: null });
    queue.close(question.call, ending.state);
  }

  async #record(
    identity: CallIdentity,
    call: ToolCall,
    decision: Decision,
    at: Circumstances,
    runner: { readonly expects: 'outcome' | 'none'; readonly client: number; readonly pid: number | null },
  ): Promise<Ruling> {
    const { log, sessions, config } = this.#ports;
    const resolved = resolve(decision, at);
    const failMode = usedFailMode(resolved, at);
    const { expects, client, pid } = runner;
    const seq = await log.append(
      callEntry(identity, call, resolved, { expects, mode: at.session, failMode }),
    );
    sessions.count(call.session, decision.verdict);
    if (resolved.effect === 'run' && expects === 'outcome')
      this.#running.set(identity.id, { identity, client, pid });
    const ruling = rulingOf(resolved, { failMode, timeoutMs: config().timeoutMs, seq });
    if (resolved.effect === 'run' && expects === 'none' && call.callId !== null)
      this.#hostCalls.add(identity, call, decision, ruling);
    return ruling;
  }

  #modeOf(call: ToolCall): SessionMode {
    return this.#ports.sessions.modeOf(call.session);
  }

  /** A judge that fails is no leave to run: it becomes a decision of its own, which the fail mode resolves. */
  async #judge(
    call: ToolCall,
  ): Promise<Judgement | { readonly call: ToolCall; readonly decision: Decision }> {
    try {
      return await this.#ports.judge(call);
    } catch (thrown) {
      const code = thrown instanceof RampartError ? thrown.code : 'E_INPUT';
      return { call, decision: errorDecision(code, messageOf(thrown)) };
    }
  }

  /** The running call of the same session that a process descends from. */
  #grantOver(process: ProcessPlace | null, session: string | null): string | undefined {
    if (process === null || session === null) return undefined;
    for (const { identity, pid } of this.#running.values())
      if (pid !== null && identity.session === session && process.ancestors.includes(pid)) return identity.id;
    return undefined;
  }

  /** Records how a call ended; a second report of the same call is answered and not recorded. */
  async outcome({ call, outcome }: OutcomeRequest): Promise<number | null> {
    const running = this.#running.get(call);
    const hooked = this.#hostCalls.end(call);
    if (running === undefined && hooked === undefined && this.#evaluations.has(call)) return null;
    this.#running.delete(call);
    // A daemon that was restarted does not know the call any more; the log does.
    const identity = running?.identity ??
      hooked ?? {
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

const ANSWERS = { approved: 'approved', denied: 'refused', expired: 'expired' } as const;

const CHANGED = 'what was approved has changed since: ask again';
