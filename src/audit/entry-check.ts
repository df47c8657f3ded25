import { RampartError } from '../core/error.ts';
import { isObject, type Json } from '../core/json.ts';
import { LIMITS } from '../core/limits.ts';
import { type AuditEntry, RECORD_KINDS } from '../core/record.ts';

/** What every leaf begins with, in this order. */
export const HEAD_KEYS = [
  'v',
  'seq',
  'ts',
  'boot',
  'mono_us',
  'kind',
  'session',
  'agent',
  'actor',
  'corr',
  'call',
  'cseq',
  'salt',
] as const;

/** What a leaf keeps of a text: SHA-256 over the text's own salt and its stored bytes, and its length in bytes. */
export interface TextDigest {
  readonly h: string;
  readonly n: number;
  /** Only the beginning was stored and hashed, `LIMITS.payloadBytes` at most; `n` is the length of all of it. */
  readonly cut?: true;
}

const HEAD: ReadonlySet<string> = new Set(HEAD_KEYS);
const NAME = /^[a-z][a-z0-9_]{0,31}$/;
const KINDS: ReadonlySet<string> = new Set(RECORD_KINDS);
const IDS = ['session', 'agent', 'actor', 'corr', 'call'] as const;

/**
 * Refuses what would not make a well-formed leaf: a log whose reader stumbles over one record is no log.
 * @throws RampartError E_INPUT for a wrong shape, E_LIMIT for too many fields
 */
export function checkEntry(entry: AuditEntry): void {
  if (!KINDS.has(entry.kind) || entry.kind === 'genesis')
    refuse(`no record of kind ${entry.kind} may be appended`);
  for (const id of IDS)
    if (entry[id] !== null && typeof entry[id] !== 'string') refuse(`${id} is not a text`);
  if (entry.cseq !== null && !(Number.isSafeInteger(entry.cseq) && entry.cseq >= 0))
    refuse('cseq is not a count');
  const fields = Object.entries(entry.fields);
  const texts = Object.entries(entry.texts);
  if (fields.length + texts.length > LIMITS.recordFields)
    throw new RampartError('E_LIMIT', `a record has more than ${LIMITS.recordFields} fields`);
  for (const [name, value] of fields) {
    checkName(name);
    if (value === undefined) refuse(`field ${name} has no value`);
    if (isDigest(value)) refuse(`field ${name} could be taken for a text's digest`);
  }
  for (const [name, text] of texts) {
    checkName(name);
    if (typeof text !== 'string') refuse(`text ${name} is not a text`);
    if (Object.hasOwn(entry.fields, name)) refuse(`${name} is both a field and a text`);
  }
}

export function isDigest(value: Json | undefined): value is Json & TextDigest {
  return (
    isObject(value) &&
    typeof value.h === 'string' &&
    /^[0-9a-f]{64}$/.test(value.h) &&
    typeof value.n === 'number' &&
    Number.isSafeInteger(value.n) &&
    value.n >= 0 &&
    (value.cut === undefined || value.cut === true)
  );
}

function checkName(name: string): void {
  if (!NAME.test(name) || HEAD.has(name)) refuse(`not a name for a field of a record: ${name}`);
}

function refuse(message: string): never {
  throw new RampartError('E_INPUT', message);
}
