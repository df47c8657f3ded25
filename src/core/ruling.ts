import type { Verdict } from './decision.ts';
import type { ErrorCode } from './error.ts';
import { EXIT } from './exit.ts';
import type { Resolved } from './resolve.ts';
import type { Coverage } from './scan.ts';

/** What a client is told of its call: whether it may run, who says so, and under what limit. */
export interface Ruling {
  readonly effect: 'run' | 'refuse';
  readonly by: Resolved['by'];
  readonly verdict: Verdict;
  readonly rule: string;
  readonly message: string;
  readonly suggest?: string;
  readonly error?: { readonly code: ErrorCode; readonly message: string };
  readonly coverage: Coverage;
  readonly policy: string;
  /** The fail switch decided. */
  readonly failMode: boolean;
  /** Milliseconds the command may run; null: no limit. */
  readonly timeoutMs: number | null;
  /** Its record's place in the log; null where it waits in a spill file. */
  readonly seq: number | null;
}

export function rulingOf(
  { decision, effect, by }: Resolved,
  at: { readonly failMode: boolean; readonly timeoutMs: number | null; readonly seq: number | null },
): Ruling {
  return {
    effect,
    by,
    verdict: decision.verdict,
    rule: decision.rule,
    message: decision.message,
    ...(decision.suggest === undefined ? {} : { suggest: decision.suggest }),
    ...(decision.error === undefined ? {} : { error: decision.error }),
    coverage: decision.coverage,
    policy: decision.policy,
    ...at,
  };
}

/** The exit code of a call that was not run: it was refused, or it could not be judged and the mode is closed. */
export function exitOfRefusal({ verdict }: Ruling): number {
  return verdict === 'error' ? EXIT.unjudged : EXIT.denied;
}
