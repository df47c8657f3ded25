import { bindingOf } from '../approval/binding.ts';
import type { Pending } from '../approval/pending-file.ts';
import type { ApprovalQueue, Ending } from '../approval/queue.ts';
import { type CallIdentity, identityOf } from '../call/entry.ts';
import type { ToolCall } from '../core/call.ts';
import type { Judgement } from '../core/decision.ts';
import type { Answer, SessionMode } from '../core/resolve.ts';
import type { Ruling } from '../core/ruling.ts';
import type { FileRead } from '../core/watched-files.ts';
import type { Notify } from '../wire/connection.ts';
import { type CallBook, NO_RUNNER, type Runner } from './call-book.ts';
import type { JudgeCall, JudgedCall } from './judge.ts';
import { questionOf } from './question-of.ts';

export interface QuestionPorts {
  readonly queue: ApprovalQueue;
  readonly calls: CallBook;
  readonly judge: JudgeCall;
  /** Milliseconds a person has. */
  readonly ttlMs: () => number;
  /** Size and root of the log, for the person who is asked. */
  readonly head: () => { readonly size: number; readonly root: string };
  /** Told what came of a call, for a client that was away and comes back. */
  readonly onSettled: (call: string, digest: string, ruling: Ruling) => void;
}

/** A question that stands between a call and its ruling. */
export interface Standing {
  readonly pending: Pending;
  /** The call as its client gave it. */
  readonly given: ToolCall;
}

export interface Asked {
  readonly identity: CallIdentity;
  /** Of the call as its client gave it. */
  readonly digest: string;
  readonly given: ToolCall;
}

/** Puts calls to a person and makes the answer effective: once, and only for what the person was shown. */
export class Questions {
  readonly #ports: QuestionPorts;
  /** By call: of those who would make one answer effective at once, the first does. */
  readonly #settling = new Map<string, Promise<Ruling>>();

  constructor(ports: QuestionPorts) {
    this.#ports = ports;
  }

  /**
   * The question a call has to wait for; undefined where a rule decides. A question from before a restart is the same
   * one if nothing it is about has changed; else it ends here, with a refusal.
   * @throws RampartError E_BUSY when too many wait already, E_LATCH when it cannot be kept
   */
  async stand(
    judged: JudgedCall,
    asked: Asked,
    session: SessionMode,
  ): Promise<{ readonly standing: Standing } | { readonly ruling: Ruling } | undefined> {
    const { identity, digest, given } = asked;
    const pending = this.#ports.queue.find(identity.id);
    if (pending === undefined) {
      const { verdict, asks: whom } = judged.decision;
      const asks = verdict === 'ask' && whom !== 'host' && session === 'enforce';
      return asks && 'scan' in judged ? { standing: this.#put(judged, asked) } : undefined;
    }
    const { binding } = pending.question;
    if (pending.digest === digest && 'scan' in judged && bindingOf(judged) === binding)
      return { standing: { pending, given } };
    return { ruling: await this.#settle(pending, async () => OUTDATED, NO_RUNNER) };
  }

  #put(judged: Judgement, { identity, digest, given }: Asked): Standing {
    const { queue, ttlMs, head } = this.#ports;
    const logHead = head();
    const pending = queue.ask({
      question: questionOf(judged, identity, bindingOf(judged), logHead),
      digest,
      toolCall: judged.call,
      cseq: identity.cseq,
      decision: judged.decision,
      ttlMs: ttlMs(),
      logSize: logHead.size,
    });
    return { pending, given };
  }

  /**
   * Tells the client that a person is asked, waits for the answer, and makes it effective: what would run now must
   * still be what was approved.
   * @throws RampartError E_LATCH or E_BUSY when the call cannot be recorded; it may be asked again
   */
  async answered(
    { pending, given }: Standing,
    runner: Runner,
    gone: AbortSignal,
    notify: Notify,
  ): Promise<Ruling> {
    const { queue, judge } = this.#ports;
    const { id, call, expires, rule, message, binding } = pending.question;
    notify('pending', { approval: id, expires, wait_ms: queue.leftMs(call), rule, message });
    const ending = await queue.wait(call, gone);
    const effective = async (): Promise<Effective> => {
      if (ending.state !== 'approved') return effectOf(ending);
      const now = await judge(given);
      return 'scan' in now && bindingOf(now) === binding
        ? { ...effectOf(ending), files: now.files }
        : OUTDATED;
    };
    return this.#settle(pending, effective, runner);
  }

  /** Records a question that nobody waits for any more; an approval nobody came for is no leave to run later. */
  async abandoned(pending: Pending, ending: Ending): Promise<void> {
    const effective = ending.state === 'approved' ? effectOf({ state: 'expired' }) : effectOf(ending);
    await this.#settle(pending, async () => effective, NO_RUNNER);
  }

  async #settle(pending: Pending, what: () => Promise<Effective>, runner: Runner): Promise<Ruling> {
    const { call } = pending.question;
    const settling = this.#settling.get(call) ?? this.#record(pending, what, runner);
    this.#settling.set(call, settling);
    try {
      return await settling;
    } finally {
      this.#settling.delete(call);
    }
  }

  async #record(pending: Pending, what: () => Promise<Effective>, runner: Runner): Promise<Ruling> {
    const { queue, calls, onSettled } = this.#ports;
    const { question, digest, toolCall, cseq, decision } = pending;
    queue.take(question.call);
    try {
      const { answer, said, files = [] } = await what();
      const identity = identityOf(toolCall, question.call, cseq);
      const message = said === null ? decision.message : `${decision.message}: ${said}`;
      const told = { ...decision, message };
      const at = { session: 'enforce', answer } as const;
      const ruling = await calls.record(identity, toolCall, told, at, runner, files);
      onSettled(question.call, digest, ruling);
      queue.close(question.call, answer === 'approved' ? 'approved' : endOf(answer));
      return ruling;
    } catch (thrown) {
      queue.giveBack(question.call);
      throw thrown;
    }
  }
}

/** What an ending comes to, and what the person said to it. */
interface Effective {
  readonly answer: Answer;
  readonly said: string | null;
  /** What was read when it was judged for the last time, where it may run. */
  readonly files?: readonly FileRead[];
}

const OUTDATED: Effective = {
  answer: 'outdated',
  said: 'what was asked about has changed since, so the question is void; ask again',
};

function effectOf(ending: Ending): Effective {
  switch (ending.state) {
    case 'approved':
      return { answer: 'approved', said: null };
    case 'denied':
      return { answer: 'refused', said: ending.reason };
    case 'expired':
      return { answer: 'expired', said: null };
  }
}

function endOf(answer: Answer): 'denied' | 'expired' {
  return answer === 'refused' ? 'denied' : 'expired';
}
