export const TOOLS = ['exec', 'read', 'write', 'edit', 'fetch', 'mcp'] as const;
export type Tool = (typeof TOOLS)[number];

/** One thing an agent wants to do, as its host reported it. Every field is hostile text. */
export interface ToolCall {
  readonly tool: Tool;
  /** Shell text, for `exec`; read the way bash would. */
  readonly command?: string;
  /** An argument vector, for `exec` without a shell: no quoting is applied or undone. */
  readonly argv?: readonly string[];
  readonly path?: string;
  readonly url?: string;
  readonly content?: string;
  /** Absolute. */
  readonly cwd: string;
  readonly session: string | null;
  readonly agent: string | null;
  /** Who is behind the agent, and the upstream request: carried from the first record on, null until known. */
  readonly actor: string | null;
  readonly corr: string | null;
  /** The host's id of this call; a later outcome refers to it. */
  readonly callId: string | null;
  /**
   * The caller's environment as far as the command consults it: data for the scan, never configuration. Null: known to
   * be unset; a name that is missing: not known.
   */
  readonly env: Readonly<Record<string, string | null>>;
}
