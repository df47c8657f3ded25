import { readFileSync, statSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { RampartError } from '../core/error.ts';
import { openForReading, openForWriting, sqliteCode } from './sqlite.ts';

/** The right to be the one daemon of a home, until it is given back or the process ends in whatever way. */
export interface Lock {
  /** Whether it still stands where others look for it: who deletes a home takes it from its daemon. */
  readonly stands: boolean;
  release(): void;
}

/**
 * Takes the lock: an empty database held in an exclusive transaction. The kernel frees it with the process, SIGKILL
 * included, so that a lock is never stale, which a file with a process id in it can be.
 * @param pidFile where the holder has written its process id, only for the message
 * @throws RampartError E_BUSY when another process holds it, E_OWNER as for the log
 */
export function acquireLock(path: string, pidFile?: string): Lock {
  const db = openForWriting(path);
  db.pragma('busy_timeout = 500');
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (thrown) {
    db.close();
    if (!isBusy(thrown)) throw thrown;
    throw new RampartError('E_BUSY', `another daemon owns this home${holder(pidFile)}`, {
      hint: 'rampart status shows it, rampart serve stop ends it',
      cause: thrown,
    });
  }
  const taken = inodeOf(path);
  return {
    get stands() {
      return inodeOf(path) === taken;
    },
    release: () => db.close(),
  };
}

function inodeOf(path: string): bigint | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino;
}

/** Whether a daemon lives: somebody holds the lock. Looking takes no more than a reader's lock, for a moment. */
export function isLocked(path: string): boolean {
  let db: Database.Database;
  try {
    db = openForReading(path);
  } catch {
    return false;
  }
  try {
    db.pragma('busy_timeout = 0');
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch (thrown) {
    return isBusy(thrown);
  } finally {
    db.close();
  }
}

function isBusy(thrown: unknown): boolean {
  return sqliteCode(thrown)?.startsWith('SQLITE_BUSY') ?? false;
}

function holder(pidFile: string | undefined): string {
  if (pidFile === undefined) return '';
  try {
    const pid = /^\d{1,10}/.exec(readFileSync(pidFile, 'latin1'))?.[0];
    return pid === undefined ? '' : ` (process ${pid})`;
  } catch {
    return '';
  }
}
