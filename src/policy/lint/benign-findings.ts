import type { Action } from '../../core/decision.ts';
import { decide } from '../decide.ts';
import { type Examine, specimen } from '../examine.ts';
import type { PolicyFile } from '../file/policy-file.ts';
import { finding, type PolicyFinding, quoted } from '../finding.ts';
import type { Judged } from '../judged.ts';
import { type RuleSet, restricts } from '../rule.ts';
import { type RuleSetParts, ruleSet } from '../rule-set.ts';

/** Commands named in one finding; the others are counted. */
const NAMED = 3;

/** What a file newly stops of commands known to be harmless, by rule, and by its default. */
export function benignFindings(
  file: PolicyFile,
  benign: readonly string[],
  examine: Examine,
): PolicyFinding[] {
  const calls = benign.map(text => ({ text, judged: specimen({ text, tool: 'exec' }, examine) }));
  const rules = file.policies.flatMap(policy => policy.rules);
  const findings: PolicyFinding[] = [];
  const stoppedBy = (one: RuleSetParts): string[] => stoppedOf(ruleSet(one), calls);
  for (const { rule, at } of rules) {
    if (!restricts(rule.action)) continue;
    // Agents and sessions are left aside: the rule is for some of them, and these do everyday work, too.
    const scope = rule.scope.tool === undefined ? {} : { tool: rule.scope.tool };
    const stopped = stoppedBy({ hash: 'sha256:lint', defaultAction: 'allow', rules: [{ ...rule, scope }] });
    if (stopped.length > 0)
      findings.push(
        finding('harmless', at, `rule newly stops ${told(stopped, benign.length)}`, {
          rule: rule.name,
          severity: 'warning',
          hint: 'narrow it, or say with unless what it is not about',
        }),
      );
  }
  if (file.defaultAction !== undefined && restricts(file.defaultAction)) {
    const granting = rules.map(({ rule }) => rule).filter(({ action }) => !restricts(action));
    const stopped = stoppedBy({
      hash: 'sha256:lint',
      defaultAction: file.defaultAction,
      rules: granting,
    });
    if (stopped.length > 0)
      findings.push(
        finding(
          'harmless',
          file.keyAt('default_action'),
          `default newly stops ${told(stopped, benign.length)}`,
          {
            severity: 'info',
            hint: 'what no rule of any file grants is stopped',
          },
        ),
      );
  }
  return findings;
}

function stoppedOf(
  set: RuleSet,
  calls: readonly { readonly text: string; readonly judged: Judged }[],
): string[] {
  return calls.filter(({ judged }) => restricts(decided(set, judged))).map(({ text }) => text);
}

function decided(set: RuleSet, judged: Judged): Action {
  const { verdict } = decide(set, judged);
  return verdict === 'error' ? 'deny' : verdict;
}

function told(stopped: readonly string[], of: number): string {
  const named = stopped.slice(0, NAMED).map(quoted).join(', ');
  const others = stopped.length > NAMED ? ', …' : '';
  return `${stopped.length} of ${of} harmless commands: ${named}${others}`;
}
