import type { MessagePort } from 'node:worker_threads';
import type { ToolCall } from '../core/call.ts';
import type { Judgement } from '../core/decision.ts';
import { messageOf } from '../core/error.ts';
import { judge } from '../pipeline.ts';
import type { RuleSet } from '../policy/rule.ts';
import { DISK_FILES } from '../shell/files/disk-files.ts';

/** What the thread is started with. */
export interface JudgeWorkerData {
  readonly role: 'judge';
  /** The user's home directory. */
  readonly home: string;
}

export type ToJudge =
  /** A set, sent once before the first call that is judged by it. */
  | { readonly key: string; readonly rules: RuleSet }
  /** Forgets all sets: policies come and go. */
  | { readonly forget: true }
  | { readonly ticket: number; readonly key: string; readonly call: ToolCall };

export type FromJudge =
  | { readonly ticket: number; readonly judgement: Judgement }
  | { readonly ticket: number; readonly failure: string };

/** Judges what it is sent, one call after the other. */
export function runJudge(port: MessagePort, { home }: JudgeWorkerData): void {
  const sets = new Map<string, RuleSet>();
  port.on('message', (message: ToJudge) => {
    if ('forget' in message) sets.clear();
    else if ('rules' in message) sets.set(message.key, message.rules);
    else port.postMessage(answer(message.ticket, message.call, sets.get(message.key)));
  });

  function answer(ticket: number, call: ToolCall, rules: RuleSet | undefined): FromJudge {
    try {
      if (rules === undefined) return { ticket, failure: 'its policy did not arrive' };
      return { ticket, judgement: judge(call, { rules, files: DISK_FILES, home }) };
    } catch (thrown) {
      return { ticket, failure: messageOf(thrown) };
    }
  }
}
