import type { Tool, ToolCall } from '../core/call.ts';
import type { Summary } from '../core/effect.ts';
import type { Scan } from '../core/scan.ts';
import type { Judged } from './judged.ts';

/** What other rooms make of a call before rules see it: handed in, so that examples are read as calls are. */
export type Examine = (call: ToolCall, home: string) => Summary & { readonly scan: Scan };

/** Where examples and suggestions happen, and `check --batch` by default. */
const EXAMPLE_CWD = '/workspace';
export const EXAMPLE_HOME = '/home/user';

export interface Specimen {
  readonly text: string;
  readonly tool: Tool;
  readonly cwd?: string | undefined;
  readonly agent?: string | undefined;
  readonly session?: string | undefined;
}

/** A text from a policy file as the call it describes, ready for deciding. */
export function specimen({ text, tool, cwd, agent, session }: Specimen, examine: Examine): Judged {
  const call: ToolCall = {
    tool,
    ...textFor(tool, text),
    cwd: cwd ?? EXAMPLE_CWD,
    session: session ?? null,
    agent: agent ?? null,
    actor: null,
    corr: null,
    callId: null,
    env: { HOME: EXAMPLE_HOME },
  };
  return { call, ...examine(call, EXAMPLE_HOME), home: EXAMPLE_HOME };
}

function textFor(tool: Tool, text: string): Partial<ToolCall> {
  switch (tool) {
    case 'exec':
      return { command: text };
    case 'fetch':
      return { url: text };
    case 'read':
    case 'write':
    case 'edit':
    case 'mcp':
      return { path: text };
  }
}
