/** Why a command that was started is no longer running. The first cause wins and is written once. */
export type EndedBy = 'exit' | 'signal' | 'timeout' | 'lost' | 'not-started';

export interface Outcome {
  readonly ended: EndedBy;
  /** What the caller gets: the child's code, 128+n for a signal, 124 for a timeout, 127 for no such program. */
  readonly exit: number;
  readonly signal: string | null;
  readonly durationMs: number;
  /** Why it could not be started, for people: holds the program's name, which is hostile text. */
  readonly reason?: string;
}
