import type { ToolCall } from '../core/call.ts';
import { isObject } from '../core/json.ts';
import type { Payload } from './adapter.ts';
import { member, textMember } from './member.ts';
import { argumentsAbout } from './tool-arguments.ts';

/** What a tool call comes to, or undefined where the arguments are not those of the tool. */
type Reading = Pick<
  ToolCall,
  'tool' | 'name' | 'command' | 'argv' | 'path' | 'url' | 'paths' | 'urls' | 'content' | 'unlisted'
>;
type Reader = (input: Payload) => Reading | undefined;

const text =
  (name: string, make: (value: string, input: Payload) => Reading): Reader =>
  input => {
    const value = textMember(input, name);
    return value === undefined ? undefined : make(value, input);
  };

const shell = text('command', command => ({ tool: 'exec', command }));
const reads = (name: string): Reader => text(name, path => ({ tool: 'read', path }));
const edits = (name: string, written: (input: Payload) => string): Reader =>
  text(name, (path, input) => ({ tool: 'edit', path, content: written(input) }));

/**
 * Claude Code's own tools that do something (2.1.329, and names of earlier versions). A Map: a tool may be called
 * `constructor`.
 */
const TOOLS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['Bash', shell],
  ['Monitor', shell],
  // Read by PowerShell, not by bash: what of it is no program and its words is not known.
  [
    'PowerShell',
    text('command', command => ({ tool: 'exec', argv: ['pwsh', '-NoProfile', '-Command', command] })),
  ],
  ['REPL', text('code', code => ({ tool: 'exec', argv: ['node', '-e', code] }))],
  ['Read', reads('file_path')],
  ['NotebookRead', reads('notebook_path')],
  ['Grep', input => ({ tool: 'read', path: textMember(input, 'path') ?? '.' })],
  [
    'Write',
    text('file_path', (path, input) => ({
      tool: 'write',
      path,
      content: textMember(input, 'content') ?? '',
    })),
  ],
  ['Edit', edits('file_path', input => textMember(input, 'new_string') ?? '')],
  ['MultiEdit', edits('file_path', input => newStrings(member(input, 'edits')))],
  ['NotebookEdit', edits('notebook_path', input => textMember(input, 'new_source') ?? '')],
  ['WebFetch', text('url', url => ({ tool: 'fetch', url }))],
]);

/** Tools that change nothing outside Claude Code itself, or whose every step is reported as a call of its own. */
const HARMLESS: ReadonlySet<string> = new Set([
  'Agent',
  'AskUserQuestion',
  'BashOutput',
  'Brief',
  'CronCreate',
  'CronDelete',
  'CronList',
  'DeferredToolPlaceholder',
  'EnterPlanMode',
  'ExitPlanMode',
  'Glob',
  'KillShell',
  'LS',
  'LSP',
  'ListAgents',
  'ListMcpResourcesTool',
  'ReportFindings',
  'ScheduleWakeup',
  'SendMessage',
  'Skill',
  'SlashCommand',
  'StructuredOutput',
  'Task',
  'TaskCreate',
  'TaskGet',
  'TaskList',
  'TaskOutput',
  'TaskStop',
  'TaskUpdate',
  'TeamCreate',
  'TeamDelete',
  'TodoRead',
  'TodoWrite',
  'ToolSearch',
  'WebSearch',
]);

/** What a tool of Claude Code is about to do; `harmless` for nothing at all. */
export function readClaudeTool(name: string, input: unknown): Reading | 'harmless' {
  if (HARMLESS.has(name)) return 'harmless';
  const args = isObject(input) ? input : undefined;
  const known = args && TOOLS.get(name)?.(args);
  if (known !== undefined) return known;
  if (args !== undefined && (name.startsWith('mcp__') || name === 'ReadMcpResourceTool'))
    return { tool: 'mcp', name, ...argumentsAbout(args) };
  // Also a tool that is listed and whose arguments are not what they were: nobody knows what it does now.
  return {
    tool: 'mcp',
    name,
    ...(args === undefined ? { content: JSON.stringify(input ?? null) } : argumentsAbout(args)),
    unlisted: 'host-asks',
  };
}

function newStrings(edits: unknown): string {
  if (!Array.isArray(edits)) return '';
  return edits.flatMap(one => (isObject(one) ? (textMember(one, 'new_string') ?? []) : [])).join('\n');
}
