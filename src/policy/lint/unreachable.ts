import { TOOLS, type Tool } from '../../core/call.ts';
import type { Action } from '../../core/decision.ts';
import { EFFECT_KINDS, type EffectKind } from '../../core/effect.ts';
import type { FilePolicy, FileRule } from '../file/policy-file.ts';
import { finding, type PolicyFinding } from '../finding.ts';
import { keysOf } from '../match/conditions.ts';
import { type Conditions, type Rule, restricts } from '../rule.ts';

const RANK: Record<Action, number> = { allow: 0, watch: 1, ask: 2, deny: 3 };

/**
 * Rules that can never make a decision:
 * - another rule of the policy has the same `when`, no `unless`, and an action at least as strong;
 * - a stronger rule of the policy restricts everything (`default: true` alone, no `unless`);
 * - no tool that the policy's `match` and the rule's `tool` leave can have what the other keys ask for;
 * - it grants where nothing is ever granted (`coverage: opaque`).
 */
export function unreachableRules(policy: FilePolicy): PolicyFinding[] {
  const findings: PolicyFinding[] = [];
  const report = ({ rule, at }: FileRule, message: string, hint: string): void => {
    findings.push(finding('unreachable', at, `rule can never decide: ${message}`, { rule: rule.name, hint }));
  };
  const absolute = policy.rules.filter(({ rule }) => restrictsEverything(rule));
  for (const one of policy.rules) {
    const reason = contradiction(one.rule);
    if (reason !== undefined) report(one, reason, 'change the condition or the policy’s match');
    const over = absolute.find(({ rule }) => RANK[rule.action] > RANK[one.rule.action]);
    if (over !== undefined)
      report(one, `${over.rule.name} restricts everything`, `line ${over.at.line} has default: true`);
  }
  for (const same of groups(policy.rules)) {
    const strongest = same
      .filter(({ rule }) => rule.unless === undefined)
      .reduce<FileRule | undefined>(
        (best, one) => (best === undefined || RANK[one.rule.action] > RANK[best.rule.action] ? one : best),
        undefined,
      );
    if (strongest === undefined) continue;
    for (const one of same)
      if (one !== strongest && RANK[one.rule.action] <= RANK[strongest.rule.action])
        report(one, `${strongest.rule.name} has the same condition`, `see line ${strongest.at.line}`);
  }
  return findings;
}

function restrictsEverything(rule: Rule): boolean {
  return (
    restricts(rule.action) &&
    rule.unless === undefined &&
    rule.when.default === true &&
    keysOf(rule.when).length === 1
  );
}

/** Rules with the same `when`, whatever the order of its keys and values. */
function groups(rules: readonly FileRule[]): FileRule[][] {
  const byWhen = new Map<string, FileRule[]>();
  for (const one of rules) {
    const key = canonical(one.rule.when);
    const same = byWhen.get(key);
    if (same === undefined) byWhen.set(key, [one]);
    else same.push(one);
  }
  return [...byWhen.values()].filter(same => same.length > 1);
}

function canonical(when: Conditions): string {
  const rows = Object.entries(when).map(([key, value]) => [
    key,
    Array.isArray(value) ? [...value].sort() : value,
  ]);
  return JSON.stringify(rows.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}

function contradiction(rule: Rule): string | undefined {
  if (rule.unless?.default === true && keysOf(rule.unless).length === 1)
    return 'its unless holds of everything';
  if (!restricts(rule.action) && rule.when.coverage?.every(one => one === 'opaque'))
    return 'what cannot be read is never granted';
  const tools = TOOLS.filter(
    tool => (rule.scope.tool?.includes(tool) ?? true) && (rule.when.tool?.includes(tool) ?? true),
  );
  if (tools.length === 0) return 'its policy matches other tools';
  const failing = tools.map(tool => impossibleKey(rule.when, tool));
  const [first] = failing;
  return failing.includes(undefined) || first === undefined
    ? undefined
    : `${first} asks for what ${tools.join(', ')} never has`;
}

const EXEC_KEYS: readonly (keyof Conditions)[] = [
  'command_matches',
  'command_not_matches',
  'command_contains',
  'program',
  'args',
  'env',
];

const EFFECTS: Readonly<Record<Tool, readonly EffectKind[]>> = {
  exec: EFFECT_KINDS,
  read: ['read', 'credential-access'],
  write: ['write', 'persist', 'configure'],
  edit: ['write', 'persist', 'configure'],
  fetch: ['download'],
  mcp: ['read', 'write', 'delete', 'download', 'credential-access', 'persist', 'configure'],
};

/** A key that no call of this tool can satisfy. */
function impossibleKey(when: Conditions, tool: Tool): keyof Conditions | undefined {
  if (tool === 'exec') return undefined;
  return keysOf(when).find(key => {
    if (EXEC_KEYS.includes(key)) return true;
    switch (key) {
      case 'path_matches':
      case 'path_not_matches':
        return tool === 'fetch';
      case 'url_matches':
      case 'domain_matches':
        return tool !== 'fetch' && tool !== 'mcp';
      case 'flag':
      case 'flow':
        return true;
      case 'from_network':
        return when.from_network === true;
      case 'resource':
      case 'deed':
      case 'sql':
        return tool !== 'mcp';
      case 'path':
        return tool === 'fetch';
      case 'host':
        return tool !== 'fetch' && tool !== 'mcp';
      case 'recursive':
        return when.recursive === true;
      case 'unknown':
        return when.unknown !== undefined && when.unknown !== false;
      case 'decoded':
        return when.decoded !== false;
      case 'coverage':
        return when.coverage?.includes('full') === false;
      case 'effect':
        return when.effect?.some(kind => EFFECTS[tool].includes(kind)) === false;
      default:
        return false;
    }
  });
}
