import type { Decision } from '../core/decision.ts';
import type { ErrorCode } from '../core/error.ts';
import type { Coverage } from '../core/scan.ts';

/** Hash of no policy at all. */
export const NO_POLICY = 'sha256:none';

/**
 * The decision for a call that could not be judged. It is never an `allow`: what happens is the fail mode's to say.
 * @param message plain text, may quote hostile text unescaped
 */
export function errorDecision(
  code: ErrorCode,
  message: string,
  about: { readonly policy?: string; readonly coverage?: Coverage } = {},
): Decision {
  return {
    verdict: 'error',
    rule: 'error',
    builtin: false,
    message,
    matched: [],
    coverage: about.coverage ?? 'opaque',
    policy: about.policy ?? NO_POLICY,
    error: { code, message },
  };
}
