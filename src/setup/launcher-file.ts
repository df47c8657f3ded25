import {
  chmodSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
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

/**
 * Links beside a launcher by which it can find the daemon and the fail mode without reading any configuration.
 * @param targets absolute paths; each link has the last name of its target
 */
export function linkBeside(launcher: string, targets: readonly string[]): void {
  for (const target of targets) {
    const link = join(dirname(launcher), basename(target));
    if (linkedTo(link) === target) continue;
    rmSync(link, { force: true });
    symlinkSync(target, link);
  }
}

/** Removes a launcher and its links, and its folder if that is empty then. */
export function removeLauncher(path: string, targets: readonly string[]): void {
  for (const name of [basename(path), ...targets.map(target => basename(target))])
    rmSync(join(dirname(path), name), { force: true });
  try {
    rmdirSync(dirname(path));
  } catch (thrown) {
    if (errnoOf(thrown) !== 'ENOTEMPTY' && errnoOf(thrown) !== 'ENOENT') throw thrown;
  }
}

function linkedTo(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
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
