import { RampartError } from '../core/error.ts';
import { EMPTY_ROOT, HASH_BYTES, nodeHash, type ReadNode } from './tree.ts';

/**
 * The hashes that prove that leaf `index` is in the tree of `size` leaves (RFC 6962 2.1.1).
 * @throws RampartError E_INPUT for a place that is not in the tree
 */
export function inclusionProof(index: number, size: number, read: ReadNode): Buffer[] {
  if (!(isCount(index) && isCount(size) && index < size))
    throw new RampartError('E_INPUT', `no leaf ${index} in a tree of ${size}`);
  const proof: Buffer[] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      proof.push(rangeRoot(middle, to, read));
      to = middle;
    } else {
      proof.push(rangeRoot(from, middle, read));
      from = middle;
    }
  }
  return proof.reverse();
}

/**
 * The hashes that prove that the tree of `size` leaves begins with the tree of `earlier` leaves (RFC 6962 2.1.2).
 * @throws RampartError E_INPUT unless 0 < earlier <= size
 */
export function consistencyProof(earlier: number, size: number, read: ReadNode): Buffer[] {
  if (!(isCount(earlier) && isCount(size) && earlier > 0 && earlier <= size))
    throw new RampartError('E_INPUT', `no consistency proof between trees of ${earlier} and ${size}`);
  const proof: Buffer[] = [];
  let from = 0;
  let to = size;
  // The earlier root itself is left out for as long as the earlier tree is a complete subtree of the later one.
  let known = true;
  while (earlier < to) {
    const middle = from + splitOf(to - from);
    if (earlier <= middle) {
      proof.push(rangeRoot(middle, to, read));
      to = middle;
    } else {
      proof.push(rangeRoot(from, middle, read));
      from = middle;
      known = false;
    }
  }
  if (!known) proof.push(rangeRoot(from, to, read));
  return proof.reverse();
}

/**
 * Whether the proof leads from a leaf's hash to the root (RFC 9162 2.1.3.2). Every argument may come from an attacker.
 */
export function verifyInclusion(
  leaf: Buffer,
  index: number,
  size: number,
  proof: readonly Buffer[],
  root: Buffer,
): boolean {
  if (!(isCount(index) && isCount(size) && index < size) || !areHashes(leaf, root, ...proof)) return false;
  let at = index;
  let last = size - 1;
  let hash = leaf;
  for (const step of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(step, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, half(last)];
    } else hash = nodeHash(hash, step);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && hash.equals(root);
}

/**
 * Whether the proof shows that the tree with `root` begins with the tree with `earlierRoot` (RFC 9162 2.1.4.2). Every
 * argument may come from an attacker. A tree of nothing is the beginning of every tree, proved by nothing.
 */
export function verifyConsistency(
  earlier: number,
  size: number,
  earlierRoot: Buffer,
  root: Buffer,
  proof: readonly Buffer[],
): boolean {
  if (!(isCount(earlier) && isCount(size) && earlier <= size)) return false;
  if (!areHashes(earlierRoot, root, ...proof)) return false;
  if (earlier === size) return proof.length === 0 && earlierRoot.equals(root);
  if (earlier === 0) return proof.length === 0 && earlierRoot.equals(EMPTY_ROOT);
  const steps = isPowerOfTwo(earlier) ? [earlierRoot, ...proof] : [...proof];
  let at = earlier - 1;
  let last = size - 1;
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  const [first, ...rest] = steps;
  if (first === undefined) return false;
  let older = first;
  let newer = first;
  for (const step of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      older = nodeHash(step, older);
      newer = nodeHash(step, newer);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, half(last)];
    } else newer = nodeHash(newer, step);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && older.equals(earlierRoot) && newer.equals(root);
}

/** The root over leaves [from, to), where `from` is a multiple of the largest power of two not above `to - from`. */
function rangeRoot(from: number, to: number, read: ReadNode): Buffer {
  const width = to - from;
  if (isPowerOfTwo(width)) return read(Math.log2(width), from / width);
  const middle = from + splitOf(width);
  return nodeHash(rangeRoot(from, middle, read), rangeRoot(middle, to, read));
}

/** The largest power of two smaller than `width`. */
function splitOf(width: number): number {
  const rounded = 2 ** Math.round(Math.log2(width));
  return rounded < width ? rounded : rounded / 2;
}

function isPowerOfTwo(count: number): boolean {
  return 2 ** Math.round(Math.log2(count)) === count;
}

function half(count: number): number {
  return Math.floor(count / 2);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function areHashes(...hashes: readonly Buffer[]): boolean {
  return hashes.every(hash => hash.length === HASH_BYTES);
}
