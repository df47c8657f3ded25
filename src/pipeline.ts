import type { ToolCall } from './core/call.ts';
import type { Judgement } from './core/decision.ts';
import type { ErrorCode } from './core/error.ts';
import { NO_FILES } from './core/file-view.ts';
import { watchedFiles } from './core/watched-files.ts';
import { summariseCall } from './effects/of-call.ts';
import { housekeeping, unwrapClaude } from './pipeline/claude-envelope.ts';
import { type JudgeOptions, standpoint } from './pipeline/judge-options.ts';
import { ofWritten } from './pipeline/written-call.ts';
import { decide } from './policy/decide.ts';
import type { Examine } from './policy/examine.ts';
import type { Rule } from './policy/rule.ts';
import { unlessUnlisted } from './policy/unlisted.ts';
import { decideWithoutPolicy } from './policy/without-policy.ts';
import { scan } from './shell/scan.ts';

/**
 * Reads a call, works out what it would do, and asks the rules. Pure but for reading script files through `files`:
 * `check`, the daemon and a client that finds no daemon all run exactly this.
 */
export function judge(given: ToolCall, { rules, files, home }: JudgeOptions): Judgement {
  const { view, reads } = watchedFiles(files);
  const { call, snapshot } = unwrapClaude(given, view, home);
  const read = scan(call, { files: view, home });
  const summary = summariseCall(call, read, standpoint(given, home, view));
  const decision = snapshot
    ? housekeeping(rules)
    : unlessUnlisted(call, decide(rules, { call, scan: read, ...summary, home }));
  const judged = { call, scan: read, ...summary, decision };
  return { ...(ofWritten(judged, { rules, files: view, home }) ?? judged), files: reads() };
}

/** As `judge` where no policy could be loaded: self-protection holds, and the rest is the fail mode's to say. */
export function judgeWithoutPolicy(
  call: ToolCall,
  { protection, files, home }: Omit<JudgeOptions, 'rules'> & { readonly protection: readonly Rule[] },
  error: { readonly code: ErrorCode; readonly message: string },
): Judgement {
  const { view, reads } = watchedFiles(files);
  const read = scan(call, { files: view, home });
  const summary = summariseCall(call, read, standpoint(call, home, view));
  const decision = decideWithoutPolicy(protection, { call, scan: read, ...summary, home }, error);
  return { call, scan: read, ...summary, decision, files: reads() };
}

/** What a call is taken to do, without the disk: how examples in policy files are read. */
export const examine: Examine = (call, home) => {
  const read = scan(call, { files: NO_FILES, home });
  return { scan: read, ...summariseCall(call, read, { home, workspace: call.cwd }) };
};
