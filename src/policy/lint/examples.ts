import type { Action } from '../../core/decision.ts';
import { decide } from '../decide.ts';
import { type Examine, specimen } from '../examine.ts';
import type { Example, FileRule, PolicyFile } from '../file/policy-file.ts';
import { finding, type PolicyFinding, quoted } from '../finding.ts';
import { type Rule, type RuleSet, restricts } from '../rule.ts';
import { ruleSet } from '../rule-set.ts';

export interface ExampleResult {
  /** `<policy>/<id>`. */
  readonly rule: string;
  readonly example: string;
  readonly expected: Example['expected'];
  readonly got: Example['expected'];
  readonly ok: boolean;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Runs a file's examples: each against its own rule alone, so that what other rules say cannot hide a mistake in this
 * one. A restricting rule has to fire, a granting one to cover the whole call.
 */
export function runExamples(file: PolicyFile, examine: Examine): ExampleResult[] {
  return file.policies.flatMap(({ rules }) => rules.flatMap(rule => runExamplesOf(rule, examine)));
}

function runExamplesOf({ rule, examples }: FileRule, examine: Examine): ExampleResult[] {
  const set = alone(rule);
  return examples.map(example => {
    const matches = decide(set, specimen(example, examine)).verdict === rule.action;
    const got = matches ? 'match' : 'no_match';
    const { file, line, column } = example.at;
    return {
      rule: rule.name,
      example: example.text,
      expected: example.expected,
      got,
      ok: got === example.expected,
      file,
      line,
      column,
    };
  });
}

/** The rule as a set of its own, its default the opposite of what it does. Examples need not name agent and session. */
function alone(rule: Rule): RuleSet {
  const { tool } = rule.scope;
  const scope = tool === undefined ? {} : { tool };
  const defaultAction: Action = restricts(rule.action) ? 'allow' : 'deny';
  return ruleSet({ hash: 'sha256:example', defaultAction, rules: [{ ...rule, scope }] });
}

export function exampleFindings(results: readonly ExampleResult[]): PolicyFinding[] {
  return results
    .filter(({ ok }) => !ok)
    .map(({ rule, example, expected, file, line, column }) =>
      finding(
        'example',
        { file, line, column },
        expected === 'match'
          ? `rule does not fire on its example: ${quoted(example)}`
          : `rule fires on an example it is not to: ${quoted(example)}`,
        { rule, hint: `rampart check --explain ${quoted(example)} shows how it is read` },
      ),
    );
}
