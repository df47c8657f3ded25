import { Worker } from 'node:worker_threads';
import type { ToolCall } from '../core/call.ts';
import type { Decision, Judgement } from '../core/decision.ts';
import { RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { judge } from '../pipeline.ts';
import type { RuleSet } from '../policy/rule.ts';
import { DISK_FILES } from '../shell/files/disk-files.ts';
import type { FromJudge, JudgeWorkerData, ToJudge } from './judge-worker.ts';

/** A call as it was judged; without a scan where it could not be. */
export type JudgedCall = Judgement | { readonly call: ToolCall; readonly decision: Decision };

/** Never fails: what cannot be judged is a decision of its own, which the fail mode resolves. */
export type JudgeCall = (call: ToolCall) => Promise<JudgedCall>;

interface Waiter {
  readonly resolve: (judgement: Judgement) => void;
  readonly reject: (error: RampartError) => void;
}

/**
 * Judges calls for the daemon: short ones at once, long ones in a thread, so that one hostile input does not hold up
 * everybody else. The thread is started when it is first needed and again after it died.
 */
export class Judge {
  readonly #script: URL | string;
  readonly #home: string;
  readonly #waiting = new Map<number, Waiter>();
  /** Sets that the present thread has been sent. */
  readonly #sent = new Map<RuleSet, string>();
  #worker: Worker | undefined;
  #tickets = 0;

  /**
   * @param script what a judging thread starts with; given `JudgeWorkerData`, it calls `runJudge`
   * @param home the user's home directory
   */
  constructor(script: URL | string, home: string) {
    this.#script = script;
    this.#home = home;
  }

  /** @throws RampartError E_BUSY when too many long inputs wait, E_LIMIT when the thread died over it */
  async judge(call: ToolCall, rules: RuleSet): Promise<Judgement> {
    if (sizeOf(call) <= LIMITS.inlineJudgeBytes)
      return judge(call, { rules, files: DISK_FILES, home: this.#home });
    if (this.#waiting.size >= LIMITS.connectionBacklog)
      throw new RampartError('E_BUSY', 'too many long commands are waiting to be judged');
    const ticket = ++this.#tickets;
    return new Promise((resolve, reject) => {
      this.#waiting.set(ticket, { resolve, reject });
      const thread = this.#thread();
      const key = this.#keyOf(rules, thread);
      thread.postMessage({ ticket, key, call } satisfies ToJudge);
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #thread(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const workerData: JudgeWorkerData = { role: 'judge', home: this.#home };
    const worker = new Worker(this.#script, { workerData });
    worker.on('message', (answer: FromJudge) => this.#settle(answer));
    worker.on('error', error => this.#died(worker, error.message));
    worker.on('exit', () => this.#died(worker, 'the judging thread ended'));
    worker.unref();
    this.#worker = worker;
    this.#sent.clear();
    return worker;
  }

  /** The name under which the thread knows the set; sends it the first time. */
  #keyOf(rules: RuleSet, thread: Worker): string {
    const known = this.#sent.get(rules);
    if (known !== undefined) return known;
    if (this.#sent.size >= LIMITS.projectSets) {
      thread.postMessage({ forget: true } satisfies ToJudge);
      this.#sent.clear();
    }
    const key = String(this.#sent.size);
    this.#sent.set(rules, key);
    thread.postMessage({ key, rules } satisfies ToJudge);
    return key;
  }

  #settle(answer: FromJudge): void {
    const waiter = this.#waiting.get(answer.ticket);
    this.#waiting.delete(answer.ticket);
    if ('judgement' in answer) waiter?.resolve(answer.judgement);
    else waiter?.reject(new RampartError('E_INPUT', `the command could not be judged: ${answer.failure}`));
  }

  #died(worker: Worker, why: string): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting)
      reject(new RampartError('E_LIMIT', `the command could not be judged: ${why}`));
  }
}

function sizeOf({ command, argv, content }: ToolCall): number {
  return (
    (command?.length ?? 0) + (content?.length ?? 0) + (argv?.reduce((sum, one) => sum + one.length, 0) ?? 0)
  );
}
