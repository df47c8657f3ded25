import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Script } from 'node:vm';

/** SHA-256 of what follows it. */
const DIGEST_BYTES = 32;

/** V8 takes only what the same build of it made, for the same kind of processor. */
const MADE_BY = `${process.versions.v8}-${process.arch}`.replaceAll(/[^\w.-]/g, '_');

/**
 * What V8 made of our own files, kept in Rampart's home beside the compiled policy, by names that say of which content
 * and for which V8. Whoever can write there can write the policy, too. Every failure costs time and nothing else: it is
 * the code that is run all the same.
 */
export class CodeCache {
  readonly #dir: string | undefined;
  readonly #fresh = new Map<string, Script>();

  /** @param dir undefined where there is no home to keep anything in */
  constructor(dir: string | undefined) {
    this.#dir = dir;
  }

  /** What is kept of the file with this name, whole or not at all: a torn one could bring the process down. */
  read(name: string): Buffer | undefined {
    if (this.#dir === undefined) return undefined;
    try {
      const bytes = readOwn(join(this.#dir, keptName(name)));
      const data = bytes.subarray(DIGEST_BYTES);
      return digestOf(data).equals(bytes.subarray(0, DIGEST_BYTES)) ? data : undefined;
    } catch {
      return undefined;
    }
  }

  /** Remembers a script that had nothing kept, or nothing V8 would take. */
  note(name: string, script: Script): void {
    if (script.cachedDataRejected !== false) this.#fresh.set(name, script);
  }

  /** Keeps what has been compiled by now. To be called once the answer is out: it takes some milliseconds. */
  keep(): void {
    if (this.#dir === undefined || this.#fresh.size === 0) return;
    try {
      mkdirSync(this.#dir, { recursive: true, mode: 0o700 });
      for (const [name, script] of this.#fresh) write(this.#dir, name, script.createCachedData());
      dropOthers(this.#dir);
    } catch {
      // A disk that is full or not ours.
    }
  }
}

function keptName(name: string): string {
  return `code-${MADE_BY}-${name}.bin`;
}

/** @throws Error for anything but a plain file of our own that nobody else may write */
function readOwn(path: string): Buffer {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const { mode, uid } = fstatSync(descriptor);
    const regular = (mode & constants.S_IFMT) === constants.S_IFREG;
    if (!regular || uid !== process.geteuid?.() || (mode & 0o022) !== 0) throw new Error('not our own');
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Under another name first, so that a reader never sees half of it. */
function write(dir: string, name: string, data: Buffer): void {
  const path = join(dir, keptName(name));
  const draft = `${path}.${process.pid}-${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, Buffer.concat([digestOf(data), data]), { flag: 'wx', mode: 0o600 });
    renameSync(draft, path);
  } catch (thrown) {
    rmSync(draft, { force: true });
    throw thrown;
  }
}

/** Files kept: a few builds' worth. */
const KEPT = 32;

function dropOthers(dir: string): void {
  const kept = readdirSync(dir).filter(name => name.startsWith('code-'));
  if (kept.length > KEPT) for (const name of kept) rmSync(join(dir, name), { force: true });
}

function digestOf(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}
