import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { draftLeaf, placeLeaf } from '../../src/audit/leaf.ts';
import { saltSource } from '../../src/audit/salt.ts';
import { assertDurable, makeDurable, openForWriting } from '../../src/audit/sqlite.ts';
import { type Make, Store } from '../../src/audit/store.ts';
import { leafHash } from '../../src/audit/tree.ts';
import { type AuditEntry, entry } from '../../src/core/record.ts';
import { referenceRoot } from './reference-tree.ts';
import { callEntry, scratch } from './scratch.ts';

const salt = saltSource();
const made =
  (record: AuditEntry): Make =>
  seq =>
    placeLeaf(draftLeaf(record, salt), { seq, ts: new Date().toISOString(), boot: 'b', monoUs: seq });
const genesis = made(entry('genesis', { log: '00' }));

const mode = (path: string): number => statSync(path).mode & 0o777;

describe('durability', () => {
  it('synchronous is FULL after opening, after a write and after opening again', () => {
    const path = join(scratch(), 'data', 'log.db');
    for (let round = 0; round < 3; round++) {
      const db = openForWriting(path);
      makeDurable(db);
      expect(db.pragma('synchronous', { simple: true })).toBe(2);
      db.exec('CREATE TABLE IF NOT EXISTS t (a); INSERT INTO t VALUES (1)');
      expect(db.pragma('synchronous', { simple: true })).toBe(2);
      assertDurable(db);
      db.close();
    }
  });

  it('is refused for a connection that fell back to NORMAL, as better-sqlite3 does with its first write', () => {
    const db = new Database(join(scratch(), 'log.db'));
    db.pragma('journal_mode = WAL');
    expect(() => assertDurable(db)).not.toThrow();
    db.exec('CREATE TABLE t (a)');
    expect(() => assertDurable(db)).toThrowError(expect.objectContaining({ code: 'E_LATCH' }));
    db.close();
  });
});

describe('the store', () => {
  it('makes file and directory for its owner alone, and begins with one record', () => {
    const path = join(scratch(), 'home', 'data', 'log.db');
    const store = Store.open(path, genesis);
    expect(store.head.size).toBe(1);
    expect([mode(path), mode(`${path}-wal`), mode(`${path}-shm`)]).toEqual([0o600, 0o600, 0o600]);
    expect(mode(join(path, '..'))).toBe(0o700);
    store.close();
  });

  it('takes rights away that others have', () => {
    const path = join(scratch(), 'data', 'log.db');
    Store.open(path, genesis).close();
    chmodSync(path, 0o666);
    chmodSync(join(path, '..'), 0o755);
    Store.open(path, genesis).close();
    expect([mode(path), mode(join(path, '..'))]).toEqual([0o600, 0o700]);
  });

  it('goes on where it stopped, with the same root as over all leaves', () => {
    const path = join(scratch(), 'log.db');
    for (let round = 0; round < 5; round++) {
      const store = Store.open(path, genesis);
      store.commit(put => {
        for (let index = 0; index < round * 3; index++) put(made(callEntry(`c${round}-${index}`)));
      });
      const { size, root } = store.head;
      store.close();
      const db = new Database(path, { readonly: true });
      const leaves = db.prepare<[], Buffer>('SELECT leaf FROM entry ORDER BY seq').pluck().all();
      expect(size).toBe(leaves.length);
      expect(root).toEqual(referenceRoot(leaves));
      const nodes = db
        .prepare<[number], Buffer>('SELECT hash FROM node WHERE level = ? ORDER BY idx')
        .pluck();
      expect(nodes.all(0)).toEqual(leaves.map(leafHash));
      for (let level = 1; level < 6; level++)
        expect(nodes.all(level)).toHaveLength(Math.floor(size / 2 ** level));
      db.close();
    }
  });

  it('keeps nothing of a group that fails half way', () => {
    const path = join(scratch(), 'log.db');
    const store = Store.open(path, genesis);
    const before = store.head;
    expect(() =>
      store.commit(put => {
        put(made(callEntry('a')));
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(store.head).toEqual(before);
    expect(store.commit(put => put(made(callEntry('b'))))).toBe(1);
    store.close();
    expect(Store.open(path, genesis).head.size).toBe(2);
  });

  it('refuses to change or drop a record, by mistake', () => {
    const path = join(scratch(), 'log.db');
    Store.open(path, genesis).close();
    const db = new Database(path);
    for (const sql of [
      "UPDATE entry SET leaf = x''",
      'DELETE FROM entry',
      'DELETE FROM node',
      'UPDATE node SET level = 3',
    ])
      expect(() => db.exec(sql)).toThrow(/append-only/);
    db.close();
  });

  it.each<[why: string, spoil: (path: string) => void, code: string]>([
    ["another program's database", path => void new Database(path).exec('CREATE TABLE t (a)'), 'E_VERSION'],
    ['a later layout', path => later(path), 'E_VERSION'],
    ['a link', path => symlinkSync('/dev/null', path), 'E_OWNER'],
    ['a directory', path => mkdirSync(path), 'E_OWNER'],
    ['a named pipe', path => void execFileSync('mkfifo', [path]), 'E_OWNER'],
    [
      'a write-ahead log that is a named pipe',
      path => void execFileSync('mkfifo', [`${path}-wal`]),
      'E_OWNER',
    ],
    [
      'a record without its node',
      path => spoilt(path, 'DROP TRIGGER node_delete; DELETE FROM node'),
      'E_LATCH',
    ],
    [
      'a last record that was edited',
      path => spoilt(path, "DROP TRIGGER entry_update; UPDATE entry SET leaf = x'00'"),
      'E_LATCH',
    ],
  ])('does not open %s', (_, spoil, code) => {
    const path = join(scratch(), 'log.db');
    spoil(path);
    expect(() => Store.open(path, genesis)).toThrowError(expect.objectContaining({ code }));
  });

  it('does not open a file that is no database', () => {
    const path = join(scratch(), 'log.db');
    writeFileSync(path, 'not a database, but long enough to be looked at'.repeat(100));
    expect(() => Store.open(path, genesis)).toThrowError(expect.objectContaining({ code: 'SQLITE_NOTADB' }));
  });

  it.runIf(process.getuid?.() === 0).each([
    ['file', 'log.db'],
    ['directory', '.'],
  ])('does not open a log whose %s belongs to another user, unless it is root', (_, whose) => {
    const directory = scratch();
    const data = join(directory, 'data');
    Store.open(join(data, 'log.db'), genesis).close();
    chmodSync(directory, 0o755);
    for (const name of ['.', 'log.db']) chownSync(join(data, name), 54_321, 54_321);
    chownSync(join(data, whose), 12_345, 12_345);
    expect(() => Store.open(join(data, 'log.db'), genesis).close()).not.toThrow();
    process.seteuid?.(54_321);
    try {
      expect(() => Store.open(join(data, 'log.db'), genesis)).toThrowError(
        expect.objectContaining({ code: 'E_OWNER' }),
      );
    } finally {
      process.seteuid?.(0);
    }
  });

  it('leaves nothing behind but the database when it is closed', () => {
    const path = join(scratch(), 'log.db');
    Store.open(path, genesis).close();
    expect(existsSync(`${path}-wal`)).toBe(false);
  });

  function later(path: string): void {
    Store.open(path, genesis).close();
    spoilt(path, 'PRAGMA user_version = 2');
  }

  function spoilt(path: string, sql: string): void {
    Store.open(path, genesis).close();
    const db = new Database(path);
    db.exec(sql);
    db.close();
  }
});
