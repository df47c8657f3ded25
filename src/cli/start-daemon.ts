import { readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isLocked } from '../audit/lock.ts';
import { spawnDaemon } from '../client/spawn-daemon.ts';
import { messageOf, RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import type { Places } from '../core/places.ts';
import { ask } from './daemon-client.ts';

/** The bundle this program runs from: what a daemon and its threads are started with. */
export const BUNDLE: string = fileURLToPath(new URL('cli.js', bundleFolder()));

function bundleFolder(): URL {
  const here = new URL('.', import.meta.url);
  return here.pathname.endsWith('/chunks/') ? new URL('..', here) : here;
}

/**
 * Starts a daemon that outlives us, with a clean environment, and waits until it answers. One that runs already is as
 * good.
 * @returns its process id
 * @throws RampartError E_SOCKET when it ends before it answers, with the last line of its log; E_TIMEOUT
 */
export async function startDaemon(places: Places): Promise<number> {
  const running = await pidOf(places);
  if (running !== undefined) return running;
  const began = statSync(places.log, { throwIfNoEntry: false })?.size ?? 0;
  const child = spawnDaemon(places, { autostart: false });
  let ended: string | undefined;
  child.once('error', thrown => {
    ended = messageOf(thrown);
  });
  child.once('exit', code => {
    ended = `exit ${code}`;
  });
  const deadline = performance.now() + LIMITS.daemonStartMs;
  while (performance.now() < deadline) {
    const pid = await pidOf(places);
    if (pid !== undefined) return pid;
    // Another start may have won, and owns the home: then ours ends, and the other one answers in time.
    if (ended !== undefined && !isLocked(places.lock) && (await soon(places)) === undefined)
      throw new RampartError(
        'E_SOCKET',
        `the daemon did not start (${ended}): ${lastLine(places.log, began)}`,
        {
          hint: `its log is ${places.log}`,
        },
      );
    await sleep(POLL_MS);
  }
  throw new RampartError('E_TIMEOUT', 'the daemon did not answer in time', {
    hint: `its log is ${places.log}`,
  });
}

const POLL_MS = 20;
const RACE_MS = 2_000;

async function soon(places: Places): Promise<number | undefined> {
  const deadline = performance.now() + RACE_MS;
  for (;;) {
    const pid = await pidOf(places);
    if (pid !== undefined || performance.now() > deadline) return pid;
    await sleep(POLL_MS);
  }
}

/** The process id of a daemon that answers. */
export async function pidOf({ agentSocket }: Places): Promise<number | undefined> {
  try {
    const { pid } = await ask(agentSocket, 'ping');
    return typeof pid === 'number' ? pid : undefined;
  } catch (thrown) {
    if (thrown instanceof RampartError && (thrown.code === 'E_SOCKET' || thrown.code === 'E_BUSY'))
      return undefined;
    throw thrown;
  }
}

function lastLine(path: string, from: number): string {
  const lines = readFileSync(path).subarray(from).toString('utf8').trim().split('\n');
  return lines.findLast(line => line.startsWith('rampart:'))?.replace(/^rampart: /, '') ?? lines.at(-1) ?? '';
}
