import type { Decision } from '../core/decision.ts';
import type { ErrorCode } from '../core/error.ts';
import { decide } from './decide.ts';
import { errorDecision, NO_POLICY } from './error-decision.ts';
import type { Judged } from './judged.ts';
import type { Rule } from './rule.ts';
import { ruleSet } from './rule-set.ts';

/**
 * The decision where no policy could be loaded: self-protection still denies; the rest is an error, which the fail mode
 * resolves.
 */
export function decideWithoutPolicy(
  protection: readonly Rule[],
  judged: Judged,
  error: { readonly code: ErrorCode; readonly message: string },
): Decision {
  const rules = ruleSet({ hash: NO_POLICY, defaultAction: 'allow', rules: protection });
  const decision = decide(rules, judged);
  if (decision.builtin) return decision;
  return errorDecision(error.code, error.message, { coverage: judged.scan.coverage });
}
