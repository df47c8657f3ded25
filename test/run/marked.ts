import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

let count = 0;

/** A number of seconds to sleep that nobody else on the machine sleeps, so that its sleepers can be found. */
export function mark(): string {
  count++;
  return `3600.${process.pid}${String(count).padStart(4, '0')}`;
}

/** Pids of processes that run (zombies do not) and have `marker` among their arguments. */
export function marked(marker: string): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => pid !== process.pid && argumentsOf(pid).some(one => one.includes(marker)));
}

/** Waits until `atLeast` processes have exactly `marker` as an argument: the sleepers, not who started them. */
export async function sleepers(marker: string, atLeast: number): Promise<number[]> {
  for (;;) {
    const pids = marked(marker).filter(pid => argumentsOf(pid).includes(marker));
    if (pids.length >= atLeast) return pids;
    await sleep(10);
  }
}

/** The process's state letter in proc_pid_stat(5), or undefined when it is gone. */
export function stateOf(pid: number): string | undefined {
  try {
    return /\) (\S)/.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1];
  } catch {
    return undefined;
  }
}

function argumentsOf(pid: number): string[] {
  try {
    // A zombie has no arguments any more.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
