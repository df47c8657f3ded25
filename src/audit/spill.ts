import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { messageOf, RampartError } from '../core/error.ts';
import type { Json } from '../core/json.ts';
import { LIMITS } from '../core/limits.ts';
import type { AuditEntry } from '../core/record.ts';
import { bootId, monotonicUs } from './boot.ts';
import { redactHead } from './redact.ts';

/** One line of a spill file. */
export interface SpillLine {
  readonly v: 1;
  /** RFC 3339 UTC: when it happened, which is before it enters the log. */
  readonly ts: string;
  readonly mono_us: number;
  readonly entry: AuditEntry;
}

/**
 * Writes down, durably, what a client without a daemon did: appended to the process's own file in `directory`, from
 * where the daemon takes it into the log. Secrets are replaced first. When this throws, nothing was kept.
 * @throws RampartError E_LATCH when the disk refuses, E_OWNER when the place is not ours, E_LIMIT for a full file
 */
export function appendSpill(directory: string, entries: readonly AuditEntry[]): void {
  const lines = Buffer.from(entries.map(lineOf).join(''));
  try {
    secureDirectory(directory);
    const file = openSync(join(directory, `${bootId()}-${process.pid}.jsonl`), FLAGS, 0o600);
    try {
      const fresh = append(file, lines);
      if (fresh) syncDirectory(directory);
    } finally {
      closeSync(file);
    }
  } catch (thrown) {
    if (thrown instanceof RampartError) throw thrown;
    throw new RampartError('E_LATCH', `this call cannot be recorded: ${messageOf(thrown)}`, {
      hint: `look at the disk, the owner and the mode of ${directory}`,
      cause: thrown,
    });
  }
}

/** A link or a named pipe in the file's place must neither lead elsewhere nor make us wait. */
const FLAGS =
  constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK;

const NEWLINE = 0x0a;

function lineOf(entry: AuditEntry): string {
  const texts: Record<string, string> = {};
  const cut: string[] = [];
  for (const [name, text] of Object.entries(entry.texts)) {
    const { clean, whole } = redactHead(text, LIMITS.payloadBytes);
    texts[name] = clean.slice(0, LIMITS.payloadBytes);
    if (!whole || clean.length > LIMITS.payloadBytes) cut.push(name);
  }
  const fields: Record<string, Json> = cut.length === 0 ? entry.fields : { ...entry.fields, cut };
  const line: SpillLine = {
    v: 1,
    ts: new Date().toISOString(),
    mono_us: monotonicUs(),
    entry: { ...entry, fields, texts },
  };
  return `${JSON.stringify(line)}\n`;
}

/** Appends and syncs; tells whether the file was empty before. */
function append(file: number, lines: Buffer): boolean {
  const stat = fstatSync(file);
  if (!stat.isFile() || stat.nlink !== 1 || !isOwn(stat.uid))
    throw new RampartError('E_OWNER', 'the spill file is not a plain file of our own');
  const { size } = stat;
  // Half a line that a crash left must not swallow the first of ours.
  const start = size > 0 && lastByte(file, size) !== NEWLINE ? Buffer.of(NEWLINE) : Buffer.alloc(0);
  const bytes = Buffer.concat([start, lines]);
  if (size + bytes.length > LIMITS.spillBytes)
    throw new RampartError('E_LIMIT', `the spill file would be longer than ${LIMITS.spillBytes} bytes`, {
      hint: 'start the daemon, which takes it in: rampart serve',
    });
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    fsyncSync(file);
  } catch (thrown) {
    ftruncateSync(file, size);
    throw thrown;
  }
  return size === 0;
}

function lastByte(file: number, size: number): number | undefined {
  const byte = Buffer.alloc(1);
  return readSync(file, byte, 0, 1, size - 1) === 1 ? byte[0] : undefined;
}

function secureDirectory(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const stat = lstatSync(directory);
  if (!stat.isDirectory() || !isOwn(stat.uid))
    throw new RampartError('E_OWNER', `not a directory of our own: ${directory}`);
  if ((stat.mode & 0o777) !== 0o700) chmodSync(directory, 0o700);
}

function isOwn(uid: number): boolean {
  return uid === (process.geteuid?.() ?? uid);
}

/** A new file is on disk only once its name is. */
function syncDirectory(directory: string): void {
  const handle = openSync(directory, constants.O_RDONLY);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
