/**
 * Signals one process. Zero is nobody's process id: kill(2) takes it, and what is below, for whole groups, with this
 * test's own and everything that waits for it among them.
 */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  if (!Number.isSafeInteger(pid) || pid <= 1) throw new RangeError(`no process to send ${signal}: ${pid}`);
  process.kill(pid, signal);
}
