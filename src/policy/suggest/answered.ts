/** A command that a person was asked about, and what they said. */
export interface Answered {
  readonly command: string;
  /** Where it was to run; absolute. */
  readonly cwd: string;
  readonly approved: boolean;
}

/** Redacted and shortened texts are no commands any more. */
export function isWhole(command: string): boolean {
  return command !== '' && !/\[redacted:[a-z-]+\]/.test(command) && !command.includes('\ufffd');
}
