/**
 * Exit codes of every verb. A denial is an answer, not a failure, and "could not check" never shares a code
 * with "found tampering": scripts branch on these numbers.
 */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  badfile: 3,
  noid: 4,
  tampered: 5,
  unproven: 6,
  mismatch: 7,
  ask: 10,
  deny: 11,
  error: 12,
  timeout: 124,
  unjudged: 125,
  denied: 126,
  notfound: 127,
} as const;

/** The exit code a shell reports for a process that a signal ended (POSIX 2.8.2: greater than 128). */
export function exitOfSignal(signalNumber: number): number {
  return 128 + signalNumber;
}
