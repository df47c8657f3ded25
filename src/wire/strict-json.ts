import { isUtf8 } from 'node:buffer';
import { RampartError } from '../core/error.ts';
import { isObject } from '../core/json.ts';
import { LIMITS } from '../core/limits.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/**
 * Reads one JSON object (RFC 8259) that two readers cannot understand differently: UTF-8 only, no name twice in one
 * object, no `__proto__`, and no deeper than anything that walks it later can follow.
 * @throws RampartError E_INPUT, or E_LIMIT for nesting
 */
export function parseObject(bytes: Buffer): Record<string, unknown> {
  if (!isUtf8(bytes)) throw new RampartError('E_INPUT', 'frame is not UTF-8');
  const members = countMembers(bytes);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    // The parser's message quotes the frame, which is hostile and may be private.
    throw new RampartError('E_INPUT', 'frame is not JSON');
  }
  if (!isObject(value)) throw new RampartError('E_INPUT', 'frame is not a JSON object');
  // JSON.parse keeps the last of several members of one name, so fewer are left than there are colons.
  if (countKeys(value) !== members) throw new RampartError('E_INPUT', 'frame has a name twice in one object');
  return value;
}

/**
 * Colons outside strings: in well-formed JSON, the number of members of all objects.
 * @throws RampartError E_LIMIT for nesting past the cap, before anything recursive sees it
 */
function countMembers(bytes: Buffer): number {
  let members = 0;
  let depth = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) at = closingQuote(bytes, at);
    else if (byte === COLON) members++;
    else if (OPENING.has(byte)) depth++;
    else if (CLOSING.has(byte)) depth--;
    if (depth > LIMITS.frameDepth)
      throw new RampartError('E_LIMIT', `frame nests deeper than ${LIMITS.frameDepth} levels`);
  }
  return members;
}

function closingQuote(bytes: Buffer, opening: number): number {
  for (let at = opening + 1; ; at++) {
    at = bytes.indexOf(QUOTE, at);
    if (at < 0) return bytes.length;
    let backslashes = 0;
    while (bytes[at - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return at;
  }
}

function countKeys(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + countKeys(one), 0);
  if (!isObject(value)) return 0;
  let keys = 0;
  for (const [key, member] of Object.entries(value)) {
    if (key === '__proto__') throw new RampartError('E_INPUT', 'frame has a member named __proto__');
    keys += 1 + countKeys(member);
  }
  return keys;
}
