import type { ToolCall } from '../core/call.ts';
import type { Coverage } from '../core/scan.ts';

/** What a person is asked, and all they are shown: the approval prompt is a security boundary. */
export interface Question {
  readonly id: string;
  /** Id of the call; a client that asks again after a lost connection is the same asker. */
  readonly call: string;
  /** What an approval would be for; see `bindingOf`. */
  readonly binding: string;
  /** RFC 3339 UTC. */
  readonly created: string;
  readonly expires: string;
  readonly session: string | null;
  readonly agent: string | null;
  readonly actor: string | null;
  readonly tool: ToolCall['tool'];
  /** The command, path or URL as it was given. */
  readonly command: string;
  /** What a call would write, for one that writes: the beginning of it. */
  readonly content: string | null;
  /** Characters of all of that, as far as it was read. */
  readonly length: number | null;
  readonly cwd: string;
  readonly rule: string;
  readonly message: string;
  /** What the command was understood to run, one invocation a line, wrappers seen through. */
  readonly runs: readonly string[];
  /** Texts that were decoded on the way. */
  readonly decoded: readonly string[];
  /** What of it is not known before it runs. */
  readonly unknown: readonly string[];
  readonly coverage: Coverage;
  /** The log's `size:root`, shortened: whoever sees it has witnessed the log up to there. */
  readonly head: string;
}

export type Verdict = 'approved' | 'denied';

/** What a person said. */
export interface Reply {
  readonly state: Verdict;
  /** Who says to have answered. */
  readonly by: string;
  readonly at: string;
  readonly reason: string | null;
}
