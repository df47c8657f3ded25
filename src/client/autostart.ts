import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LIMITS } from '../core/limits.ts';
import type { Places } from '../core/places.ts';
import { spawnDaemon } from './spawn-daemon.ts';

/**
 * Starts a daemon for a client that found none, unless another has done so a moment ago: a build starts shells by the
 * hundred, and a daemon takes a while to answer. Where that cannot be noted, one more is started; it finds the home
 * owned and ends.
 */
export function autostartDaemon(places: Places): void {
  const mark = join(dirname(places.log), 'autostart');
  if (isFresh(mark)) return;
  try {
    mkdirSync(dirname(mark), { recursive: true, mode: 0o700 });
    writeFileSync(mark, '', { mode: 0o600 });
  } catch {
    // A full disk, say: the daemon says so in its own words.
  }
  spawnDaemon(places, { autostart: true });
}

function isFresh(mark: string): boolean {
  const at = statSync(mark, { throwIfNoEntry: false })?.mtimeMs;
  return at !== undefined && Math.abs(Date.now() - at) < LIMITS.autostartPauseMs;
}
