import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';

/**
 * Names this boot of the machine, so that monotonic times and process ids of two boots are never compared: Linux's
 * boot_id (random(4)), elsewhere the minute the machine came up. Letters and digits only: it is part of file names.
 */
export function bootId(): string {
  try {
    const id = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim().replaceAll('-', '');
    if (/^[0-9a-f]{32}$/.test(id)) return id;
  } catch {
    // Not Linux, or no /proc: the start time below is as good as it gets there.
  }
  return `m${Math.round((Date.now() / 1000 - uptime()) / 60)}`;
}

/** Microseconds of the clock that never steps (CLOCK_MONOTONIC); meaningful within one boot. */
export function monotonicUs(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}
