import { coveredEntry, identityOf, outcomeEntry, unreadEntry } from '../call/entry.ts';
import type { Decision } from '../core/decision.ts';
import type { AuditLog } from '../core/record.ts';
import { type Ruling, rulingOf } from '../core/ruling.ts';
import type { Notify, Peer } from '../wire/connection.ts';
import type { EvaluateRequest, OutcomeRequest, UnreadRequest } from '../wire/messages.ts';
import type { CallBook, Runner } from './call-book.ts';
import { type Asker, digestOf, Evaluations } from './evaluations.ts';
import type { HostCalls } from './host-calls.ts';
import type { JudgeCall } from './judge.ts';
import type { Questions, Standing } from './questions.ts';
import type { RunningCalls } from './running-calls.ts';
import type { Sessions } from './sessions.ts';

/** What the desk needs of the house around it. */
export interface DeskPorts {
  readonly log: AuditLog;
  readonly sessions: Sessions;
  readonly running: RunningCalls;
  readonly calls: CallBook;
  readonly hostCalls: HostCalls;
  readonly questions: Questions;
  readonly judge: JudgeCall;
  /** Hash of the set in force, or of none. */
  readonly policy: () => string;
}

/** A call that is judged: its ruling, or the question that has to be answered first. */
type Begun = { readonly ruling: Ruling } | { readonly ruling?: never; readonly standing: Standing };

/** Where calls are judged and written down, in that order, before the client is answered. */
export class Desk {
  readonly #ports: DeskPorts;
  readonly #evaluations = new Evaluations<Begun>();

  constructor(ports: DeskPorts) {
    this.#ports = ports;
  }

  /**
   * Judges a call, asks a person if a rule says so, and records what was decided. The same request again, from a client
   * that lost its connection or its daemon, gets the same answer and makes no second record.
   * @throws RampartError E_ID for an id that was used for another call; E_LATCH or E_BUSY when it cannot be recorded
   */
  async evaluate(request: EvaluateRequest, peer: Peer, notify: Notify): Promise<Ruling> {
    const digest = digestOf(request.call);
    const evaluation = this.#evaluations.of(request.id, digest, peer.presence, asker =>
      this.#begin(request, digest, asker),
    );
    const begun = await evaluation.begun;
    if (evaluation.ruling !== undefined) return evaluation.ruling;
    if (begun.ruling !== undefined) return begun.ruling;
    return this.#ports.questions.answered(
      begun.standing,
      runnerOf(request, evaluation.asker),
      peer.gone,
      notify,
    );
  }

  async #begin(request: EvaluateRequest, digest: string, asker: Asker): Promise<Begun> {
    const { log, running, sessions, questions, calls, hostCalls, judge } = this.#ports;
    const { id, call: given, expects, cseq, process } = request;
    const judged = await judge(given);
    const { call, decision } = judged;
    const files = 'files' in judged ? judged.files : [];
    sessions.seen(call.session, call.agent);
    const identity = identityOf(call, id, cseq);
    const runner = runnerOf(request, asker);
    const grant = running.above(process, call.session);
    if (grant !== undefined && isCovered(decision)) {
      const resolved = { decision, effect: 'run', by: 'rule' } as const;
      running.disregard(id);
      const seq = await log.append(coveredEntry(identity, call, resolved, grant));
      return { ruling: { ...rulingOf(resolved, { failMode: false, timeoutMs: null, seq }), covered: true } };
    }
    const hooked = expects === 'outcome' ? hostCalls.claim(call, decision, files) : undefined;
    if (hooked !== undefined) {
      await running.add(id, { identity: hooked.identity, ...runner });
      return { ruling: hooked.ruling };
    }
    const session = sessions.modeOf(call.session);
    const stands = await questions.stand(judged, { identity, digest, given }, session);
    if (stands !== undefined) return stands;
    const at = { session, answer: decision.asks === 'host' ? 'host' : 'unasked' } as const;
    return { ruling: await calls.record(identity, call, decision, at, runner, files) };
  }

  /** Keeps what came of a call whose client may have been away: it may come and ask again. */
  settle(call: string, digest: string, ruling: Ruling): void {
    this.#evaluations.settle(call, digest, { ruling });
  }

  /** Records that a hook has refused what nobody could read. */
  async unread({ id, unread }: UnreadRequest): Promise<number> {
    const { log, sessions, policy } = this.#ports;
    sessions.seen(unread.session, unread.agent);
    const seq = await log.append(unreadEntry(id, unread, policy()));
    sessions.count(unread.session, 'error', seq);
    return seq;
  }

  /** Records how a call ended; a second report of the same call is answered and not recorded. */
  async outcome({ call, outcome }: OutcomeRequest): Promise<number | null> {
    const { log, running, hostCalls } = this.#ports;
    const ended = running.end(call);
    const hooked = hostCalls.end(call);
    if (ended === 'ended') return null;
    try {
      return await log.append(outcomeEntry(ended?.identity ?? hooked ?? unknownCall(call), outcome));
    } catch (thrown) {
      running.restore(call, ended);
      throw thrown;
    }
  }
}

function runnerOf({ expects, process }: EvaluateRequest, asker: Asker): Runner {
  return { expects, asker, pid: process?.pid ?? null };
}

/** A daemon that was restarted does not know the call any more; the log does. */
function unknownCall(id: string): Parameters<typeof outcomeEntry>[0] {
  return { id, session: null, agent: null, actor: null, corr: null, cseq: null };
}

/**
 * A grant covers the processes that what it was given to starts: they need no grant of their own and nobody is asked
 * again. A rule that denies still denies.
 */
function isCovered({ verdict, rule, builtin }: Decision): boolean {
  return verdict !== 'error' && !builtin && (verdict !== 'deny' || rule === 'default');
}
