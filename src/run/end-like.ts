import type { Outcome } from '../core/outcome.ts';

/**
 * Signals that end this process as they end any other. Not among them are those that leave a core file, which would be
 * ours and not the command's, and those Node keeps for itself (SIGUSR1, SIGPIPE).
 */
const REPEATED: ReadonlySet<string | null> = new Set([
  'SIGHUP',
  'SIGINT',
  'SIGKILL',
  'SIGALRM',
  'SIGTERM',
  'SIGUSR2',
  'SIGVTALRM',
  'SIGPROF',
]);

/**
 * Ends this process the way the command ended that it stands in for, so that whoever waits for it sees the signal and
 * not what a shell makes of it. Nothing runs after it, so everything has to be written down before.
 * @returns the exit code to end with, where there was no signal or none that can be repeated
 */
export function endLike({ ended, signal, exit }: Outcome): number {
  if (ended === 'signal' && signal !== null && REPEATED.has(signal))
    process.kill(process.pid, signal as NodeJS.Signals);
  return exit;
}
