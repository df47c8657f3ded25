import { rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf } from '../core/error.ts';
import type { Places } from '../core/places.ts';

/** What of a home goes when Rampart does, by how dear it is. */
export interface HomeParts {
  /** Made by Rampart and of no use without it. */
  readonly working: readonly string[];
  /** The log, and what people wrote: goes only when they say so. */
  readonly kept: readonly string[];
}

export function homeParts(places: Places): HomeParts {
  const { bin, run, wrap, setup, lock, cache, pending, sessions, log } = places;
  const { database, spill, config, policies, data } = places;
  return {
    working: [bin, run, wrap, setup, lock, `${lock}-journal`, cache, pending, sessions, join(log, '..')],
    kept: [database, `${database}-wal`, `${database}-shm`, join(data, 'keys'), spill, config, policies],
  };
}

/** Removes what is there of these, then the folders that are empty; nothing else that lies in the home is touched. */
export function removeParts(places: Places, parts: readonly string[]): void {
  for (const path of parts) rmSync(path, { recursive: true, force: true });
  for (const dir of [places.data, places.spill, places.policies, places.home]) removeIfEmpty(dir);
}

function removeIfEmpty(dir: string): void {
  try {
    rmdirSync(dir);
  } catch (thrown) {
    if (!['ENOTEMPTY', 'ENOENT'].includes(errnoOf(thrown) ?? '')) throw thrown;
  }
}
