import { VERDICTS, type Verdict } from './decision.ts';
import type { ErrorCode } from './error.ts';
import { EXIT } from './exit.ts';
import { isObject, type Json } from './json.ts';
import { LIMITS } from './limits.ts';
import type { Resolved } from './resolve.ts';
import type { Coverage } from './scan.ts';

/** What a client is told of its call: whether it may run, who says so, and under what limit. */
export interface Ruling {
  readonly effect: Resolved['effect'];
  readonly by: Resolved['by'];
  readonly verdict: Verdict;
  readonly rule: string;
  readonly message: string;
  readonly suggest?: string;
  /** Why it could not be judged, for a verdict of `error`. */
  readonly error?: ErrorCode;
  readonly coverage: Coverage;
  readonly policy: string;
  /** The fail switch decided. */
  readonly failMode: boolean;
  /** Milliseconds the command may run; null: no limit. */
  readonly timeoutMs: number | null;
  /** The grant of a call above covers it, and no outcome of its own is expected. */
  readonly covered?: true;
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
    ...(decision.error === undefined ? {} : { error: decision.error.code }),
    coverage: decision.coverage,
    policy: decision.policy,
    ...at,
  };
}

/** The exit code of a call that was not run: it was refused, or it could not be judged and the mode is closed. */
export function exitOfRefusal({ verdict }: Ruling): number {
  return verdict === 'error' ? EXIT.unjudged : EXIT.denied;
}

/**
 * Milliseconds after which a hook's ruling is worth nothing to the stand-in that is to run the call. What the rules
 * allow, they allow again, and all that is saved is a second record; a person's leave, the host's question and the
 * fail mode's word are for what comes next, and not for the same command an hour later.
 */
export function reuseMs(by: Ruling['by']): number {
  return by === 'rule' ? LIMITS.hookReuseMs : LIMITS.approvalReuseMs;
}

/** A ruling as an answer to `evaluate` carries it. */
export function rulingBody({ verdict, failMode, timeoutMs, ...rest }: Ruling): Record<string, Json> {
  return { decision: verdict, ...rest, fail_mode: failMode, timeout_ms: timeoutMs };
}

const EFFECTS = ['run', 'refuse'] as const;
const BY = ['rule', 'mode', 'person', 'timeout', 'host'] as const;
const COVERAGES = ['full', 'partial', 'opaque'] as const;

/**
 * Reads the answer to `evaluate`. Undefined for anything that is not one: what a daemon of another mind sends must not
 * be taken for leave to run.
 */
export function readRuling(body: unknown): Ruling | undefined {
  if (!isObject(body)) return undefined;
  const effect = EFFECTS.find(one => one === body.effect);
  const by = BY.find(one => one === body.by);
  const verdict = VERDICTS.find(one => one === body.decision);
  const coverage = COVERAGES.find(one => one === body.coverage);
  const { rule, message, suggest, policy, fail_mode: failMode, timeout_ms: timeoutMs, seq } = body;
  if (effect === undefined || by === undefined || verdict === undefined || coverage === undefined)
    return undefined;
  if (typeof rule !== 'string' || typeof message !== 'string' || typeof policy !== 'string') return undefined;
  if (typeof failMode !== 'boolean' || !isCount(timeoutMs) || !isCount(seq)) return undefined;
  return {
    effect,
    by,
    verdict,
    rule,
    message,
    ...(typeof suggest === 'string' ? { suggest } : {}),
    coverage,
    policy,
    failMode,
    timeoutMs,
    ...(body.covered === true ? { covered: true } : {}),
    seq,
  };
}

function isCount(value: unknown): value is number | null {
  return value === null || (typeof value === 'number' && Number.isInteger(value) && value >= 0);
}
