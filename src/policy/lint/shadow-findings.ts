import type { Action } from '../../core/decision.ts';
import { decide } from '../decide.ts';
import { type Examine, specimen } from '../examine.ts';
import type { PolicyFile } from '../file/policy-file.ts';
import { finding, type PolicyFinding } from '../finding.ts';
import { ruleSet } from '../rule-set.ts';

const RANK: Record<Action, number> = { allow: 0, watch: 1, ask: 2, deny: 3 };

/**
 * Rules of which every example they match is decided by a stronger rule of the same file: they say something nobody
 * will hear. Told by examples, as two conditions can overlap in more ways than their text shows.
 */
export function shadowFindings(file: PolicyFile, examine: Examine): PolicyFinding[] {
  const rules = file.policies.flatMap(policy => policy.rules);
  const open = rules.map(({ rule }) => ({
    ...rule,
    scope: rule.scope.tool === undefined ? {} : { tool: rule.scope.tool },
  }));
  const all = ruleSet({ hash: 'sha256:lint', defaultAction: 'allow', rules: open });
  const byName = new Map(rules.map(one => [one.rule.name, one]));
  return rules.flatMap(({ rule, at, examples }) => {
    const matching = examples.filter(({ expected }) => expected === 'match');
    if (matching.length === 0) return [];
    const deciders = matching.map(example => byName.get(decide(all, specimen(example, examine)).rule));
    const [first] = deciders;
    const shadowed = deciders.every(one => one !== undefined && RANK[one.rule.action] > RANK[rule.action]);
    if (!shadowed || first === undefined) return [];
    return [
      finding(
        'shadowed',
        at,
        `every example of the rule is decided by a stronger one, such as ${first.rule.name}`,
        {
          rule: rule.name,
          severity: 'warning',
          hint: `see line ${first.at.line}; add an example that only this rule is about, or drop it`,
        },
      ),
    ];
  });
}
