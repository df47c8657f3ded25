import type { Action, Decision, Matched } from '../core/decision.ts';
import { LIMITS } from '../core/limits.ts';
import { type Bench, benchOf, type Judged } from './judged.ts';
import { grantsOf } from './match/grants.ts';
import { type Finding, firedRestrictions } from './match/restrictions.ts';
import { prepare } from './prepared.ts';
import type { RuleSet } from './rule.ts';

const RANK: Record<Action, number> = { allow: 0, watch: 1, ask: 2, deny: 3 };

/**
 * What the rules say of a call. Deny beats ask beats watch beats allow, wherever the rules stand; where none of them
 * speaks, `default_action` does. Pure: the same input gives the same decision everywhere.
 */
export function decide(rules: RuleSet, judged: Judged): Decision {
  const bench = benchOf(prepare(rules, judged.home), judged);
  const fired = firedRestrictions(bench).sort(byStrength);
  const [strongest] = fired;
  return strongest === undefined ? permitted(rules, bench) : decision(rules, bench, strongest, fired);
}

function permitted(rules: RuleSet, bench: Bench): Decision {
  const { complete, rules: granting } = grantsOf(bench);
  const found = [...granting].sort(byStrength);
  const [strongest] = found;
  const defaultGrants = rules.defaultAction === 'allow' || rules.defaultAction === 'watch';
  // A default that grants covers what no rule does; a rule that watches part of the call still makes it watched.
  const decides =
    strongest !== undefined &&
    (complete || (defaultGrants && RANK[strongest.rule.rule.action] > RANK[rules.defaultAction]));
  return decides
    ? decision(rules, bench, strongest, found)
    : byDefault(rules, bench, defaultGrants ? found : []);
}

function decision(rules: RuleSet, bench: Bench, by: Finding, found: readonly Finding[]): Decision {
  const { rule } = by.rule;
  return {
    verdict: effective(rules, rule.action),
    rule: rule.name,
    // Whoever is named: where a built-in rule denies too, no mode may override it.
    builtin: found.some(one => one.rule.rule.builtin && one.rule.rule.action === rule.action),
    message: rule.message,
    ...(rule.suggest === undefined ? {} : { suggest: rule.suggest }),
    matched: found.slice(0, LIMITS.matchedRules).map(matchedBy),
    coverage: bench.judged.scan.coverage,
    policy: rules.hash,
  };
}

const BY_DEFAULT: Record<Action, string> = {
  allow: 'no rule forbids it',
  watch: 'no rule forbids it, and what no rule allows is watched',
  ask: 'no rule allows all of it, so a person is asked',
  deny: 'no rule allows all of it',
};

function byDefault(rules: RuleSet, bench: Bench, found: readonly Finding[]): Decision {
  return {
    verdict: effective(rules, rules.defaultAction),
    rule: 'default',
    builtin: false,
    message: BY_DEFAULT[effective(rules, rules.defaultAction)],
    matched: found.slice(0, LIMITS.matchedRules).map(matchedBy),
    coverage: bench.judged.scan.coverage,
    policy: rules.hash,
  };
}

function effective(rules: RuleSet, action: Action): Action {
  return action === 'ask' && rules.unattended ? 'deny' : action;
}

/**
 * The stronger action first. Among equals a rule somebody wrote, whose message says more than a built-in one's; then the
 * surer match; then the name, so that no order of rules or files shows.
 */
function byStrength(a: Finding, b: Finding): number {
  return (
    RANK[b.rule.rule.action] - RANK[a.rule.rule.action] ||
    Number(a.rule.rule.builtin) - Number(b.rule.rule.builtin) ||
    Number(b.match === 'must') - Number(a.match === 'must') ||
    compare(a.rule.rule.name, b.rule.rule.name)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function matchedBy({ rule: { rule }, match, invocation }: Finding): Matched {
  return { rule: rule.name, action: rule.action, match, ...(invocation === undefined ? {} : { invocation }) };
}
