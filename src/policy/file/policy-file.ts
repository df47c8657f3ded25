import type { Tool } from '../../core/call.ts';
import type { Action } from '../../core/decision.ts';
import type { Position } from '../../core/error.ts';
import { LIMITS } from '../../core/limits.ts';
import { finding, type PolicyFinding } from '../finding.ts';
import type { Layer, Rule, Scope } from '../rule.ts';
import { BUILTIN_POLICY } from '../self-protection.ts';
import { type ExampleShape, POLICY_FILE, type PolicyFileShape, type RuleShape } from './schema.ts';
import { schemaFindings } from './schema-findings.ts';
import type { PolicySource } from './sources.ts';
import { type Path, readYaml, type YamlSource } from './yaml-source.ts';

/** A call that a rule's author says it fires on, or does not. */
export interface Example {
  readonly expected: 'match' | 'no_match';
  readonly text: string;
  readonly tool: Tool;
  readonly cwd?: string | undefined;
  readonly agent?: string | undefined;
  readonly session?: string | undefined;
  readonly at: Position;
}

/** A rule as its file has it. */
export interface FileRule {
  readonly rule: Rule;
  readonly at: Position;
  /** Where a key of it stands. */
  readonly keyAt: (...keys: (string | number)[]) => Position;
  readonly examples: readonly Example[];
  readonly hasMessage: boolean;
}

export interface FilePolicy {
  readonly name: string;
  readonly at: Position;
  readonly rules: readonly FileRule[];
}

export interface PolicyFile {
  readonly file: string;
  readonly layer: Layer;
  readonly defaultAction: Action | undefined;
  readonly unattended: boolean;
  readonly extends: readonly string[];
  readonly disable: readonly { readonly rule: string; readonly at: Position }[];
  readonly policies: readonly FilePolicy[];
  readonly keyAt: (...keys: (string | number)[]) => Position;
}

export interface ReadPolicy {
  /** Absent where the file cannot be understood at all. */
  readonly policy?: PolicyFile;
  readonly findings: readonly PolicyFinding[];
}

/** Reads a policy file into rules; every mistake in its syntax and shape is a finding with its place. */
export function readPolicyFile({ path, layer, bytes }: PolicySource): ReadPolicy {
  const maxBytes = layer === 'project' ? LIMITS.projectPolicyBytes : LIMITS.policyBytes;
  const { source, findings } = readYaml(path, bytes, maxBytes);
  if (source === undefined || findings.length > 0) return { findings };
  const parsed = POLICY_FILE.safeParse(source.value);
  if (!parsed.success)
    return { findings: schemaFindings(parsed.error, source, 'policy').slice(0, LIMITS.policyFindings) };
  const policy = policyFile(parsed.data, source, layer);
  return { policy, findings: nameFindings(policy) };
}

function policyFile(shape: PolicyFileShape, source: YamlSource, layer: Layer): PolicyFile {
  return {
    file: source.file,
    layer,
    defaultAction: shape.default_action,
    unattended: shape.unattended ?? false,
    extends: shape.extends ?? [],
    disable: (shape.disable ?? []).map((rule, index) => ({ rule, at: source.at(['disable', index]) })),
    policies: (shape.policies ?? []).map((policy, index) => ({
      name: policy.name,
      at: source.at(['policies', index, 'name']),
      rules: policy.rules.map((rule, place) =>
        fileRule(rule, policy.name, scopeOf(policy.match), source, layer, [
          'policies',
          index,
          'rules',
          place,
        ]),
      ),
    })),
    keyAt: (...keys) => source.atKey(keys),
  };
}

function scopeOf(match: Scope | undefined): Scope {
  return match ?? {};
}

function fileRule(
  shape: RuleShape,
  policy: string,
  scope: Scope,
  source: YamlSource,
  layer: Layer,
  path: Path,
): FileRule {
  const at = source.at(path);
  const name = `${policy}/${shape.id ?? Number(path.at(-1)) + 1}`;
  const examples = (['match', 'no_match'] as const).flatMap(expected =>
    (shape.examples?.[expected] ?? []).map((example, index) =>
      exampleOf(example, expected, source.at([...path, 'examples', expected, index])),
    ),
  );
  return {
    rule: {
      name,
      action: shape.action,
      message: shape.message ?? `rule ${name} says so`,
      ...(shape.suggest === undefined ? {} : { suggest: shape.suggest }),
      builtin: false,
      layer,
      file: source.file,
      line: at.line,
      scope,
      when: shape.when,
      ...(shape.unless === undefined ? {} : { unless: shape.unless }),
    },
    at,
    keyAt: (...keys) => source.at([...path, ...keys]),
    examples,
    hasMessage: shape.message !== undefined,
  };
}

function exampleOf(shape: ExampleShape, expected: Example['expected'], at: Position): Example {
  if (typeof shape === 'string') return { expected, text: shape, tool: 'exec', at };
  const { command, path, url, cwd, agent, session } = shape;
  const tool = shape.tool ?? (path !== undefined ? 'read' : url !== undefined ? 'fetch' : 'exec');
  return { expected, text: command ?? path ?? url ?? '', tool, cwd, agent, session, at };
}

function nameFindings(file: PolicyFile): PolicyFinding[] {
  const findings: PolicyFinding[] = [];
  const policies = new Map<string, Position>();
  for (const { name, at, rules } of file.policies) {
    if (name === BUILTIN_POLICY)
      findings.push(finding('reserved-name', at, `policy name is taken by built-in rules: ${name}`));
    const earlier = policies.get(name);
    if (earlier !== undefined)
      findings.push(
        finding('duplicate-policy', at, `policy name given twice: ${name}`, { hint: seenAt(earlier) }),
      );
    policies.set(name, at);
    const ids = new Map<string, Position>();
    for (const { rule, at: place, keyAt } of rules) {
      const known = ids.get(rule.name);
      if (known !== undefined)
        findings.push(
          finding('duplicate-id', keyAt('id'), `rule id given twice: ${rule.name}`, {
            rule: rule.name,
            hint: seenAt(known),
          }),
        );
      ids.set(rule.name, place);
    }
  }
  return findings;
}

function seenAt({ line }: Position): string {
  return `first given in line ${line}`;
}
