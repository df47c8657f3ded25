import type { MessagePort } from 'node:worker_threads';
import type { ToolCall } from '../core/call.ts';
import type { Judgement } from '../core/decision.ts';
import { messageOf } from '../core/error.ts';
import { judge } from '../pipeline.ts';
import type { RuleSet } from '../policy/rule.ts';
import { DISK_FILES } from '../shell/disk-files.ts';

/** What the thread is started with. */
export interface JudgeWorkerData {
  readonly role: 'judge';
  readonly rules: RuleSet;
  readonly home: string;
}

export interface ToJudge {
  readonly ticket: number;
  readonly call: ToolCall;
}

export type FromJudge =
  | { readonly ticket: number; readonly judgement: Judgement }
  | { readonly ticket: number; readonly failure: string };

/** Judges what it is sent, one call after the other. */
export function runJudge(port: MessagePort, { rules, home }: JudgeWorkerData): void {
  port.on('message', ({ ticket, call }: ToJudge) => {
    port.postMessage(answer(ticket, call));
  });

  function answer(ticket: number, call: ToolCall): FromJudge {
    try {
      return { ticket, judgement: judge(call, { rules, files: DISK_FILES, home }) };
    } catch (thrown) {
      return { ticket, failure: messageOf(thrown) };
    }
  }
}
