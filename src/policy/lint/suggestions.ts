import { decide } from '../decide.ts';
import { type Examine, specimen } from '../examine.ts';
import type { PolicyFile } from '../file/policy-file.ts';
import { finding, type PolicyFinding, quoted } from '../finding.ts';
import { type Rule, type RuleSet, restricts } from '../rule.ts';
import { ruleSet } from '../rule-set.ts';

/** Suggestions that rules of the same file refuse: who follows them is stopped again. */
export function suggestionFindings(file: PolicyFile, examine: Examine): PolicyFinding[] {
  const rules = file.policies.flatMap(policy => policy.rules);
  const restricting = rules.map(({ rule }) => rule).filter(({ action }) => restricts(action));
  const set = ruleSet({ hash: 'sha256:suggest', defaultAction: 'allow', rules: restricting });
  return rules.flatMap(({ rule, keyAt }) => {
    if (rule.suggest === undefined) return [];
    const { verdict, rule: by } = verdictOn(rule.suggest, set, examine);
    if (verdict === 'allow') return [];
    return [
      finding(
        'suggest',
        keyAt('suggest'),
        `what the rule suggests is refused by ${by}: ${quoted(rule.suggest)}`,
        {
          rule: rule.name,
          hint: 'suggest a command that these rules let pass',
        },
      ),
    ];
  });
}

/** The rules with only those suggestions that the whole set allows. */
export function withAllowedSuggestions(set: RuleSet, examine: Examine): readonly Rule[] {
  return set.rules.map(rule => {
    if (rule.suggest === undefined) return rule;
    const { verdict } = verdictOn(rule.suggest, set, examine);
    if (verdict === 'allow' || verdict === 'watch') return rule;
    const { suggest: _, ...without } = rule;
    return without;
  });
}

function verdictOn(command: string, set: RuleSet, examine: Examine) {
  return decide(set, specimen({ text: command, tool: 'exec' }, examine));
}
