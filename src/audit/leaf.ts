import { RampartError } from '../core/error.ts';
import { isObject, type Json } from '../core/json.ts';
import { LIMITS } from '../core/limits.ts';
import { type AuditEntry, RECORD_KINDS, RESERVED_KINDS, type RecordKind } from '../core/record.ts';
import { HEAD_KEYS, type TextDigest } from './entry-check.ts';
import { sha256Hex } from './hash.ts';
import { type StoredText, storeText } from './payload.ts';

/** Where and when a record stands in the log. */
export interface Place {
  readonly seq: number;
  /** RFC 3339, UTC, milliseconds. */
  readonly ts: string;
  readonly boot: string;
  readonly monoUs: number;
}

/** A record ready to be stored: its leaf's bytes, written once, and the texts the leaf has digests of. */
export interface Written {
  readonly leaf: Buffer;
  readonly texts: readonly StoredText[];
}

/** A leaf as it is read back. What follows the head are the record's own fields, texts among them as digests. */
export interface Leaf {
  readonly v: 1;
  readonly seq: number;
  readonly ts: string;
  readonly boot: string;
  readonly mono_us: number;
  readonly kind: RecordKind | (typeof RESERVED_KINDS)[number];
  readonly session: string | null;
  readonly agent: string | null;
  readonly actor: string | null;
  readonly corr: string | null;
  readonly call: string | null;
  readonly cseq: number | null;
  readonly salt: string;
  readonly [field: string]: Json;
}

/** Everything of a record but its place: all that can be refused has been when there is one. */
export interface Draft {
  readonly tail: string;
  readonly texts: readonly StoredText[];
}

/** Longer than what `placeLeaf` puts before the tail can be. */
const PLACE_BYTES = 256;

/**
 * Writes a checked entry as the JSON that follows a record's place. Everything outside printable ASCII is escaped, so
 * that the bytes are the same in every encoding and harmless on every screen.
 * @param salt gives 16 fresh random bytes as hexadecimal, once for the leaf and once for each text
 * @throws RampartError E_LIMIT for a leaf past the cap, E_INPUT for fields that are no JSON
 */
export function draftLeaf(entry: AuditEntry, salt: () => string): Draft {
  const texts: StoredText[] = [];
  const digests: Record<string, TextDigest> = {};
  for (const [field, text] of Object.entries(entry.texts)) {
    const { stored, digest } = storeText(field, text, salt());
    texts.push(stored);
    digests[field] = digest;
  }
  const tail = stringify({
    kind: entry.kind,
    session: shortId(entry.session),
    agent: shortId(entry.agent),
    actor: shortId(entry.actor),
    corr: shortId(entry.corr),
    call: shortId(entry.call),
    cseq: entry.cseq,
    salt: salt(),
    ...entry.fields,
    ...digests,
  }).slice(1);
  if (tail.length + PLACE_BYTES > LIMITS.leafBytes)
    throw new RampartError('E_LIMIT', `a record's facts take ${tail.length} bytes`, {
      hint: `with its place, a leaf is at most ${LIMITS.leafBytes} bytes long; text belongs in the payload`,
    });
  return { tail, texts };
}

/** The leaf's final bytes: version and place, in the order of `HEAD_KEYS`, then the draft. */
export function placeLeaf(draft: Draft, at: Place): Written {
  const head = `{"v":1,"seq":${at.seq},"ts":"${at.ts}","boot":"${at.boot}","mono_us":${at.monoUs},`;
  return { leaf: Buffer.from(head + draft.tail, 'latin1'), texts: draft.texts };
}

/**
 * Reads a leaf; undefined when the line is not one of version 1. The text may come from an attacker who rebuilt the
 * tree over it, so nothing of it is believed.
 */
export function readLeaf(line: string): Leaf | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isLeaf(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The form ids take in leaves: an overlong one, which no honest host sends, still links its records by its digest. */
export function shortId(id: string | null): string | null {
  return id === null || id.length <= LIMITS.leafIdChars ? id : `sha256:${sha256Hex(id)}`;
}

const TIME = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const KINDS: ReadonlySet<unknown> = new Set([...RECORD_KINDS, ...RESERVED_KINDS]);
const SALT = /^[0-9a-f]{32}$/;

function isLeaf(leaf: unknown): leaf is Leaf {
  if (!isObject(leaf)) return false;
  let at = 0;
  for (const key in leaf) {
    if (key !== HEAD_KEYS[at]) return false;
    if (++at === HEAD_KEYS.length) break;
  }
  return (
    at === HEAD_KEYS.length &&
    leaf.v === 1 &&
    isCount(leaf.seq) &&
    typeof leaf.ts === 'string' &&
    TIME.test(leaf.ts) &&
    typeof leaf.boot === 'string' &&
    isCount(leaf.mono_us) &&
    KINDS.has(leaf.kind) &&
    isId(leaf.session) &&
    isId(leaf.agent) &&
    isId(leaf.actor) &&
    isId(leaf.corr) &&
    isId(leaf.call) &&
    (leaf.cseq === null || isCount(leaf.cseq)) &&
    typeof leaf.salt === 'string' &&
    SALT.test(leaf.salt)
  );
}

function isId(value: unknown): boolean {
  return value === null || typeof value === 'string';
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function stringify(value: object): string {
  let line: string;
  try {
    line = JSON.stringify(value);
  } catch (cause) {
    throw new RampartError('E_INPUT', 'a record has fields that are no JSON', { cause });
  }
  return line.replace(/[\x7f-\uffff]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
