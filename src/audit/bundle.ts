import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf, RampartError } from '../core/error.ts';
import { isObject } from '../core/json.ts';
import { LIMITS } from '../core/limits.ts';
import type { Check } from './check.ts';
import { BUNDLE_FILES, HEAD_SCHEMA } from './export.ts';
import { fileLines } from './file-lines.ts';
import { readLeaf } from './leaf.ts';
import type { StoredText } from './payload.ts';
import { spillDigest } from './spill-read.ts';
import { Store } from './store.ts';
import { NOTHING_READ, type Verdict, verify } from './verify/verify.ts';

/** What an export says it holds. */
interface ClaimedHead {
  readonly size: number;
  readonly root: string;
}

interface KeptLine extends StoredText {
  readonly seq: number;
}

/** Records in one transaction while a log is made again. */
const CHUNK = 1_000;
/** A byte of text is six characters of JSON at most. */
const TEXT_LINE = 6 * LIMITS.payloadBytes + 1_024;
/** `TMPDIR` is the caller's environment, which configures nothing. */
const SCRATCH = '/tmp/rampart-verify-';

/**
 * Verifies an exported log from itself: makes the log again from the leaves' bytes and the texts, verifies that as any
 * log, and compares it with the exported head. Every byte of it may be an attacker's.
 * @throws RampartError E_INPUT when it is no export or was not finished: that is not a finding
 */
export async function verifyBundle(dir: string): Promise<Verdict> {
  const head = claimedHead(dir);
  const scratch = mkdtempSync(SCRATCH);
  try {
    const database = join(scratch, 'rampart.db');
    const { check, stray } = remake(dir, database);
    if (check !== undefined) return refuted(head, check);
    const verdict = await verify({ database, live: false });
    if (!verdict.integrity.ok) return verdict;
    if (verdict.size !== head.size || verdict.root !== head.root) return withFault(verdict, 'head');
    return stray ? withFault(verdict, 'stray') : verdict;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function claimedHead(dir: string): ClaimedHead {
  const path = join(dir, BUNDLE_FILES.head);
  try {
    const head: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (
      isObject(head) &&
      head.schema === HEAD_SCHEMA &&
      typeof head.size === 'number' &&
      Number.isSafeInteger(head.size) &&
      typeof head.root === 'string'
    )
      return { size: head.size, root: head.root };
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT')
      throw new RampartError('E_INPUT', `no finished export: there is no ${path}`, { cause });
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw new RampartError('E_INPUT', `not the head of an exported log: ${path}`);
}

interface Remade {
  /** What keeps the files from being a log at all. */
  readonly check?: Check;
  /** There are texts of no leaf. */
  readonly stray: boolean;
}

function remake(dir: string, database: string): Remade {
  const leaves = fileLines(join(dir, BUNDLE_FILES.log), LIMITS.leafBytes);
  const texts = textsBySeq(fileLines(join(dir, BUNDLE_FILES.payload), TEXT_LINE));
  let store: Store | undefined;
  try {
    const first = leaves.next();
    if (first.done) return { check: 'genesis', stray: false };
    const opened = Store.open(database, seq => ({ leaf: Buffer.from(first.value), texts: texts.of(seq) }));
    store = opened;
    for (let more = true; more; )
      opened.commit(put => {
        for (let count = 0; count < CHUNK && more; count++) {
          const { done, value } = leaves.next();
          more = done !== true;
          if (done) break;
          const leaf = Buffer.from(value);
          const seq = put(at => ({ leaf, texts: texts.of(at) }));
          const fields = readLeaf(leaf.toString('latin1'));
          const spill = fields && spillDigest(fields.kind, fields);
          if (spill !== undefined) opened.putSpill(spill, seq);
        }
      });
    return { stray: texts.left() };
  } catch (thrown) {
    if (thrown instanceof MisshapenText || errnoOf(thrown)?.startsWith('SQLITE_CONSTRAINT') === true)
      return { check: 'payload', stray: false };
    if (thrown instanceof RampartError && (thrown.code === 'E_LIMIT' || thrown.code === 'E_INPUT'))
      return { check: 'format', stray: false };
    throw thrown;
  } finally {
    store?.close();
    leaves.return(undefined);
    texts.close();
  }
}

class MisshapenText extends Error {}

/** The texts of one record after the other: they stand in the records' order, or belong to none. */
function textsBySeq(lines: Generator<Buffer>) {
  const following = (): KeptLine | undefined => {
    const { done, value } = lines.next();
    return done ? undefined : readText(value);
  };
  let next: KeptLine | undefined;
  let begun = false;
  return {
    of(seq: number): StoredText[] {
      if (!begun) next = following();
      begun = true;
      const found: StoredText[] = [];
      for (; next?.seq === seq; next = following()) found.push(next);
      return found;
    },
    left: (): boolean => next !== undefined,
    close: (): void => void lines.return(undefined),
  };
}

function readText(line: Buffer): KeptLine {
  let read: unknown;
  try {
    read = JSON.parse(line.toString('utf8'));
  } catch {
    throw new MisshapenText();
  }
  if (!isObject(read)) throw new MisshapenText();
  const { seq, field, salt, text, base64 } = read;
  if (typeof seq !== 'number' || typeof field !== 'string' || typeof salt !== 'string')
    throw new MisshapenText();
  if (typeof text === 'string') return { seq, field, salt, value: Buffer.from(text) };
  if (typeof base64 === 'string') return { seq, field, salt, value: Buffer.from(base64, 'base64') };
  throw new MisshapenText();
}

function withFault(verdict: Verdict, check: Check): Verdict {
  return { ...verdict, integrity: { ok: false, first_bad: null, check } };
}

function refuted({ size }: ClaimedHead, check: Check): Verdict {
  return {
    integrity: { ok: false, first_bad: null, check },
    completeness: { ...NOTHING_READ, waiting: 0 },
    freshness: { ok: null, method: 'none', age_s: null },
    anchoring: { ok: null, size: 0, lag: null, sinks: [] },
    size,
    root: null,
    records_per_s: 0,
  };
}
