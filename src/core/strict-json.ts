import { isUtf8 } from 'node:buffer';
import { RampartError } from './error.ts';
import { isObject } from './json.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** What is read, for messages, and how deep it may nest. */
export interface JsonText {
  readonly what: string;
  /** Objects and lists inside each other. */
  readonly depth: number;
}

/**
 * Reads one JSON object (RFC 8259) that two readers cannot understand differently: UTF-8 only, no name twice in one
 * object, no `__proto__`, and no deeper than anything that walks it later can follow.
 * @throws RampartError E_INPUT, or E_LIMIT for nesting
 */
export function parseObject(bytes: Buffer, { what, depth }: JsonText): Record<string, unknown> {
  if (!isUtf8(bytes)) throw new RampartError('E_INPUT', `${what} is not UTF-8`);
  const members = countMembers(bytes);
  if (members.deepest > depth) throw new RampartError('E_LIMIT', `${what} nests deeper than ${depth} levels`);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    // The parser's message quotes the text, which is hostile and may be private.
    throw new RampartError('E_INPUT', `${what} is not JSON`);
  }
  if (!isObject(value)) throw new RampartError('E_INPUT', `${what} is not a JSON object`);
  // JSON.parse keeps the last of several members of one name, so fewer are left than there are colons.
  if (countKeys(value, what) !== members.count)
    throw new RampartError('E_INPUT', `${what} has a name twice in one object`);
  return value;
}

/** Colons outside strings: in well-formed JSON, the number of members of all objects; and how deep it nests. */
function countMembers(bytes: Buffer): { readonly count: number; readonly deepest: number } {
  let count = 0;
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) at = closingQuote(bytes, at);
    else if (byte === COLON) count++;
    else if (byte === OPEN_BRACKET || byte === OPEN_BRACE) deepest = Math.max(deepest, ++depth);
    else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) depth--;
  }
  return { count, deepest };
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

function countKeys(value: unknown, what: string): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + countKeys(one, what), 0);
  if (!isObject(value)) return 0;
  let keys = 0;
  for (const [key, member] of Object.entries(value)) {
    if (key === '__proto__') throw new RampartError('E_INPUT', `${what} has a member named __proto__`);
    keys += 1 + countKeys(member, what);
  }
  return keys;
}
