import { LIMITS } from '../core/limits.ts';
import type { TextDigest } from './entry-check.ts';
import { sha256Hex } from './hash.ts';
import { redact } from './redact.ts';

/** A text as the payload table keeps it. */
export interface StoredText {
  readonly field: string;
  /** 32 hexadecimal digits, hashed as they stand; forgotten together with the value. */
  readonly salt: string;
  readonly value: Buffer;
}

/** Redacts a text, cuts it to the cap and takes the digest of exactly the bytes that will be stored. */
export function storeText(
  field: string,
  text: string,
  salt: string,
): { stored: StoredText; digest: TextDigest } {
  const bytes = Buffer.from(redact(text));
  const value =
    bytes.length > LIMITS.payloadBytes
      ? bytes.subarray(0, characterStart(bytes, LIMITS.payloadBytes))
      : bytes;
  const digest = { h: textHash(salt, value), n: bytes.length };
  return { stored: { field, salt, value }, digest: value === bytes ? digest : { ...digest, cut: true } };
}

/** The digest a leaf carries for these stored bytes. */
export function textHash(salt: string, value: Uint8Array): string {
  const salted = Buffer.allocUnsafe(salt.length + value.length);
  salted.write(salt, 'latin1');
  salted.set(value, salt.length);
  return sha256Hex(salted);
}

/** Whether stored bytes are what the digest was taken from. */
export function matchesDigest(digest: TextDigest, salt: string, value: Uint8Array): boolean {
  const length = digest.cut === true ? digest.n > value.length : digest.n === value.length;
  return length && textHash(salt, value) === digest.h;
}

/** The last offset up to `at` at which a UTF-8 character begins. */
function characterStart(bytes: Buffer, at: number): number {
  let start = at;
  while (start > 0 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
  return start;
}
