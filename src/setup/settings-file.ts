import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errnoOf, RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';

/** A file of somebody's settings as it was read. */
export interface SettingsFile {
  /** Where it really is, links followed. */
  readonly path: string;
  /** Undefined when there is none yet. */
  readonly bytes: Buffer | undefined;
  readonly stat: Stats | undefined;
}

/**
 * Reads a settings file, through links.
 * @throws RampartError E_INPUT for a link to nothing, something that is no plain file, and one its owner made read-only;
 * E_LIMIT for one that is too long
 */
export function readSettings(named: string): SettingsFile {
  const path = target(named);
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return { path, bytes: undefined, stat: undefined };
    throw thrown;
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new RampartError('E_INPUT', `not a plain file: ${path}`);
    if ((stat.mode & 0o200) === 0)
      throw new RampartError('E_INPUT', `read-only, so it is left alone: ${path}`, {
        hint: `chmod u+w ${path}`,
      });
    if (stat.size > LIMITS.settingsBytes)
      throw new RampartError('E_LIMIT', `over ${LIMITS.settingsBytes} bytes long: ${path}`);
    return { path, bytes: readFileSync(file), stat };
  } finally {
    closeSync(file);
  }
}

function target(named: string): string {
  try {
    return realpathSync(named);
  } catch (thrown) {
    if (errnoOf(thrown) !== 'ENOENT') throw thrown;
  }
  if (lstatSync(named, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new RampartError('E_INPUT', `a link to nothing: ${named}`, {
      hint: 'remove it or make its target',
    });
  return named;
}

/**
 * Replaces a settings file as a whole: whoever reads it meanwhile sees the old one or the new one. Mode and owner stay.
 * @throws RampartError E_BUSY when it was changed since it was read
 */
export function writeSettings(was: SettingsFile, bytes: Uint8Array): void {
  const dir = dirname(was.path);
  mkdirSync(dir, { recursive: true });
  const fresh = join(dir, `.${basename(was.path)}.rampart-${randomBytes(6).toString('hex')}`);
  const file = openSync(fresh, 'wx', 0o600);
  try {
    writeFileSync(file, bytes);
    fchmodSync(file, was.stat === undefined ? 0o600 : was.stat.mode & 0o7777);
    if (was.stat !== undefined && process.getuid?.() === 0) fchownSync(file, was.stat.uid, was.stat.gid);
    fsyncSync(file);
    refuseChanged(was);
    renameSync(fresh, was.path);
  } catch (thrown) {
    rmSync(fresh, { force: true });
    throw thrown;
  } finally {
    closeSync(file);
  }
  syncFolder(dir);
}

/** @throws RampartError E_BUSY when it was changed since it was read */
export function removeSettings(was: SettingsFile): void {
  refuseChanged(was);
  unlinkSync(was.path);
  syncFolder(dirname(was.path));
}

function refuseChanged({ path, bytes }: SettingsFile): void {
  let now: Buffer | undefined;
  try {
    now = readFileSync(path);
  } catch (thrown) {
    if (errnoOf(thrown) !== 'ENOENT') throw thrown;
  }
  const same = now === undefined || bytes === undefined ? now === bytes : now.equals(bytes);
  if (!same)
    throw new RampartError('E_BUSY', `changed by somebody else just now: ${path}`, {
      hint: 'run this again',
    });
}

function syncFolder(dir: string): void {
  const folder = openSync(dir, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
