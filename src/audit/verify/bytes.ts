import { hash } from 'node:crypto';
import { type Check, earlier, type Fault } from '../check.ts';
import type { Extent, LineRow, Reader } from '../reader.ts';
import { CompactRange, HASH_BYTES, leafHash, peaksOf, type TreeNode } from '../tree.ts';
import { textFault } from './texts.ts';

/** What hashing everything came to. The root is null when records are missing. */
export interface BytesVerdict {
  readonly fault: Fault | undefined;
  readonly root: string | null;
}

/** Levels, and leaves, of the subtrees that are checked at a time. */
const CHUNK_LEVEL = 10;
export const CHUNK = 2 ** CHUNK_LEVEL;

/**
 * Hashes what is stored, record by record, and compares it with every stored node up to the root. Memory is one chunk,
 * whatever the size. The file's owner may be the attacker.
 * @param textsTo kept texts of records before this one are compared with their digests too
 */
export function verifyBytes(reader: Reader, extent: Extent, textsTo: number): BytesVerdict {
  const range = new CompactRange();
  let fault = extentFault(extent);
  for (let from = 0; from < extent.size; from += CHUNK) {
    const to = Math.min(from + CHUNK, extent.size);
    const rows = reader.lines(from, to);
    const hashes = leafHashes(reader, rows, from, to);
    if (!Buffer.isBuffer(hashes)) return { fault: earlier(fault, hashes), root: null };
    const levels = levelsOf(hashes);
    // Once something is wrong every node above it is too: only the first place is of interest.
    fault ??= earlier(
      levelsFault(reader, levels, from),
      from < textsTo ? textFault(reader, rows, from, to) : undefined,
    );
    const above = appendChunk(range, levels).find(
      ({ level, index, hash: expected }) =>
        level > CHUNK_LEVEL && reader.node(level, index)?.equals(expected) !== true,
    );
    if (above !== undefined) fault ??= { seq: above.index * 2 ** above.level, check: 'node' };
  }
  return { fault, root: range.root().toString('hex') };
}

/** Nodes that no record accounts for, and a log that begins later than with its first record. */
function extentFault({ first, size, levels }: Extent): Fault | undefined {
  if (first !== 0) return { seq: 0, check: 'sequence' };
  for (const { level, first: low, last } of levels) {
    const complete = Math.floor(size / 2 ** level);
    if (level === 0 && last >= complete) return { seq: size, check: 'sequence' };
    if (level < 0 || low !== 0 || last >= complete) return { seq: null, check: 'node' };
  }
  return undefined;
}

function leafHashes(reader: Reader, rows: readonly LineRow[], from: number, to: number): Buffer | Fault {
  const hashes = Buffer.allocUnsafe((to - from) * HASH_BYTES);
  for (let seq = from; seq < to; seq++) {
    const [found, bytes, line] = rows[seq - from] ?? [];
    if (found !== seq) return { seq, check: 'sequence' };
    const at = (seq - from) * HASH_BYTES;
    if (typeof line === 'string' && line.length === bytes && Buffer.byteLength(line) === bytes)
      hashes.write(hash('sha256', `\0${line}`, 'binary'), at, 'latin1');
    else {
      const leaf = reader.leaf(seq);
      if (!Buffer.isBuffer(leaf)) return { seq, check: 'format' };
      hashes.set(leafHash(leaf), at);
    }
  }
  return hashes;
}

/** The complete nodes over the chunk's leaves, level by level. */
function levelsOf(leaves: Buffer): Buffer[] {
  const levels: Buffer[] = [];
  for (let hashes = leaves; hashes.length > 0; hashes = parentsOf(hashes)) levels.push(hashes);
  return levels;
}

function levelsFault(reader: Reader, levels: readonly Buffer[], from: number): Fault | undefined {
  for (const [level, hashes] of levels.entries()) {
    const start = from / 2 ** level;
    const count = hashes.length / HASH_BYTES;
    if (!reader.nodes(level, start, start + count).equals(hashes))
      return levelFault(reader, level, start, hashes);
  }
  return undefined;
}

function levelFault(reader: Reader, level: number, start: number, hashes: Buffer): Fault {
  for (let index = start; ; index++) {
    const at = (index - start) * HASH_BYTES;
    const stored = reader.node(level, index);
    if (stored?.equals(hashes.subarray(at, at + HASH_BYTES)) === true) continue;
    const check: Check = level === 0 && stored !== undefined ? 'leaf' : 'node';
    return { seq: index * 2 ** level, check };
  }
}

function parentsOf(hashes: Buffer): Buffer {
  const pairs = Math.floor(hashes.length / (2 * HASH_BYTES));
  const parents = Buffer.allocUnsafe(pairs * HASH_BYTES);
  const node = Buffer.alloc(1 + 2 * HASH_BYTES, 0x01);
  for (let pair = 0; pair < pairs; pair++) {
    hashes.copy(node, 1, pair * 2 * HASH_BYTES, (pair + 1) * 2 * HASH_BYTES);
    parents.write(hash('sha256', node, 'binary'), pair * HASH_BYTES, 'latin1');
  }
  return parents;
}

/** Appends the chunk to the range, in as few subtrees as it has; returns those and what they completed above. */
function appendChunk(range: CompactRange, levels: readonly Buffer[]): TreeNode[] {
  const leaves = (levels[0]?.length ?? 0) / HASH_BYTES;
  return peaksOf(leaves).flatMap(({ level, index }) => {
    const at = index * HASH_BYTES;
    const peak = levels[level]?.subarray(at, at + HASH_BYTES);
    return peak === undefined ? [] : range.append(Buffer.from(peak), level);
  });
}
