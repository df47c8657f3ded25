import { z } from 'zod';
import type { Tool } from '../../core/call.ts';
import type { Position } from '../../core/error.ts';
import type { YamlSource } from '../file/yaml-source.ts';
import { finding, type PolicyFinding } from '../finding.ts';
import { restricts } from '../rule.ts';
import { withoutOrder } from './first-match.ts';
import { readJson } from './json-source.ts';
import {
  type Direction,
  type Draft,
  type DraftPolicy,
  type GlobKey,
  IMPORT,
  type SourceRule,
} from './source-rule.ts';

const ACTION = z.enum(['allow', 'ask', 'deny']);
const SETTINGS = z.looseObject({
  permission: z.union([ACTION, z.record(z.string(), z.union([ACTION, z.record(z.string(), ACTION)]))]),
});

const TOOLS: Readonly<Record<string, { readonly tools: readonly Tool[]; readonly key: GlobKey }>> = {
  bash: { tools: ['exec'], key: 'command_matches' },
  read: { tools: ['read'], key: 'path_matches' },
  glob: { tools: ['read'], key: 'path_matches' },
  grep: { tools: ['read'], key: 'path_matches' },
  list: { tools: ['read'], key: 'path_matches' },
  edit: { tools: ['edit', 'write'], key: 'path_matches' },
  write: { tools: ['edit', 'write'], key: 'path_matches' },
  webfetch: { tools: ['fetch'], key: 'url_matches' },
};

/** Converts `permission` of opencode.json. Of a tool's patterns the last that matches decides (opencode.ai/docs/permissions). */
export function importOpenCode(file: string, bytes: Uint8Array): Draft {
  const { source, findings } = readJson(file, bytes);
  if (source === undefined || findings.length > 0) return { policies: [], findings };
  const parsed = SETTINGS.safeParse(source.value);
  if (!parsed.success) {
    const expected = 'expected permission to be allow, ask, deny, or these by tool and pattern';
    return { policies: [], findings: [finding(IMPORT, source.at(['permission']), expected)] };
  }
  const { permission } = parsed.data;
  if (typeof permission === 'string') return { defaultAction: permission, policies: [], findings: [] };
  const notes: PolicyFinding[] = [];
  const policies = Object.entries(permission).flatMap(([tool, value]): DraftPolicy[] => {
    const known = TOOLS[tool];
    if (tool === '*') return [];
    if (known === undefined) {
      notes.push(unknownTool(tool, value, source.atKey(['permission', tool])));
      return [];
    }
    const rules = rulesOf(tool, value, known, source);
    // The last that matches decides: read backwards, it is the first.
    const { rules: drafts, findings: said } = withoutOrder(rules.reverse(), openGlob);
    notes.push(...said);
    return drafts.length === 0
      ? []
      : [{ name: `opencode-${tool}`, match: { tool: known.tools }, rules: drafts }];
  });
  const all = permission['*'];
  return { defaultAction: typeof all === 'string' ? all : undefined, policies, findings: notes };
}

function rulesOf(
  tool: string,
  value: string | Readonly<Record<string, z.infer<typeof ACTION>>>,
  { tools, key }: { readonly tools: readonly Tool[]; readonly key: GlobKey },
  source: YamlSource,
): SourceRule[] {
  if (typeof value === 'string') {
    const at = source.at(['permission', tool]);
    return [{ at, action: ACTION.parse(value), tools, conditions: {}, message: saying(tool, '*', value) }];
  }
  return Object.entries(value).map(([pattern, action]) => {
    const at = source.atKey(['permission', tool, pattern]);
    const conditions = pattern === '*' ? {} : { [key]: [{ text: pattern, at }] };
    return { at, action, tools, conditions, message: saying(tool, pattern, action) };
  });
}

function saying(tool: string, pattern: string, action: string): string {
  return `OpenCode’s settings: ${action} ${tool} ${pattern}`;
}

function unknownTool(tool: string, value: unknown, at: Position): PolicyFinding {
  const actions = typeof value === 'string' ? [value] : Object.values(value as Record<string, string>);
  const restricting = actions.some(action => restricts(ACTION.parse(action)));
  return finding(IMPORT, at, `permission ${tool} has no equal here`, {
    severity: restricting ? 'error' : 'warning',
    hint: 'leave it in the agent’s own settings, which stay in force',
  });
}

/** A star is any text, slashes too, and a question mark one character; everything else is plain. */
function openGlob(key: GlobKey, glob: string, direction: Direction): string | undefined {
  const home = glob.replace(/^\$HOME(?=\/|$)/, '~');
  const plain = home.replace(/[[\]{}\\]/g, '\\$&');
  if (key !== 'path_matches')
    return direction === 'narrow' && plain.endsWith(' *') ? plain.replace(/\*$/, '?*') : plain;
  const crossing = plain.replace(/\*+/g, '**');
  if (/^(?:\/|~\/|~$|\*)/.test(crossing)) return crossing;
  return direction === 'wide' ? `**/${crossing}` : undefined;
}
