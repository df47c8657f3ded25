import { chmodSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { errnoOf } from '../core/error.ts';

/**
 * Puts a launcher in its place, in one step: a host may start it at any moment.
 * @returns whether it was another one before
 */
export function writeLauncher(path: string, text: string): boolean {
  if (currentText(path) === text) return false;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, text, { mode: 0o755 });
  chmodSync(fresh, 0o755);
  renameSync(fresh, path);
  return true;
}

/** Removes a launcher, and its folder if that is empty then. */
export function removeLauncher(path: string): void {
  rmSync(path, { force: true });
  try {
    rmdirSync(dirname(path));
  } catch (thrown) {
    if (errnoOf(thrown) !== 'ENOTEMPTY' && errnoOf(thrown) !== 'ENOENT') throw thrown;
  }
}

function currentText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}
