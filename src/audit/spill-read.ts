import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  unlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { errnoOf, messageOf } from '../core/error.ts';
import { isObject, type Json } from '../core/json.ts';
import { LIMITS } from '../core/limits.ts';
import { type AuditEntry, entry } from '../core/record.ts';
import { checkEntry } from './entry-check.ts';
import { sha256Hex } from './hash.ts';
import { draftLeaf } from './leaf.ts';

/** What one spill file holds, ready to be recorded. */
export interface Spill {
  /** The name under which it was taken; never used twice. */
  readonly file: string;
  /**
   * The `gap` that owns up to it, then its entries. Recorded as one bundle, and only once: the writer knows the digest
   * in the gap again.
   */
  readonly bundle: readonly AuditEntry[];
  readonly commands: number;
  /** Lines that made no entry: torn by a crash, or not ours. */
  readonly damaged: number;
  /** To be called after the bundle is in the log, never before. */
  remove(): void;
}

export interface TakeOptions {
  /** This boot's id: process ids of another boot mean nothing. */
  readonly boot: string;
  /** Also take the file of this living process: its own, which it is not writing just now. */
  readonly own?: number;
  /** Told of files that were left where they are. */
  readonly onSkip?: (file: string, why: string) => void;
}

const WRITING = /^([0-9a-z]{1,64})-([1-9]\d{0,9})\.jsonl$/;
const TAKEN = /^([0-9a-z]{1,64})-([1-9]\d{0,9})\.[0-9a-f]{16}\.taken$/;

/**
 * Takes the spill files of processes that have ended. A file is renamed before it is read, so that its content, and
 * with it its digest, can change no more; one that was taken earlier but not removed comes again.
 */
export function* takeSpills(directory: string, options: TakeOptions): Generator<Spill> {
  const names = listing(directory).slice(0, LIMITS.spillFiles);
  for (const name of names) {
    const [, boot = '', pid = ''] = WRITING.exec(name) ?? TAKEN.exec(name) ?? [];
    if (boot === '' || isWriting(boot, Number(pid), options)) continue;
    try {
      const file = TAKEN.test(name) ? name : take(directory, name, `${boot}-${pid}`);
      // The process id may have come to life again between the look and the renaming.
      if (isWriting(boot, Number(pid), options)) continue;
      const path = join(directory, file);
      const content = readCapped(path);
      if (content === undefined) options.onSkip?.(file, 'not a plain file of our own');
      else yield { ...readSpill(file, content), remove: () => unlinkSync(path) };
    } catch (thrown) {
      options.onSkip?.(name, messageOf(thrown));
    }
  }
}

/** How many spill files wait to be taken in. */
export function waitingSpills(directory: string): number {
  return listing(directory).length;
}

/**
 * Reads the content of a spill file, which any process of the same user may have written: only calls, outcomes and
 * session marks pass, each marked with the time it claims to be of.
 */
export function readSpill(file: string, content: Buffer): Omit<Spill, 'remove'> {
  const lines = content
    .toString('utf8')
    .split('\n')
    .filter(line => line !== '');
  const entries = lines.map(entryOf).filter(one => one !== undefined);
  const commands = entries.filter(one => one.kind === 'call').length;
  const damaged = lines.length - entries.length;
  const gap = entry('gap', {
    reason: 'spill',
    file,
    sha256: sha256Hex(content),
    records: entries.length,
    commands,
    damaged,
  });
  return { file, bundle: [gap, ...entries], commands, damaged };
}

/** The digest by which the writer knows a bundle that it has recorded before. */
export function spillKey([first]: readonly AuditEntry[]): string | undefined {
  return first && spillDigest(first.kind, first.fields);
}

/** The digest of the spill file that a record tells of, if it tells of one. */
export function spillDigest(kind: string, fields: Readonly<Record<string, Json>>): string | undefined {
  return kind === 'gap' && fields.reason === 'spill' && typeof fields.sha256 === 'string'
    ? fields.sha256
    : undefined;
}

function listing(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter(name => WRITING.test(name) || TAKEN.test(name))
      .sort();
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return [];
    throw thrown;
  }
}

function isWriting(boot: string, pid: number, options: TakeOptions): boolean {
  if (boot !== options.boot || pid === options.own) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return errnoOf(thrown) !== 'ESRCH';
  }
}

function take(directory: string, name: string, stem: string): string {
  const taken = `${stem}.${randomBytes(8).toString('hex')}.taken`;
  renameSync(join(directory, name), join(directory, taken));
  return taken;
}

/** At most `LIMITS.spillBytes` of a plain file; more than that no writer of ours has written. */
function readCapped(path: string): Buffer | undefined {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.uid !== (process.geteuid?.() ?? stat.uid)) return undefined;
    const content = Buffer.alloc(Math.min(stat.size, LIMITS.spillBytes));
    let length = 0;
    for (let read = -1; read !== 0 && length < content.length; length += read)
      read = readSync(file, content, length, content.length - length, length);
    return content.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const KINDS: ReadonlySet<unknown> = new Set(['call', 'outcome', 'session', 'exec']);
const NO_SALT = '0'.repeat(32);

function entryOf(line: string): AuditEntry | undefined {
  try {
    const read: unknown = JSON.parse(line);
    if (!isObject(read) || read.v !== 1 || typeof read.ts !== 'string' || !TIME.test(read.ts))
      return undefined;
    if (!isObject(read.entry) || !KINDS.has(read.entry.kind)) return undefined;
    const { kind, session, agent, actor, corr, call, cseq, fields, texts } = read.entry;
    if (!isObject(fields) || !isObject(texts) || !Object.values(fields).every(isPlain)) return undefined;
    // The check below is what makes these casts true.
    const claimed = {
      kind,
      session,
      agent,
      actor,
      corr,
      call,
      cseq,
      texts,
      fields: { ...fields, spilled_at: read.ts },
    };
    const one = claimed as unknown as AuditEntry;
    checkEntry(one);
    draftLeaf(one, () => NO_SALT);
    return one;
  } catch {
    return undefined;
  }
}

/** Flat, so that no nesting an attacker chose can exhaust a stack on the way to the leaf. */
function isPlain(value: unknown): value is Json {
  return Array.isArray(value) ? value.every(isScalar) : isScalar(value);
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}
