import { hash } from 'node:crypto';

/** SHA-256 in one call: half the cost of `createHash` for inputs of a few hundred bytes. */
export function sha256(data: Uint8Array | string): Buffer {
  return hash('sha256', data, 'buffer');
}

export function sha256Hex(data: Uint8Array | string): string {
  return hash('sha256', data, 'hex');
}
