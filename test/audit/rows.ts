import Database from 'better-sqlite3';
import { type Leaf, readLeaf } from '../../src/audit/leaf.ts';
import type { Appended } from '../../src/audit/writer.ts';

/** Every leaf of a log, read without the code under test that reads. */
export function leavesOf(path: string): Leaf[] {
  const db = new Database(path, { readonly: true });
  const rows = db.prepare<[], Buffer>('SELECT leaf FROM entry ORDER BY seq').pluck().all();
  db.close();
  return rows.map(row => {
    const leaf = readLeaf(row.toString('latin1'));
    if (leaf === undefined) throw new Error(`no leaf: ${row}`);
    return leaf;
  });
}

export function seqsOf(appended: readonly Appended[]): (number | string)[] {
  return appended.map(one => ('seq' in one ? one.seq : one.code));
}
