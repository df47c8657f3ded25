import type { ToolCall } from '../core/call.ts';
import type { FileView } from '../core/file-view.ts';
import type { Standpoint } from '../core/place.ts';
import type { RuleSet } from '../policy/rule.ts';

/** What judging needs beside the call. */
export interface JudgeOptions {
  readonly rules: RuleSet;
  readonly files: FileView;
  /** The caller's home directory. */
  readonly home: string;
}

/** From where a call's paths are named. */
export function standpoint({ cwd }: ToolCall, home: string, { leads }: FileView): Standpoint {
  return { home, workspace: cwd, ...(leads === undefined ? {} : { leads }) };
}
