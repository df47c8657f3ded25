import { errnoOf } from '../core/error.ts';
import { procRow } from '../run/process-table.ts';

/** Whether a process still runs: one that has ended and waits for its parent does nothing more. */
export function isAlive(pid: number): boolean {
  if (process.platform === 'linux') return procRow(pid)?.dead === false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return errnoOf(thrown) !== 'ESRCH';
  }
}
