import type { Json } from './json.ts';

/** What a leaf of the audit log can be about. */
export const RECORD_KINDS = [
  'genesis',
  'start',
  'stop',
  'policy',
  'session',
  'call',
  'approval',
  'outcome',
  'exec',
  'gap',
  'admin',
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** Kinds a log may hold that nothing writes yet: seals and retention. */
export const RESERVED_KINDS = ['epoch', 'anchor', 'prune'] as const;

/**
 * One thing to write down. The log adds place, time, salts and digests; nobody else hashes.
 */
export interface AuditEntry {
  readonly kind: RecordKind;
  readonly session: string | null;
  readonly agent: string | null;
  readonly actor: string | null;
  readonly corr: string | null;
  /** Id of the call this is about: what links a call, its approval and its outcome. */
  readonly call: string | null;
  /** A long-lived client's own count of its calls: a hole in it is a suppressed call. */
  readonly cseq: number | null;
  /** Plain facts, kept in the leaf for ever: never text an agent chose, never a secret. */
  readonly fields: Readonly<Record<string, Json>>;
  /** Text: the leaf keeps its digest and length; the text, redacted, stands in the payload table and can be forgotten. */
  readonly texts: Readonly<Record<string, string>>;
}

/** Writes entries so that they survive the machine. */
export interface AuditLog {
  /**
   * Resolves with the record's `seq` once it is on disk.
   * @throws RampartError E_LATCH when the log cannot be written
   */
  append(entry: AuditEntry): Promise<number>;
}

/** An entry about nobody in particular. */
export function entry(
  kind: RecordKind,
  fields: AuditEntry['fields'],
  texts: AuditEntry['texts'] = {},
): AuditEntry {
  return { kind, session: null, agent: null, actor: null, corr: null, call: null, cseq: null, fields, texts };
}
