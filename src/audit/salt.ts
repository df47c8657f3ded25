import { randomFillSync } from 'node:crypto';

const SALT_BYTES = 16;
const BLOCK_BYTES = SALT_BYTES * 256;

/** Gives 16 random bytes as hexadecimal with each call, drawn from the system in blocks: one draw costs as much as 256. */
export function saltSource(): () => string {
  const block = Buffer.alloc(BLOCK_BYTES);
  let at = BLOCK_BYTES;
  return () => {
    if (at === BLOCK_BYTES) {
      randomFillSync(block);
      at = 0;
    }
    const salt = block.toString('hex', at, at + SALT_BYTES);
    block.fill(0, at, at + SALT_BYTES);
    at += SALT_BYTES;
    return salt;
  };
}
