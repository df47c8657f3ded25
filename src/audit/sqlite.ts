import { chmodSync, closeSync, constants, lstatSync, mkdirSync, openSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import { errnoOf, messageOf, RampartError } from '../core/error.ts';

/** How long a statement waits for another process's lock. Readers of ours hold theirs for milliseconds. */
const BUSY_MS = 2_000;

/** Bytes the write-ahead log is cut back to after a long reader let it grow. */
const WAL_BYTES = 64 * 1024 * 1024;

/** Pages (16 MiB) after which the write-ahead log is carried over: a checkpoint stalls the commit that meets it. */
const CHECKPOINT_PAGES = 4_000;

/**
 * Which build of better-sqlite3 this Node can have. Version 12 dies with a failed assertion when a statement of it is
 * collected, since Node 24.19 (node_object_wrap.h registers a hook whose removal needs an environment); version 13 is
 * built on Node-API 10, which Node 20 does not have.
 */
const PACKAGE = Number(process.versions.napi) >= 10 ? 'better-sqlite3-13' : 'better-sqlite3';

/**
 * The package may have to be compiled when it is installed, and where no compiler was, judging works all the same: so it
 * is loaded when a database is opened, and what is missing then has a name.
 * @throws RampartError E_NATIVE
 */
function open(path: string, options: Database.Options): Database.Database {
  let Sqlite: typeof Database;
  try {
    Sqlite = createRequire(import.meta.url)(PACKAGE);
    return new Sqlite(path, options);
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    throw new RampartError('E_NATIVE', `${PACKAGE} is not there for this Node, so there is no audit log`, {
      hint: `install a C++ compiler, then: npm rebuild ${PACKAGE}`,
      cause,
    });
  }
}

/** The package, or the library in it, is not there or of another Node's version. */
function isMissing(thrown: unknown): boolean {
  const code = errnoOf(thrown) ?? '';
  return ['MODULE_NOT_FOUND', 'ERR_DLOPEN_FAILED'].includes(code) || /bindings file/.test(messageOf(thrown));
}

/**
 * Opens a database of ours for writing, making it (0600) and its directory (0700) where they are missing.
 * @throws RampartError E_OWNER for a file or directory that belongs to someone else, or is no plain file
 */
export function openForWriting(path: string): Database.Database {
  secure(path);
  return open(path, { timeout: BUSY_MS });
}

/**
 * Opens a database of ours to read. Nothing in its schema gets to run anything.
 * @throws RampartError E_INPUT when something else than files is in its place; what SQLite throws
 */
export function openForReading(path: string): Database.Database {
  refuseIrregular(path, 'E_INPUT');
  const db = open(path, { readonly: true, fileMustExist: true, timeout: BUSY_MS });
  try {
    db.pragma('trusted_schema = OFF');
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

/**
 * Makes commits durable, in the order that works: better-sqlite3 is built so that a connection in WAL mode falls back
 * to NORMAL with its first write unless FULL was asked for after the switch, and no pragma survives a reopen.
 */
export function makeDurable(db: Database.Database): void {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('fullfsync = ON');
  db.pragma('checkpoint_fullfsync = ON');
  db.pragma('trusted_schema = OFF');
  db.pragma('foreign_keys = ON');
  db.pragma(`journal_size_limit = ${WAL_BYTES}`);
  db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
}

/**
 * The promise `makeDurable` gave, checked after a write: right after opening the answer proves nothing.
 * @throws RampartError E_LATCH
 */
export function assertDurable(db: Database.Database): void {
  if (
    db.pragma('synchronous', { simple: true }) !== 2 ||
    db.pragma('journal_mode', { simple: true }) !== 'wal'
  )
    throw new RampartError(
      'E_LATCH',
      'the audit log would not survive a power failure: synchronous is not FULL',
    );
}

/** Whether SQLite says that the file itself is broken, as opposed to not being readable just now. */
export function isCorrupt(thrown: unknown): boolean {
  const code = sqliteCode(thrown);
  return code !== undefined && /^SQLITE_(?:CORRUPT|NOTADB|FORMAT)/.test(code);
}

/** SQLite's or the system's name for what went wrong, or undefined. */
export function sqliteCode(thrown: unknown): string | undefined {
  return errnoOf(thrown);
}

/** What a failed write means for those who wait for it: the log is not available, and this is why. */
export function latchError(thrown: unknown): RampartError {
  if (thrown instanceof RampartError) return thrown;
  const code = sqliteCode(thrown);
  const why = code === undefined ? messageOf(thrown) : `${messageOf(thrown)} (${code})`;
  return new RampartError('E_LATCH', `the audit log cannot be written: ${why}`, {
    hint: hintFor(code),
    cause: thrown,
  });
}

function hintFor(code: string | undefined): string {
  switch (code) {
    case 'SQLITE_FULL':
    case 'ENOSPC':
      return 'free some space on its disk; recording goes on by itself';
    case 'SQLITE_READONLY':
    case 'SQLITE_CANTOPEN':
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return 'look at the owner and mode of the data directory in Rampart home';
    default:
      return 'run rampart audit verify';
  }
}

/**
 * By path, not by descriptor: closing any descriptor of a database file would drop the locks that SQLite holds on it
 * in this process (fcntl(2), "Record locks are automatically released"). The directory is ours alone.
 */
function secure(path: string): void {
  const directory = dirname(path);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const parent = statSync(directory);
  refuseStranger(directory, parent.uid);
  if ((parent.mode & 0o777) !== 0o700) chmodSync(directory, 0o700);
  refuseIrregular(path, 'E_OWNER');
  const file = lstatSync(path, { throwIfNoEntry: false });
  if (file === undefined) {
    closeSync(openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600));
    return;
  }
  refuseStranger(path, file.uid);
  if ((file.mode & 0o777) !== 0o600) chmodSync(path, 0o600);
}

/** Opening a named pipe in a file's place would wait for ever; a link could lead anywhere. */
function refuseIrregular(path: string, code: 'E_INPUT' | 'E_OWNER'): void {
  for (const name of [path, `${path}-wal`, `${path}-shm`])
    if (lstatSync(name, { throwIfNoEntry: false })?.isFile() === false)
      throw new RampartError(code, `not a plain file: ${name}`);
}

function refuseStranger(path: string, owner: number): void {
  const own = process.geteuid?.();
  if (own !== undefined && own !== 0 && owner !== own)
    throw new RampartError('E_OWNER', `belongs to another user (uid ${owner}): ${path}`, {
      hint: 'the audit log must belong to the user that writes it',
    });
}
