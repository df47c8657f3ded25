import type { ToolCall } from '../core/call.ts';
import type { Decision, Judgement } from '../core/decision.ts';
import { summariseCall } from '../effects/of-call.ts';
import { decide } from '../policy/decide.ts';
import { writtenScript } from '../shell/files/written-script.ts';
import { scan } from '../shell/scan.ts';
import { type JudgeOptions, standpoint } from './judge-options.ts';

/**
 * What a shell script that is written would do when it runs, which may be where nobody judges it. Only what a rule
 * denies and the script surely does keeps it from being written; what needs a person is asked when it runs.
 */
export function ofWritten(
  call: ToolCall,
  decided: Decision,
  { rules, files, home }: JudgeOptions,
): Omit<Judgement, 'files'> | undefined {
  if (decided.verdict === 'deny') return undefined;
  const command = writtenScript(call, files);
  if (command === undefined) return undefined;
  const { path, ...rest } = call;
  const code = { ...rest, command };
  const read = scan(code, { files, home });
  const summary = summariseCall(code, read, standpoint(call, home, files));
  const decision = decide(rules, { call: code, scan: read, ...summary, home });
  const surely = decision.matched.some(
    ({ rule, action, match }) => rule === decision.rule && action === 'deny' && match === 'must',
  );
  if (decision.verdict !== 'deny' || !surely) return undefined;
  const message = `the script that is written to ${path}: ${decision.message}`;
  return { call, scan: read, ...summary, decision: { ...decision, message } };
}
