import { LIMITS } from '../core/limits.ts';
import type { TextDigest } from './entry-check.ts';
import { sha256Hex } from './hash.ts';
import { redactHead } from './redact.ts';

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
  const { clean, whole } = redactHead(text, LIMITS.payloadBytes);
  const bytes = Buffer.from(clean);
  const value = bytes.subarray(0, characterStart(bytes, LIMITS.payloadBytes));
  const stored = { field, salt, value };
  const h = textHash(salt, value);
  if (whole && value.length === bytes.length) return { stored, digest: { h, n: bytes.length } };
  return { stored, digest: { h, n: Math.max(Buffer.byteLength(text), bytes.length), cut: true } };
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

/** The last offset up to `at` at which a UTF-8 character begins or the text ends. */
function characterStart(bytes: Buffer, at: number): number {
  if (bytes.length <= at) return bytes.length;
  let start = at;
  while (start > 0 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
  return start;
}
