import type { Tool, ToolCall } from '../core/call.ts';
import type { Outcome } from '../core/outcome.ts';

/** What a host handed its hook: one JSON object, read so that nobody can read it differently. Every member is hostile. */
export type Payload = Readonly<Record<string, unknown>>;

/** What the hook knows beside the payload. */
export interface Surroundings {
  /** Where the hook was started; absolute. */
  readonly cwd: string;
  /** sha256 of the whole payload, for a call that carries only the beginning of a text. */
  readonly digest: () => string;
  /** The part of the environment that a command's text consults. */
  readonly env: (command: string) => ToolCall['env'];
}

/** What a payload says. */
export type Report =
  /** The agent is about to do these, together. */
  | { readonly kind: 'calls'; readonly calls: readonly [ToolCall, ...ToolCall[]] }
  /** A call that was let through has ended. */
  | {
      readonly kind: 'ended';
      readonly session: string | null;
      readonly callId: string;
      readonly tool: Tool;
      readonly outcome: Outcome;
    }
  /** The host's session has ended. */
  | { readonly kind: 'left'; readonly session: string; readonly reason: string }
  /** A tool that does nothing to anything, or an event that decides nothing. */
  | { readonly kind: 'nothing' };

/** What the host is told of a call that is about to happen. */
export type HostAnswer =
  /** No word: the host's own permissions hold. */
  | { readonly kind: 'pass' }
  /** It runs, whatever the host's own permissions say. */
  | { readonly kind: 'grant'; readonly reason: string }
  /** The host asks the person who sits there. */
  | { readonly kind: 'ask'; readonly reason: string }
  | { readonly kind: 'deny'; readonly reason: string };

/** The very bytes and the exit code a host gets. */
export interface HookOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

/** How one host speaks with its hook: its JSON to tool calls, and what was decided to its exact bytes. */
export interface Adapter {
  /** As `--format` names it; also the agent's name in records. */
  readonly format: string;
  /** Milliseconds after which the host gives up on a hook, as `setup` configures it. */
  readonly timeoutMs: number;
  /** The host can ask the person who sits there. */
  readonly asks: boolean;
  /** The host's session, as far as a payload says so that cannot be read otherwise. */
  session(payload: Payload): string | null;
  /** @throws RampartError E_INPUT for a payload that is not this host's */
  read(payload: Payload, around: Surroundings): Report;
  /** @param notes what the person who sits there is to be told beside the answer; one line each, escaped */
  answer(answer: HostAnswer, notes: readonly string[]): HookOutput;
}
