import { z } from 'zod';
import { TOOLS, type Tool } from '../../core/call.ts';
import type { Action } from '../../core/decision.ts';
import type { Position } from '../../core/error.ts';
import { LIMITS } from '../../core/limits.ts';
import { type Path, readYaml, type YamlSource } from '../file/yaml-source.ts';
import { finding, type PolicyFinding, quoted } from '../finding.ts';
import { restricts, type Scope } from '../rule.ts';
import { withoutOrder } from './first-match.ts';
import { policyName } from './policy-name.ts';
import { referenceGlob } from './reference-glob.ts';
import { type Draft, type DraftPolicy, type GlobKey, IMPORT, type SourceRule } from './source-rule.ts';

const texts = z.preprocess(value => (Array.isArray(value) ? value : [value]), z.array(z.string()));
const RULE = z.looseObject({ action: z.string(), when: z.looseObject({}), message: z.string().optional() });
const POLICY = z.looseObject({
  name: z.string(),
  description: z.string().optional(),
  enabled: z.boolean().optional(),
  match: z
    .looseObject({ tool: texts.optional(), agent: texts.optional(), session: texts.optional() })
    .optional(),
  rules: z.array(RULE),
});
const FILE = z.looseObject({
  version: z.literal('1'),
  default_action: z.string().optional(),
  policies: z.array(POLICY).optional(),
});

const ACTIONS: Readonly<Record<string, Action>> = {
  allow: 'allow',
  watch: 'watch',
  log: 'watch',
  ask: 'ask',
  require_approval: 'ask',
  deny: 'deny',
};

const KEYS: readonly GlobKey[] = [
  'command_matches',
  'command_not_matches',
  'command_contains',
  'path_matches',
  'path_not_matches',
  'url_matches',
  'domain_matches',
  'session_matches',
];
const TOOL_NAMES: Readonly<Record<string, readonly Tool[]>> = {
  ...Object.fromEntries(TOOLS.map(tool => [tool, [tool]])),
  web_fetch: ['fetch'],
  'fs.read': ['read'],
  'fs.write': ['write', 'edit'],
  'fs.*': ['read', 'write', 'edit'],
};

/**
 * Converts a policy file of peg/rampart (`version: "1"`): within a policy its first matching rule decides, its globs
 * have their own dialect, and some of its actions and conditions have other names or no equal here.
 */
export function importReference(file: string, bytes: Uint8Array): Draft {
  const { source, findings } = readYaml(file, bytes, LIMITS.policyBytes);
  if (source === undefined || findings.length > 0) return { policies: [], findings };
  const parsed = FILE.safeParse(source.value);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) =>
      finding(IMPORT, source.at(path.filter(step => typeof step !== 'symbol')), plain(message)),
    );
    return { policies: [], findings: wrong };
  }
  const shape = parsed.data;
  const notes: PolicyFinding[] = Object.keys(shape)
    .filter(key => !['version', 'default_action', 'policies'].includes(key))
    .map(key => left(source, [key], key));
  const policies = (shape.policies ?? []).flatMap((policy, index) =>
    convert(policy, ['policies', index], source, notes),
  );
  const defaultAction = ACTIONS[shape.default_action ?? 'deny'];
  if (defaultAction === undefined)
    notes.push(finding(IMPORT, source.at(['default_action']), `no such action: ${shape.default_action}`));
  return { defaultAction, policies, findings: notes };
}

function convert(
  policy: z.infer<typeof POLICY>,
  path: Path,
  source: YamlSource,
  notes: PolicyFinding[],
): DraftPolicy[] {
  if (policy.enabled === false) {
    notes.push(
      finding(IMPORT, source.at([...path, 'enabled']), 'policy is switched off', { severity: 'info' }),
    );
    return [];
  }
  for (const key of Object.keys(policy))
    if (!['name', 'description', 'enabled', 'match', 'rules'].includes(key))
      notes.push(left(source, [...path, key], key));
  const match = scopeOf(policy.match, source.at([...path, 'match']), notes);
  if (match === undefined) return [];
  const rules = policy.rules.flatMap((rule, index) =>
    sourceRules(rule, [...path, 'rules', index], match.tool, source, notes),
  );
  const { rules: drafts, findings } = withoutOrder(rules, referenceGlob);
  notes.push(...findings);
  const name = policyName(policy.name);
  return drafts.length === 0 ? [] : [{ name, description: policy.description, match, rules: drafts }];
}

function scopeOf(
  match: z.infer<typeof POLICY>['match'],
  at: Position,
  notes: PolicyFinding[],
): Scope | undefined {
  if (match === undefined) return {};
  const tools = match.tool?.flatMap(name => (name === '*' ? TOOLS : (TOOL_NAMES[name] ?? [])));
  const unknown = match.tool?.filter(name => name !== '*' && TOOL_NAMES[name] === undefined) ?? [];
  if (unknown.length > 0)
    notes.push(
      finding(IMPORT, at, `tools without an equal here: ${unknown.map(quoted).join(', ')}`, {
        severity: 'warning',
        hint: 'what a host’s other tools do is judged by what they touch',
      }),
    );
  if (tools?.length === 0) return undefined;
  const given = (globs: readonly string[] | undefined) => globs?.filter(glob => glob !== '*');
  const [agent, session] = [given(match.agent), given(match.session)];
  return {
    ...(tools === undefined || tools.length === TOOLS.length ? {} : { tool: [...new Set(tools)] }),
    ...(agent === undefined || agent.length === 0 ? {} : { agent }),
    ...(session === undefined || session.length === 0 ? {} : { session }),
  };
}

/** One rule, or two: there `command_matches` and `command_contains` are alternatives, here keys must all hold. */
function sourceRules(
  rule: z.infer<typeof RULE>,
  path: Path,
  tools: readonly Tool[] | undefined,
  source: YamlSource,
  notes: PolicyFinding[],
): SourceRule[] {
  const at = source.at(path);
  const action = ACTIONS[rule.action];
  if (action === undefined) {
    notes.push(
      finding(IMPORT, source.at([...path, 'action']), `action ${quoted(rule.action)} has no equal here`, {
        hint: 'decide between ask and deny by hand',
      }),
    );
    return [];
  }
  for (const key of Object.keys(rule))
    if (!['action', 'when', 'message'].includes(key)) notes.push(left(source, [...path, key], key));
  const foreign = Object.keys(rule.when).filter(key => key !== 'default' && !KEYS.includes(key as GlobKey));
  for (const key of foreign)
    notes.push(
      finding(IMPORT, source.atKey([...path, 'when', key]), `condition ${key} has no equal here`, {
        // Without one of its conditions a rule is about more: no grant may be, and a restriction is not guessed at.
        severity: restricts(action) ? 'error' : 'warning',
        hint: 'the rule is left out; write it by hand',
      }),
    );
  if (foreign.length > 0) return [];
  if (rule.when.default === true) return [{ at, action, tools, conditions: {}, message: rule.message }];
  const conditions = Object.fromEntries(
    KEYS.filter(key => rule.when[key] !== undefined).map(key => {
      const value = texts.safeParse(rule.when[key]);
      const globs = value.success ? value.data : [];
      return [key, globs.map((text, index) => ({ text, at: source.at([...path, 'when', key, index]) }))];
    }),
  ) as SourceRule['conditions'];
  if (Object.keys(conditions).length === 0) {
    notes.push(finding(IMPORT, at, 'rule asks for nothing and never matched', { severity: 'info' }));
    return [];
  }
  const { command_contains, command_matches, ...rest } = conditions;
  const one = { at, action, tools, message: rule.message };
  if (command_contains === undefined || command_matches === undefined) return [{ ...one, conditions }];
  return [
    { ...one, conditions: { command_matches, ...rest } },
    { ...one, conditions: { command_contains, ...rest } },
  ];
}

function left(source: YamlSource, path: Path, key: string): PolicyFinding {
  return finding(IMPORT, source.atKey(path), `${key} is left out`, {
    severity: key === 'priority' ? 'info' : 'warning',
    hint:
      key === 'priority'
        ? 'here the strongest action decides, whatever the order'
        : 'it is no part of a policy here',
  });
}

function plain(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, '');
}
