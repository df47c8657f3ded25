import { hash } from 'node:crypto';
import type { Check, Fault } from '../check.ts';
import { textHash } from '../payload.ts';
import type { LineRow, Reader, TextRow } from '../reader.ts';

/**
 * Compares the kept texts of records [from, to) with the digests in their leaves. A text that is not kept has been
 * forgotten, which is nobody's fault.
 * @param rows the leaves, all of them
 */
export function textFault(
  reader: Reader,
  rows: readonly LineRow[],
  from: number,
  to: number,
): Fault | undefined {
  for (const row of reader.texts(from, to)) {
    const line = rows[row[0] - from]?.[2];
    const check = line === undefined || line === null ? 'stray' : textCheck(reader, line, row);
    if (check !== undefined) return { seq: row[0], check };
  }
  return undefined;
}

/**
 * Looks for the text's digest in the leaf's line instead of parsing it: no string inside can hold an unescaped quote,
 * and the line itself is checked against the tree.
 */
function textCheck(reader: Reader, line: string, [seq, field, bytes, salted]: TextRow): Check | undefined {
  if (salted === null) return 'payload';
  const start = `"${field}":{"h":"`;
  const digest = `${start}${hashOf(reader, seq, field, bytes, salted)}","n":`;
  if (line.includes(`${digest}${bytes}}`)) return undefined;
  if (!line.includes(start)) return 'stray';
  const at = line.indexOf(digest);
  const [, length] = /^(\d{1,16}),"cut":true\}/.exec(line.slice(at + digest.length)) ?? [];
  return at >= 0 && length !== undefined && Number(length) > bytes ? undefined : 'payload';
}

/** Text that is not the bytes it was read from (they were no UTF-8) is hashed from the bytes. */
function hashOf(reader: Reader, seq: number, field: string, bytes: number, salted: string): string {
  if (!salted.includes('\ufffd') && Buffer.byteLength(salted) === bytes + 32)
    return hash('sha256', salted, 'hex');
  const kept = reader.kept(seq).find(one => one.field === field);
  return kept === undefined || kept.value === null ? '' : textHash(kept.salt, kept.value);
}
