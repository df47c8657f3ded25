import type { ToolCall } from './core/call.ts';
import type { Judgement } from './core/decision.ts';
import type { FileView } from './core/file-view.ts';
import { summarise } from './effects/summarise.ts';
import { decide } from './policy/decide.ts';
import type { RuleSet } from './policy/rule.ts';
import { scan } from './shell/scan.ts';

/** What judging needs beside the call. */
export interface Bench {
  readonly rules: RuleSet;
  readonly files: FileView;
  /** The caller's home directory. */
  readonly home: string;
}

/**
 * Reads a call, works out what it would do, and asks the rules. Pure but for reading script files through `files`:
 * `check`, the daemon and a client that finds no daemon all run exactly this.
 */
export function judge(call: ToolCall, { rules, files, home }: Bench): Judgement {
  const read = scan(call, { files, home });
  const effects = summarise(read);
  const decision = decide(rules, { call, scan: read, effects, home });
  return { call, scan: read, effects, decision };
}
