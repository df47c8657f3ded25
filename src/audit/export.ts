import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RampartError } from '../core/error.ts';
import type { Reader } from './reader.ts';
import { CompactRange } from './tree.ts';

/** The files of an exported log. */
export const BUNDLE_FILES = {
  /** The leaves' exact bytes, one a line: a leaf never holds a line end. */
  log: 'log.jsonl',
  /** The kept texts with their salts. */
  payload: 'payload.jsonl',
  /** Size and root of the tree; written last, so that an export that was interrupted has none. */
  head: 'head.json',
} as const;

export const HEAD_SCHEMA = 'rampart.head/1';

export interface Exported {
  readonly size: number;
  /** In hexadecimal. */
  readonly root: string;
  readonly texts: number;
}

const CHUNK = 512;

/**
 * Makes the folder an export goes to.
 * @throws RampartError E_INPUT when it is there and holds something
 */
export function makeExportFolder(dir: string): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (readdirSync(dir).length > 0)
    throw new RampartError('E_INPUT', `there is something in ${dir} already, and nothing is overwritten`, {
      hint: 'name a folder that is empty or does not exist',
    });
}

/**
 * Writes the first `size` records of a log into an empty folder, so that they can be verified from there alone. The
 * head is that of the stored tree: records that were changed since they were recorded do not fit it.
 * @throws RampartError E_INPUT for a log with records missing
 */
export function exportLog(reader: Reader, size: number, dir: string): Exported {
  const range = CompactRange.load(size, (level, index) => {
    const hash = reader.node(level, index);
    if (hash === undefined) throw broken('its tree has gaps');
    return hash;
  });
  const root = range.root().toString('hex');
  let texts = 0;
  writing(join(dir, BUNDLE_FILES.log), write => {
    for (let seq = 0; seq < size; seq++) {
      const leaf = reader.leaf(seq);
      if (leaf === undefined || leaf.includes(0x0a)) throw broken(`record ${seq} is missing or none`);
      write(leaf);
    }
  });
  writing(join(dir, BUNDLE_FILES.payload), write => {
    for (let seq = 0; seq < size; seq++)
      for (const { field, salt, value } of reader.kept(seq)) {
        if (value === null) throw broken(`a text of record ${seq} is longer than one can be`);
        write(Buffer.from(JSON.stringify({ seq, field, salt, ...textOf(value) })));
        texts += 1;
      }
  });
  writing(join(dir, BUNDLE_FILES.head), write =>
    write(Buffer.from(JSON.stringify({ schema: HEAD_SCHEMA, size, root, texts }))),
  );
  syncFolder(dir);
  syncFolder(dirname(dir));
  return { size, root, texts };
}

/** Bytes that are no UTF-8, which only a changed log has, must come out as they are. */
function textOf(value: Buffer): { readonly text: string } | { readonly base64: string } {
  const text = value.toString('utf8');
  return Buffer.from(text).equals(value) ? { text } : { base64: value.toString('base64') };
}

/** Writes a new file line by line and returns when it is on disk. */
function writing(path: string, lines: (write: (line: Buffer) => void) => void): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    let block: Buffer[] = [];
    const flush = (): void => {
      let rest = Buffer.concat(block);
      while (rest.length > 0) rest = rest.subarray(writeSync(file, rest));
      block = [];
    };
    lines(line => {
      block.push(line, NEWLINE);
      if (block.length >= CHUNK) flush();
    });
    flush();
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

const NEWLINE = Buffer.from('\n');

function syncFolder(dir: string): void {
  const folder = openSync(dir, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function broken(why: string): RampartError {
  return new RampartError('E_INPUT', `the audit log cannot be exported: ${why}`, {
    hint: 'rampart audit verify says what is wrong with it',
  });
}
