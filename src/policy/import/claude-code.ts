import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { Tool } from '../../core/call.ts';
import type { Action } from '../../core/decision.ts';
import type { Position } from '../../core/error.ts';
import { finding, type PolicyFinding, quoted } from '../finding.ts';
import { globText } from '../match/glob-text.ts';
import { type Conditions, restricts } from '../rule.ts';
import { readJson } from './json-source.ts';
import { type Draft, type DraftRule, IMPORT } from './source-rule.ts';

const LIST = z.array(z.string()).optional();
const SETTINGS = z.looseObject({
  permissions: z.looseObject({ allow: LIST, ask: LIST, deny: LIST }),
});

/** What each of Claude Code's tools is here; a list entry without parentheses is about all it does. */
const TOOLS: Readonly<Record<string, readonly Tool[]>> = {
  Bash: ['exec'],
  Read: ['read'],
  Glob: ['read'],
  Grep: ['read'],
  Edit: ['edit', 'write'],
  Write: ['write', 'edit'],
  MultiEdit: ['edit', 'write'],
  NotebookEdit: ['edit', 'write'],
  WebFetch: ['fetch'],
};

/**
 * Converts `permissions` of Claude Code's settings.json. Its lists are ordered as rules are here: deny, then ask, then
 * allow. Patterns: code.claude.com/docs/en/permissions.
 */
export function importClaudeCode(file: string, bytes: Uint8Array): Draft {
  const { source, findings } = readJson(file, bytes);
  if (source === undefined || findings.length > 0) return { policies: [], findings };
  const parsed = SETTINGS.safeParse(source.value);
  if (!parsed.success)
    return {
      policies: [],
      findings: [finding(IMPORT, source.at(['permissions']), 'expected permissions with lists of text')],
    };
  const notes: PolicyFinding[] = [];
  const { permissions } = parsed.data;
  for (const key of Object.keys(permissions))
    if (!['allow', 'ask', 'deny'].includes(key))
      notes.push(
        finding(IMPORT, source.atKey(['permissions', key]), `${key} is left out`, {
          severity: 'warning',
          hint: 'modes and folders stay the agent’s own settings',
        }),
      );
  const root = dirname(dirname(resolve(file)));
  const rules = (['deny', 'ask', 'allow'] as const).flatMap(action =>
    (permissions[action] ?? []).flatMap((entry, index) => {
      const at = source.at(['permissions', action, index]);
      const rule = ruleOf(entry, action, at, root);
      if ('when' in rule) return [rule];
      notes.push(rule);
      return [];
    }),
  );
  const policies = rules.length === 0 ? [] : [{ name: 'claude-code', match: {}, rules }];
  return { policies, findings: notes };
}

function ruleOf(entry: string, action: Action, at: Position, root: string): DraftRule | PolicyFinding {
  const [, name = '', pattern] = /^([^()]+)(?:\((.*)\))?$/s.exec(entry) ?? [];
  const tools = TOOLS[name];
  const wide = restricts(action);
  const none = (why: string): PolicyFinding =>
    finding(IMPORT, at, `${quoted(entry)} has no equal here: ${why}`, {
      severity: wide ? 'error' : 'warning',
      hint: 'leave it in the agent’s own settings, which stay in force',
    });
  if (tools === undefined)
    return none(name.startsWith('mcp__') ? 'tools of one server cannot be told apart' : 'no such tool');
  const message = `Claude Code’s settings: ${action} ${entry}`;
  if (pattern === undefined || pattern === '' || pattern === '*')
    return { at, action, when: { tool: tools, default: true }, message };
  const when =
    name === 'Bash'
      ? { command_matches: [bashGlob(pattern, wide)] }
      : name === 'WebFetch'
        ? fetched(pattern)
        : touched(pattern, tools, wide, root);
  return when === undefined
    ? none('what it names cannot be said without granting more')
    : { at, action, when, message };
}

/** `npm run test:*` and `npm run test *` are prefixes; a star elsewhere is any text, as here. */
function bashGlob(pattern: string, wide: boolean): string {
  const prefix = /^(.*?)(?::| )\*$/s.exec(pattern)?.[1];
  const escaped = (text: string): string => text.split('*').map(globText).join('*');
  if (prefix === undefined) return escaped(pattern);
  // Older versions took the prefix without the space: a restriction covers that, a grant need not.
  return wide && pattern.endsWith(':*') ? `${escaped(prefix)}*` : `${escaped(prefix)} *`;
}

function fetched(pattern: string): Conditions | undefined {
  const host = /^domain:(.+)$/.exec(pattern)?.[1];
  if (host === undefined) return undefined;
  return { tool: ['fetch'], domain_matches: [host.toLowerCase().split('*').map(globText).join('*')] };
}

/**
 * A pattern of a path is gitignore's: `//x` is absolute, `~/x` in the home, `/x` beside the settings, a name alone
 * anywhere below the working directory. A restriction is also about commands that touch the path.
 */
function touched(
  pattern: string,
  tools: readonly Tool[],
  wide: boolean,
  root: string,
): Conditions | undefined {
  const path = placed(pattern.replace(/^\.\//, ''), wide, root);
  if (path === undefined) return undefined;
  const below = path.endsWith('/') ? `${path}**` : path;
  if (!wide) return { tool: tools, path_matches: [below] };
  const effect = tools.includes('read') ? (['read'] as const) : (['write', 'delete'] as const);
  return { path_matches: [below], effect };
}

function placed(pattern: string, wide: boolean, root: string): string | undefined {
  if (pattern.startsWith('//')) return pattern.slice(1);
  if (pattern.startsWith('~/')) return pattern;
  if (pattern.startsWith('/')) return globText(root) + pattern;
  return wide ? `**/${pattern.replace(/^\*\*\//, '')}` : undefined;
}
