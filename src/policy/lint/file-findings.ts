import type { Examine } from '../examine.ts';
import type { FileRule, PolicyFile } from '../file/policy-file.ts';
import { finding, type PolicyFinding } from '../finding.ts';
import { restricts } from '../rule.ts';
import { type ExampleResult, exampleFindings, runExamples } from './examples.ts';
import { globFindings, scopeFindings } from './glob-findings.ts';
import { suggestionFindings } from './suggestions.ts';
import { unreachableRules } from './unreachable.ts';

export interface FileCheck {
  readonly findings: readonly PolicyFinding[];
  readonly examples: readonly ExampleResult[];
}

/**
 * All that can be said about a file on its own. Examples run only where every glob compiles.
 * @param examine undefined to leave out what has to read commands: examples and suggestions
 */
export function checkFile(file: PolicyFile, examine: Examine | undefined): FileCheck {
  const findings = [
    ...layerFindings(file),
    ...file.policies.flatMap(policy => [
      ...scopeFindings(policy),
      ...policy.rules.flatMap(globFindings),
      ...policy.rules.flatMap(countFindings),
      ...unreachableRules(policy),
    ]),
    ...adviceOn(file),
  ];
  if (examine === undefined || findings.some(({ code }) => code === 'glob'))
    return { findings, examples: [] };
  const examples = runExamples(file, examine);
  return {
    findings: [...findings, ...exampleFindings(examples), ...suggestionFindings(file, examine)],
    examples,
  };
}

/** What a layer may not say. A repository's file can restrict and nothing else: its author is not the administrator. */
function layerFindings(file: PolicyFile): PolicyFinding[] {
  const refuse = (key: string, hint: string): PolicyFinding =>
    finding('layer', file.keyAt(key), `${key} has no place in a ${file.layer} policy`, { hint });
  const mayOnlyRestrict = 'a project can only add rules that deny or ask';
  const findings: PolicyFinding[] = [];
  if (file.layer === 'project') {
    if (file.defaultAction !== undefined) findings.push(refuse('default_action', mayOnlyRestrict));
    if (file.unattended) findings.push(refuse('unattended', mayOnlyRestrict));
    for (const { rule, keyAt } of file.policies.flatMap(policy => policy.rules))
      if (!restricts(rule.action))
        findings.push(
          finding('layer', keyAt('action'), `action ${rule.action} has no place in a project policy`, {
            rule: rule.name,
            hint: mayOnlyRestrict,
          }),
        );
  }
  if (file.layer !== 'system' && file.layer !== 'user' && file.disable.length > 0)
    findings.push(refuse('disable', 'rules are switched off in the system or user layer'));
  if (file.layer !== 'profile' && file.extends.length > 0)
    findings.push(
      refuse('extends', 'only profiles of the package extend each other; name one in config.yaml'),
    );
  return findings;
}

/** Counting is over a whole call; a grant and an exception are about each part of it. */
function countFindings({ rule, keyAt }: FileRule): PolicyFinding[] {
  const refuse = (part: 'when' | 'unless', why: string): PolicyFinding =>
    finding('schema', keyAt(part, 'count'), `count has no place in ${why}`, {
      rule: rule.name,
      hint: 'it belongs in the when of a rule that asks or denies, beside effect',
    });
  return [
    ...(rule.unless?.count === undefined ? [] : [refuse('unless', 'an exception')]),
    ...(rule.when.count === undefined || restricts(rule.action)
      ? []
      : [refuse('when', 'a rule that grants')]),
  ];
}

function adviceOn(file: PolicyFile): PolicyFinding[] {
  const findings: PolicyFinding[] = [];
  for (const { rule, at, examples, hasMessage } of file.policies.flatMap(policy => policy.rules)) {
    const advise = (code: 'no-message' | 'no-examples', message: string, hint: string): void => {
      findings.push(finding(code, at, message, { rule: rule.name, hint, severity: 'warning' }));
    };
    if (!restricts(rule.action)) continue;
    if (!hasMessage) advise('no-message', 'rule has no message', 'say what it stops and why');
    if (!examples.some(({ expected }) => expected === 'match'))
      advise(
        'no-examples',
        'rule has no example it matches',
        'an example is checked every time the file loads',
      );
  }
  if (file.defaultAction === 'allow')
    for (const { rule, at } of file.policies.flatMap(policy => policy.rules))
      if (rule.action === 'allow')
        findings.push(
          finding('redundant', at, 'rule allows what default_action allows already', {
            rule: rule.name,
            severity: 'info',
          }),
        );
  return findings;
}
