import { createHash } from 'node:crypto';

/** RFC 6962 2.1 to the letter, recursive over all leaves: slow, and shares no code with what it checks. */
export function referenceRoot(leaves: readonly Buffer[]): Buffer {
  const hash = (...parts: Uint8Array[]): Buffer => {
    const sum = createHash('sha256');
    for (const part of parts) sum.update(part);
    return sum.digest();
  };
  if (leaves.length === 0) return hash();
  if (leaves.length === 1) return hash(Buffer.of(0), leaves[0]!);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return hash(Buffer.of(1), referenceRoot(leaves.slice(0, split)), referenceRoot(leaves.slice(split)));
}
