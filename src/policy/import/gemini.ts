import { TOOLS, type Tool } from '../../core/call.ts';
import type { Action } from '../../core/decision.ts';
import { finding, type PolicyFinding, quoted } from '../finding.ts';
import { globText } from '../match/glob-text.ts';
import { restricts } from '../rule.ts';
import { withoutOrder } from './first-match.ts';
import { type Dialect, type Draft, type DraftPolicy, IMPORT, type SourceRule } from './source-rule.ts';
import { readToml, type TomlTable, type TomlValue } from './toml.ts';

const DECISIONS: Readonly<Record<string, Action>> = { allow: 'allow', ask_user: 'ask', deny: 'deny' };

const TOOL_NAMES: Readonly<Record<string, readonly Tool[]>> = {
  '*': TOOLS,
  run_shell_command: ['exec'],
  read_file: ['read'],
  read_many_files: ['read'],
  list_directory: ['read'],
  glob: ['read'],
  search_file_content: ['read'],
  grep_search: ['read'],
  write_file: ['write'],
  replace: ['edit'],
  web_fetch: ['fetch'],
  'mcp_*': ['mcp'],
};

const KNOWN = [
  'toolName',
  'commandPrefix',
  'commandRegex',
  'decision',
  'priority',
  'denyMessage',
  'allowRedirection',
];

/**
 * Converts a policy file of Gemini CLI (`[[rule]]` in TOML): the matching rule with the highest priority decides
 * (google-gemini/gemini-cli, docs/reference/policy-engine.md). Patterns are regular expressions there; those that are a
 * list of texts with `.*` between become globs, others are refused.
 */
export function importGemini(file: string, bytes: Uint8Array): Draft {
  const { tables, wrong } = readToml(file, new TextDecoder('utf-8').decode(bytes));
  const findings: PolicyFinding[] = wrong.map(at => finding(IMPORT, at, 'line cannot be read as TOML'));
  const rules = tables
    .filter(({ name }) => name === 'rule')
    .map(table => ({ table, priority: Number(table.values.priority ?? 0) }))
    .sort((a, b) => b.priority - a.priority)
    .flatMap(({ table }) => ruleOf(table, findings));
  const { rules: drafts, findings: said } = withoutOrder(rules, geminiGlob);
  const policies = drafts.length === 0 ? [] : scoped(drafts, rules);
  return { policies, findings: [...findings, ...said] };
}

/** Rules of the same tools in one policy: a policy's `match` says which they are about. */
function scoped(drafts: DraftPolicy['rules'], rules: readonly SourceRule[]): DraftPolicy[] {
  const toolsAt = new Map(rules.map(({ at, tools }) => [at, tools]));
  const groups = new Map<string, DraftPolicy['rules'][number][]>();
  for (const draft of drafts) {
    const key = (toolsAt.get(draft.at) ?? TOOLS).join(',');
    groups.set(key, [...(groups.get(key) ?? []), draft]);
  }
  return [...groups].map(([key, group]) => {
    const tool = key.split(',') as Tool[];
    const all = tool.length === TOOLS.length;
    return { name: all ? 'gemini' : `gemini-${tool.join('-')}`, match: all ? {} : { tool }, rules: group };
  });
}

function ruleOf({ at, values, places }: TomlTable, findings: PolicyFinding[]): SourceRule[] {
  const decision = String(values.decision);
  const action = DECISIONS[decision];
  if (action === undefined) {
    findings.push(
      finding(
        IMPORT,
        places.decision ?? at,
        `decision is none of allow, ask_user, deny: ${quoted(decision)}`,
      ),
    );
    return [];
  }
  const foreign = Object.keys(values).filter(key => !KNOWN.includes(key));
  for (const key of foreign)
    findings.push(
      finding(IMPORT, places[key] ?? at, `${key} has no equal here`, {
        severity: restricts(action) ? 'error' : 'warning',
        hint: 'the rule is left out; write it by hand',
      }),
    );
  if (foreign.length > 0) return [];
  const prefixes = textsOf(values.commandPrefix);
  const regex = textsOf(values.commandRegex);
  const names = prefixes.length + regex.length > 0 ? ['run_shell_command'] : textsOf(values.toolName);
  const unknown = names.filter(name => TOOL_NAMES[name] === undefined);
  for (const name of unknown)
    findings.push(
      finding(IMPORT, places.toolName ?? at, `tool ${quoted(name)} has no equal here`, {
        severity: restricts(action) ? 'error' : 'warning',
        hint: 'leave it in the agent’s own policy, which stays in force',
      }),
    );
  const tools = [...new Set(names.flatMap(name => TOOL_NAMES[name] ?? []))];
  if (tools.length === 0) return [];
  const place = places.commandPrefix ?? places.commandRegex ?? at;
  const globs = [...prefixes.map(text => `prefix:${text}`), ...regex.map(text => `regex:${text}`)];
  const conditions = globs.length === 0 ? {} : { command_matches: globs.map(text => ({ text, at: place })) };
  const message =
    typeof values.denyMessage === 'string' ? values.denyMessage : `Gemini CLI’s policy: ${decision}`;
  return [{ at, action, tools, conditions, message }];
}

const geminiGlob: Dialect = (_, pattern, direction) => {
  if (pattern.startsWith('prefix:')) {
    const prefix = globText(pattern.slice('prefix:'.length).trimEnd());
    // The command begins with the text, which may be the beginning of a longer word.
    return direction === 'wide' ? `${prefix}*` : `${prefix} *`;
  }
  return regexGlob(pattern.slice('regex:'.length), direction === 'wide');
};

/** A regular expression made of plain text, `.*` and groups of plain alternatives, which matches from the start. */
function regexGlob(regex: string, wide: boolean): string | undefined {
  const parts = /^\^?((?:[\w \-/:=@,]|\\[.\-/*+?()[\]{}|$^]|\.\*|\((?:\?:)?[\w \-/|]+\))*)(\$?)$/.exec(regex);
  const body = parts?.[1];
  if (body === undefined) return undefined;
  const glob = body.replace(
    /\\(.)|\.\*|\((?:\?:)?([^)]*)\)|[{}[\]?*]/g,
    (token, escaped: string | undefined, group: string | undefined) => {
      if (escaped !== undefined) return globText(escaped);
      if (token === '.*') return '*';
      return group === undefined ? `\\${token}` : `{${group.split('|').join(',')}}`;
    },
  );
  if (parts?.[2] === '$' || glob.endsWith('*')) return glob;
  return wide ? `${glob}*` : `${glob} *`;
}

function textsOf(value: TomlValue | undefined): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).filter(one => typeof one === 'string');
}
