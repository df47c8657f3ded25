import { setTimeout as sleep } from 'node:timers/promises';
import { isLocked } from '../audit/lock.ts';
import { RampartError } from '../core/error.ts';
import { accountName, type Places } from '../core/places.ts';
import { ask } from './daemon-client.ts';

const POLL_MS = 20;
const STOP_MS = 15_000;

/**
 * Ends the daemon and waits until it has given its home back: it still answers what it was asked before.
 * @returns its process id, as it said
 * @throws RampartError E_SOCKET when none runs, E_TIMEOUT when it does not end
 */
export async function stopDaemon({ adminSocket, lock }: Places): Promise<unknown> {
  const { pid } = await ask(adminSocket, 'stop', { by: accountName() });
  for (let waited = 0; isLocked(lock); waited += POLL_MS) {
    if (waited > STOP_MS)
      throw new RampartError('E_TIMEOUT', `process ${String(pid)} was asked to stop and has not`);
    await sleep(POLL_MS);
  }
  return pid;
}

/** As above where one runs. */
export async function stopIfRunning(places: Places): Promise<void> {
  try {
    await stopDaemon(places);
  } catch (thrown) {
    if (!(thrown instanceof RampartError && thrown.code === 'E_SOCKET')) throw thrown;
  }
}
