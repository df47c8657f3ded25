import type { ToolCall } from './call.ts';
import type { Summary } from './effect.ts';
import type { ErrorCode } from './error.ts';
import type { Coverage, Scan } from './scan.ts';
import type { FileRead } from './watched-files.ts';

/** What a rule does when it matches. `allow` and `watch` grant; `ask` and `deny` restrict. */
export const ACTIONS = ['allow', 'watch', 'ask', 'deny'] as const;
export type Action = (typeof ACTIONS)[number];
export const VERDICTS = [...ACTIONS, 'error'] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface Matched {
  /** `<policy name>/<rule id>`. */
  readonly rule: string;
  readonly action: Action;
  readonly match: 'may' | 'must';
  /** Index into the Scan's invocations; absent when the raw text, or the call as a whole, matched. */
  readonly invocation?: number;
}

/** What the rules say of one call. What happens is `Resolved`. */
export interface Decision {
  readonly verdict: Verdict;
  /** The rule that decided, `default` when `default_action` did, `error` when nothing could. */
  readonly rule: string;
  /** It came from a built-in rule that no policy and no mode switches off. */
  readonly builtin: boolean;
  readonly message: string;
  /** For `ask`: it is the agent's own host that asks, not Rampart. */
  readonly asks?: 'host';
  /** A safer command that the same rules allow. */
  readonly suggest?: string;
  readonly matched: readonly Matched[];
  readonly coverage: Coverage;
  /** `sha256:…` of the policy set. */
  readonly policy: string;
  readonly error?: { readonly code: ErrorCode; readonly message: string };
}

/** A decision with everything it was made from. */
export interface Judgement extends Summary {
  readonly call: ToolCall;
  readonly scan: Scan;
  readonly decision: Decision;
  /** Files that were read to make it. */
  readonly files: readonly FileRead[];
}
