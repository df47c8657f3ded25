import { sha256 } from './hash.ts';

/** Bytes of every hash in the tree. */
export const HASH_BYTES = 32;

/** One hash of the tree: `level` 0 are leaves, the node at (level, index) covers leaves [index·2^level, (index+1)·2^level). */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Buffer;
}

/** Gives the hash of a complete node; only complete nodes are stored, and they never change. */
export type ReadNode = (level: number, index: number) => Buffer;

/** The hash of a leaf over its stored bytes (RFC 6962 2.1; the prefix keeps a leaf from passing for a node). */
export function leafHash(leaf: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(leaf.length + 1);
  bytes[0] = 0x00;
  bytes.set(leaf, 1);
  return sha256(bytes);
}

/** The hash of an inner node over its two children (RFC 6962 2.1). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(1 + 2 * HASH_BYTES);
  bytes[0] = 0x01;
  bytes.set(left, 1);
  bytes.set(right, 1 + HASH_BYTES);
  return sha256(bytes);
}

/** The root of the empty tree: the hash of nothing (RFC 6962 2.1). */
export const EMPTY_ROOT = sha256('');

/**
 * The right edge of a growing tree: the roots of its complete subtrees, largest first. Appending needs nothing else,
 * so that memory stays O(log n) for any length of log.
 */
export class CompactRange {
  #size = 0;
  readonly #peaks: { readonly level: number; readonly hash: Buffer }[] = [];

  /** The range of a tree whose complete nodes can be read. */
  static load(size: number, read: ReadNode): CompactRange {
    const range = new CompactRange();
    for (const { level, index } of peaksOf(size)) range.#peaks.push({ level, hash: read(level, index) });
    range.#size = size;
    return range;
  }

  get size(): number {
    return this.#size;
  }

  /** Appends one leaf, or a complete subtree of 2^level leaves, and returns the nodes that became complete by it. */
  append(hash: Buffer, level = 0): TreeNode[] {
    const completed: TreeNode[] = [];
    let at = { level, hash };
    let index = this.#size / 2 ** level;
    if (!Number.isInteger(index)) throw new RangeError('subtree appended off its place');
    completed.push({ ...at, index });
    for (;;) {
      const left = this.#peaks.at(-1);
      if (left?.level !== at.level) break;
      this.#peaks.pop();
      index = (index - 1) / 2;
      at = { level: at.level + 1, hash: nodeHash(left.hash, at.hash) };
      completed.push({ ...at, index });
    }
    this.#peaks.push(at);
    this.#size += 2 ** level;
    return completed;
  }

  root(): Buffer {
    let root: Buffer | undefined;
    for (const peak of this.#peaks.toReversed())
      root = root === undefined ? peak.hash : nodeHash(peak.hash, root);
    return root ?? EMPTY_ROOT;
  }

  copy(): CompactRange {
    const range = new CompactRange();
    range.#size = this.#size;
    range.#peaks.push(...this.#peaks);
    return range;
  }
}

/** The complete subtrees that make up a tree of `size` leaves, largest first. */
export function peaksOf(size: number): { level: number; index: number }[] {
  const peaks: { level: number; index: number }[] = [];
  let before = 0;
  for (let level = Math.floor(Math.log2(Math.max(size, 1))) + 1; level >= 0; level--) {
    const width = 2 ** level;
    if (before + width > size) continue;
    peaks.push({ level, index: before / width });
    before += width;
  }
  return peaks;
}
