import type { Decision } from './decision.ts';

export type FailMode = 'open' | 'closed';
export type SessionMode = 'enforce' | 'monitor';

/** What became of the question, for a decision of `ask`. */
export type Answer =
  | 'approved'
  | 'refused'
  | 'expired'
  /** It was approved, but what would run now is not what was approved. */
  | 'outdated'
  | 'unreachable'
  /** The agent's host asks the person who sits there. */
  | 'host'
  | 'unasked';

/** What happens: the decision, and who made it effective. */
export interface Resolved {
  readonly decision: Decision;
  readonly effect: 'run' | 'refuse';
  readonly by: 'rule' | 'mode' | 'person' | 'timeout' | 'host';
}

export interface Circumstances {
  readonly fail: FailMode;
  readonly session: SessionMode;
  /** `unasked` unless the decision is `ask`. */
  readonly answer: Answer;
}

/**
 * Turns what the rules say into what happens. The only place that knows fail-open from fail-closed and monitor from
 * enforce; the table is "Who answers when nobody does" in the README.
 */
export function resolve(decision: Decision, at: Circumstances): Resolved {
  const result = (effect: Resolved['effect'], by: Resolved['by']): Resolved => ({ decision, effect, by });
  const byFailMode = (): Resolved => result(at.fail === 'open' ? 'run' : 'refuse', 'mode');

  // Watching a session must not switch self-protection off.
  if (at.session === 'monitor' && !decision.builtin)
    return result('run', decision.verdict === 'allow' || decision.verdict === 'watch' ? 'rule' : 'mode');

  switch (decision.verdict) {
    case 'allow':
    case 'watch':
      return result('run', 'rule');
    case 'deny':
      return result('refuse', 'rule');
    case 'error':
      return byFailMode();
    case 'ask':
      switch (at.answer) {
        case 'approved':
          return result('run', 'person');
        case 'refused':
          return result('refuse', 'person');
        case 'outdated':
          return result('refuse', 'rule');
        case 'host':
          return result('run', 'host');
        case 'expired':
        case 'unasked':
          return result('refuse', 'timeout');
        case 'unreachable':
          return byFailMode();
      }
  }
}

/** Whether the fail switch, not a rule or a person, decided: every such use is printed and recorded. */
export function usedFailMode(resolved: Resolved, at: Circumstances): boolean {
  return resolved.by === 'mode' && at.session === 'enforce';
}
