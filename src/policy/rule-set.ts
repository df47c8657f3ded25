import type { Action } from '../core/decision.ts';
import type { Rule, RuleSet } from './rule.ts';
import { indexRules, joinIndexes } from './rule-index.ts';

export interface RuleSetParts {
  readonly hash: string;
  readonly defaultAction: Action;
  readonly unattended?: boolean;
  readonly rules: readonly Rule[];
}

export function ruleSet({ hash, defaultAction, unattended = false, rules }: RuleSetParts): RuleSet {
  return { hash, defaultAction, unattended, rules, index: indexRules(rules) };
}

/** The set with more rules; its hash stays, as the rules added do not come from its files. */
export function withRules(set: RuleSet, more: readonly Rule[]): RuleSet {
  return {
    ...set,
    rules: [...set.rules, ...more],
    index: joinIndexes(set.index, indexRules(more, set.rules.length)),
  };
}
