export const TOOLS = ['exec', 'read', 'write', 'edit', 'fetch', 'mcp'] as const;
export type Tool = (typeof TOOLS)[number];

/** One thing an agent wants to do, as its host reported it. Every field is hostile text. */
export interface ToolCall {
  readonly tool: Tool;
  /** What the host calls the tool, where `tool` is `mcp`: `mcp__github__create_issue`. */
  readonly name?: string;
  /** Shell text, for `exec`; read the way bash would. */
  readonly command?: string;
  /** An argument vector, for `exec` without a shell: no quoting is applied or undone. */
  readonly argv?: readonly string[];
  readonly path?: string;
  readonly url?: string;
  /** Further files and addresses, where a tool of somebody else's server names several. */
  readonly paths?: readonly string[];
  readonly urls?: readonly string[];
  /** What would be written; for `mcp` all that is handed to the tool. */
  readonly content?: string;
  /** sha256 of all that the host reported, where `content` is only the beginning. */
  readonly digest?: string;
  /** The table of the host's tools does not hold this one: unless a rule speaks, its host asks or it is denied. */
  readonly unlisted?: 'host-asks' | 'deny';
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
