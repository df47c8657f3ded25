import { resolve } from 'node:path';
import type { Tool, ToolCall } from '../core/call.ts';
import { UsageError } from './usage-error.ts';

/** What can be asked about, as flags or as a line of a batch say it. */
export interface Question {
  readonly command?: string | undefined;
  readonly tool?: Tool | undefined;
  readonly path?: string | undefined;
  readonly url?: string | undefined;
  readonly cwd?: string | undefined;
  readonly session?: string | undefined;
  readonly agent?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** The text each tool is about. */
const ABOUT: Readonly<Record<Tool, 'command' | 'path' | 'url' | undefined>> = {
  exec: 'command',
  read: 'path',
  write: 'path',
  edit: 'path',
  fetch: 'url',
  mcp: undefined,
};

/**
 * @param cwd where it happens if the question does not say
 * @throws UsageError when what the tool is about is missing
 */
export function callOf({ tool = 'exec', ...question }: Question, cwd: string): ToolCall {
  const about = ABOUT[tool];
  if (about !== undefined && question[about] === undefined)
    throw new UsageError(`${about} is missing`, `tool ${tool} is asked about with ${about}`);
  return {
    tool,
    ...(question.command === undefined ? {} : { command: question.command }),
    ...(question.path === undefined ? {} : { path: question.path }),
    ...(question.url === undefined ? {} : { url: question.url }),
    cwd: resolve(cwd, question.cwd ?? ''),
    session: question.session ?? null,
    agent: question.agent ?? null,
    actor: null,
    corr: null,
    callId: null,
    env: question.env ?? {},
  };
}
