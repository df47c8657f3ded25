import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Check } from '../../src/audit/check.ts';
import { readSpill } from '../../src/audit/spill-read.ts';
import { leafHash, nodeHash } from '../../src/audit/tree.ts';
import { type Verdict, verify } from '../../src/audit/verify/verify.ts';
import { hashInThread } from '../../src/audit/verify/worker.ts';
import { type Bundle, Writer } from '../../src/audit/writer.ts';
import { RampartError } from '../../src/core/error.ts';
import { type AuditEntry, entry } from '../../src/core/record.ts';
import { built, removeBuilt } from './built.ts';
import { callEntry, outcomeEntry, scratch } from './scratch.ts';

/** A log of a genesis record and these. */
function logOf(...entries: (AuditEntry | Bundle)[]): string {
  const database = join(scratch(), 'log.db');
  const writer = new Writer(database, '0');
  for (const one of entries)
    for (const result of writer.commit(['kind' in one ? [one] : one])) expect(result).toHaveProperty('seq');
  writer.close();
  return database;
}

const finished = (count: number): AuditEntry[] =>
  Array.from({ length: count }, (_, index) => [callEntry(`c${index}`), outcomeEntry(`c${index}`)]).flat();

/** 1 + 40 records: enough for inner nodes of five levels and an incomplete right edge. */
const forty = (): string => logOf(...finished(20));

const check = (database: string, live = false): Promise<Verdict> => verify({ database, live });

describe('an untouched log', () => {
  it('is intact and complete', async () => {
    const verdict = await check(forty());
    expect(verdict).toMatchObject({
      integrity: { ok: true, first_bad: null, check: null },
      completeness: { ok: true, open: 0, lost: 0, gaps: [] },
      freshness: { ok: null },
      anchoring: { ok: null },
      size: 41,
      root: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it.each([1, 2, 3, 1023, 1024, 1025, 2048, 2500])(
    'of %i records has the root its writer had',
    async count => {
      const database = join(scratch(), 'log.db');
      const writer = new Writer(database, '0');
      writer.commit([Array.from({ length: count - 1 }, () => entry('session', {}, { title: 'x' }))]);
      const verdict = await check(database);
      expect(verdict).toMatchObject({
        integrity: { ok: true },
        size: count,
        root: writer.head.root.toString('hex'),
      });
      writer.close();
    },
  );

  it('made by version 1 still verifies', async () => {
    const database = join(scratch(), 'log.db');
    copyFileSync(new URL('vectors/log-v1.db', import.meta.url), database);
    const expected = JSON.parse(readFileSync(new URL('vectors/log-v1.json', import.meta.url), 'utf8'));
    expect(await check(database)).toMatchObject(expected);
  });

  it('verifies while it is being written, as far as it went at the beginning', async () => {
    const database = join(scratch(), 'log.db');
    const writer = new Writer(database, '0');
    writer.commit([finished(2000)]);
    const timer = setInterval(() => writer.commit([finished(5)]), 1);
    onTestFinished(() => clearInterval(timer));
    for (let round = 0; round < 5; round++) {
      const verdict = await check(database);
      expect(verdict).toMatchObject({ integrity: { ok: true }, completeness: { ok: true } });
      await new Promise(resolve => setTimeout(resolve, 10));
    }
    writer.close();
  });

  it('with texts that were forgotten is intact', async () => {
    const database = forty();
    tamper(database, 'DELETE FROM payload WHERE seq < 20');
    expect(await check(database)).toMatchObject({ integrity: { ok: true }, completeness: { ok: true } });
  });

  it('with texts that are no UTF-8 any more, or hold replacement characters, is intact', async () => {
    const texts = { resource: 'a\ufffdb\ud800', cwd: '' };
    expect(await check(logOf(callEntry('a', { texts }), outcomeEntry('a')))).toMatchObject({
      integrity: { ok: true },
    });
  });
});

const SEQ = 13;
const edited = (line: string): string => `UPDATE entry SET leaf = CAST(${line} AS BLOB) WHERE seq = ${SEQ}`;
const leaf = 'CAST(leaf AS TEXT)';

/** Each with the record at which it is to be found, and by which check. */
const TAMPERINGS: readonly [what: string, sql: string, seq: number | null, by: Check][] = [
  [
    'an edited fact',
    edited(`replace(${leaf}, '"ended":"exit"', '"ended":"lost"') || ''`).replace('13', '14'),
    14,
    'leaf',
  ],
  ['an edited fact of equal length', edited(`replace(${leaf}, '"allow"', '"watch"')`), SEQ, 'leaf'],
  ['one more space', edited(`${leaf} || ' '`), SEQ, 'leaf'],
  ['a leaf that is no JSON', edited(`'x'`), SEQ, 'leaf'],
  ['a leaf that is not ASCII', edited(`replace(${leaf}, 'claude', 'cläude')`), SEQ, 'leaf'],
  ['an enormous leaf', `UPDATE entry SET leaf = zeroblob(1000000) WHERE seq = ${SEQ}`, SEQ, 'format'],
  ['a leaf with a NUL in it', edited(`${leaf} || x'00'`), SEQ, 'leaf'],
  ['the first record edited', edited(`replace(${leaf}, 'rampart', 'Rampart')`).replace('13', '0'), 0, 'leaf'],
  ['the last record edited', edited(`${leaf} || ' '`).replace('13', '40'), 40, 'leaf'],
  ['a record deleted', `DELETE FROM entry WHERE seq = ${SEQ}`, SEQ, 'sequence'],
  [
    'a record deleted and the gap closed',
    `DELETE FROM entry WHERE seq = ${SEQ}; UPDATE entry SET seq = seq - 1 WHERE seq > ${SEQ}`,
    SEQ,
    'order',
  ],
  ['the first record deleted', 'DELETE FROM entry WHERE seq = 0', 0, 'sequence'],
  ['the last record deleted', 'DELETE FROM entry WHERE seq = 40', 40, 'sequence'],
  ['half of the tail deleted', 'DELETE FROM entry WHERE seq > 30', 31, 'sequence'],
  ['every record deleted', 'DELETE FROM entry', 0, 'sequence'],
  ['everything deleted', 'DELETE FROM entry; DELETE FROM node; DELETE FROM payload', 0, 'sequence'],
  [
    'a record put in',
    `UPDATE entry SET seq = -seq WHERE seq >= ${SEQ}; UPDATE entry SET seq = 1 - seq WHERE seq < 0; INSERT INTO entry SELECT ${SEQ}, leaf FROM entry WHERE seq = 3`,
    SEQ,
    'order',
  ],
  [
    'a record put in at the end',
    `INSERT INTO entry SELECT 41, CAST(replace(${leaf}, '"seq":40', '"seq":41') AS BLOB) FROM entry WHERE seq = 40`,
    41,
    'node',
  ],
  [
    'a record put in far beyond the end',
    'INSERT INTO entry SELECT 9007199254740993, leaf FROM entry WHERE seq = 40',
    41,
    'sequence',
  ],
  [
    'a record put in before the beginning',
    'INSERT INTO entry SELECT -1, leaf FROM entry WHERE seq = 1',
    0,
    'sequence',
  ],
  [
    'two neighbours exchanged',
    `UPDATE entry SET seq = -1 WHERE seq = ${SEQ}; UPDATE entry SET seq = ${SEQ} WHERE seq = ${SEQ + 1}; UPDATE entry SET seq = ${SEQ + 1} WHERE seq = -1`,
    SEQ,
    'order',
  ],
  [
    "a leaf's node edited",
    `UPDATE node SET hash = randomblob(32) WHERE level = 0 AND idx = ${SEQ}`,
    SEQ,
    'leaf',
  ],
  ["a leaf's node deleted", `DELETE FROM node WHERE level = 0 AND idx = ${SEQ}`, SEQ, 'node'],
  ['an inner node edited', 'UPDATE node SET hash = randomblob(32) WHERE level = 2 AND idx = 3', 12, 'node'],
  ['an inner node deleted', 'DELETE FROM node WHERE level = 2 AND idx = 3', 12, 'node'],
  ['the highest node deleted', 'DELETE FROM node WHERE level = 5', 0, 'node'],
  [
    'a node of another length',
    `UPDATE node SET hash = CAST(hash || x'00' AS BLOB) WHERE level = 1 AND idx = 4`,
    8,
    'node',
  ],
  ['nodes cut off', 'DELETE FROM node WHERE idx > 20', 21, 'node'],
  ['a node too many', 'INSERT INTO node VALUES (3, 5, randomblob(32))', null, 'node'],
  ['a node before the first', 'INSERT INTO node VALUES (3, -1, randomblob(32))', null, 'node'],
  ['a node below the leaves', 'INSERT INTO node VALUES (-1, 0, randomblob(32))', null, 'node'],
  ['a level too many', 'INSERT INTO node VALUES (54, 0, randomblob(32))', null, 'node'],
  [
    'a text edited',
    `UPDATE payload SET value = CAST('ls' AS BLOB) WHERE seq = ${SEQ} AND field = 'resource'`,
    SEQ,
    'payload',
  ],
  [
    'a text edited to no UTF-8',
    `UPDATE payload SET value = x'ff' WHERE seq = ${SEQ} AND field = 'cwd'`,
    SEQ,
    'payload',
  ],
  [
    'a text with another salt',
    `UPDATE payload SET salt = '00000000000000000000000000000000' WHERE seq = ${SEQ}`,
    SEQ,
    'payload',
  ],
  [
    'a text partly moved into its salt',
    `UPDATE payload SET salt = salt || 'gi', value = CAST(substr(value, 3) AS BLOB) WHERE seq = ${SEQ} AND field = 'resource'`,
    SEQ,
    'payload',
  ],
  [
    'an enormous text',
    `UPDATE payload SET value = zeroblob(20000000) WHERE seq = ${SEQ} AND field = 'cwd'`,
    SEQ,
    'payload',
  ],
  [
    'two texts exchanged',
    `UPDATE payload SET field = 'x' WHERE seq = ${SEQ} AND field = 'cwd'; UPDATE payload SET field = 'cwd' WHERE seq = ${SEQ} AND field = 'resource'; UPDATE payload SET field = 'resource' WHERE seq = ${SEQ} AND field = 'x'`,
    SEQ,
    'payload',
  ],
  [
    'texts of two records exchanged',
    `UPDATE payload SET field = field || 'x' WHERE seq = 15; UPDATE payload SET seq = 15 WHERE seq = ${SEQ}; UPDATE payload SET seq = ${SEQ}, field = rtrim(field, 'x') WHERE field LIKE '%x'`,
    SEQ,
    'payload',
  ],
  [
    'a text put in',
    `INSERT INTO payload VALUES (${SEQ}, 'note', '00000000000000000000000000000000', x'61')`,
    SEQ,
    'stray',
  ],
  [
    'a text put in with a name like a digest',
    `INSERT INTO payload SELECT ${SEQ}, 'rule":"', salt, value FROM payload WHERE seq = ${SEQ} AND field = 'cwd'`,
    SEQ,
    'stray',
  ],
  [
    'a spill file that was never taken in',
    `INSERT INTO spill VALUES ('${'a'.repeat(64)}', ${SEQ})`,
    null,
    'spill',
  ],
  ['a table too many', 'CREATE TABLE extra (a)', null, 'schema'],
  ['an index too many', 'CREATE INDEX extra ON entry (leaf)', null, 'schema'],
  ['a table made otherwise', 'DROP TABLE anchor; CREATE TABLE anchor (size)', null, 'schema'],
  [
    "a view in a table's place",
    'ALTER TABLE entry RENAME TO other; CREATE VIEW entry AS SELECT * FROM other',
    null,
    'schema',
  ],
];

describe('tampering is found and named', () => {
  it.each(TAMPERINGS)('%s', async (_, sql, seq, by) => {
    const database = forty();
    tamper(database, sql);
    expect((await check(database)).integrity).toEqual({ ok: false, first_bad: seq, check: by });
  });

  it('a trigger left out', async () => {
    const database = forty();
    new Database(database).exec('DROP TRIGGER entry_update').close();
    expect((await check(database)).integrity).toMatchObject({ ok: false, check: 'schema' });
  });

  it.each<
    [
      what: string,
      entries: (AuditEntry | Bundle)[],
      forge: (line: string, seq: number) => string | undefined,
      check: Check,
      seq: number,
    ]
  >([
    [
      'a place that is another',
      finished(3),
      (line, seq) => (seq === 4 ? line.replace('"seq":4', '"seq":3') : undefined),
      'order',
      4,
    ],
    ['a line that is no leaf', finished(3), (_, seq) => (seq === 4 ? '{}' : undefined), 'format', 4],
    [
      'a second beginning',
      finished(3),
      (line, seq) => (seq === 3 ? line.replace('"kind":"call"', '"kind":"genesis"') : undefined),
      'genesis',
      3,
    ],
    [
      'another beginning',
      finished(3),
      (line, seq) => (seq === 0 ? line.replace('"kind":"genesis"', '"kind":"session"') : undefined),
      'genesis',
      0,
    ],
    [
      'time that runs backwards',
      finished(3),
      (line, seq) => (seq === 4 ? line.replace(/"mono_us":\d+/, '"mono_us":1') : undefined),
      'clock',
      4,
    ],
    [
      'a spill taken in that the index does not know',
      [readSpill('f', spillOf('a')).bundle],
      (line, seq) =>
        seq === 1 ? line.replace(/"sha256":"[0-9a-f]{64}"/, `"sha256":"${'0'.repeat(64)}"`) : undefined,
      'spill',
      1,
    ],
  ])('whoever rebuilds the tree over %s is found all the same', async (_, entries, forge, by, seq) => {
    const database = logOf(...entries);
    forgeAll(database, forge);
    expect((await check(database)).integrity).toEqual({ ok: false, first_bad: seq, check: by });
  });

  it('any one byte changed in records, nodes or texts', async () => {
    const original = forty();
    const db = new Database(original, { readonly: true });
    const rows: { name: string; rowid: unknown[]; bytes: Buffer }[] = [];
    for (const { seq, leaf: bytes } of db
      .prepare<[], { seq: number; leaf: Buffer }>('SELECT * FROM entry')
      .all())
      rows.push({ name: 'entry SET leaf = ? WHERE seq = ?', rowid: [seq], bytes });
    for (const { level, idx, hash } of db
      .prepare<[], { level: number; idx: number; hash: Buffer }>('SELECT * FROM node')
      .all())
      rows.push({ name: 'node SET hash = ? WHERE level = ? AND idx = ?', rowid: [level, idx], bytes: hash });
    for (const { seq, field, value } of db
      .prepare<[], { seq: number; field: string; value: Buffer }>('SELECT * FROM payload')
      .all())
      rows.push({
        name: 'payload SET value = ? WHERE seq = ? AND field = ?',
        rowid: [seq, field],
        bytes: value,
      });
    db.close();
    const database = `${original}.copy`;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...rows),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (row, at, bits) => {
          copyFileSync(original, database);
          const bytes = Buffer.from(row.bytes);
          bytes[at % bytes.length] = bytes[at % bytes.length]! ^ bits;
          tamper(database, `UPDATE ${row.name}`, bytes, ...row.rowid);
          expect((await check(database)).integrity.ok).toBe(false);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('bytes scribbled over the file: a finding or a known error, never "intact" with other records', async () => {
    const original = forty();
    const { root } = await check(original);
    const bytes = readFileSync(original);
    const database = `${original}.copy`;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length - 1),
        fc.uint8Array({ minLength: 1, maxLength: 64 }),
        async (at, noise) => {
          const copy = Buffer.from(bytes);
          copy.set(noise.subarray(0, copy.length - at), at);
          writeFileSync(database, copy);
          try {
            const verdict = await check(database);
            if (verdict.integrity.ok) expect(verdict.root).toBe(root);
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(RampartError);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('a file cut short', async () => {
    const database = logOf(...finished(500));
    truncateSync(database, 64 * 1024);
    expect((await check(database)).integrity).toMatchObject({ ok: false });
  });
});

/** What seals and anchors are for. The day they catch one of these, its row moves. */
describe('what cannot be seen yet', () => {
  it('a tail that is cut off together with its nodes', async () => {
    const database = forty();
    tamper(
      database,
      'DELETE FROM entry WHERE seq > 30; DELETE FROM payload WHERE seq > 30; DELETE FROM node WHERE (idx + 1) * (1 << level) > 31',
    );
    expect(await check(database)).toMatchObject({ integrity: { ok: true }, size: 31 });
  });

  it('a whole log rewritten by somebody who recomputes the tree', async () => {
    const database = forty();
    forgeAll(database, line => line.replace('claude-code', 'nobody-else'));
    expect(await check(database)).toMatchObject({ integrity: { ok: true } });
  });
});

it('of several faults the first record is named, whatever is wrong with it', async () => {
  const database = forty();
  tamper(
    database,
    `UPDATE payload SET value = x'00' WHERE seq = 5; UPDATE entry SET leaf = x'00' WHERE seq = 20`,
  );
  expect((await check(database)).integrity).toEqual({ ok: false, first_bad: 5, check: 'payload' });
  tamper(database, `UPDATE node SET hash = randomblob(32) WHERE level = 0 AND idx = 3`);
  expect((await check(database)).integrity).toEqual({ ok: false, first_bad: 3, check: 'leaf' });
});

describe('completeness', () => {
  const call = (id: string, cseq: number, session = 's-1'): AuditEntry => ({
    ...callEntry(id),
    cseq,
    session,
    fields: { expects: 'none' },
  });
  const none = (id: string): AuditEntry => callEntry(id, { fields: { expects: 'none' } });
  const approval = (id: string): AuditEntry => ({ ...entry('approval', { state: 'approved' }), call: id });

  it.each<[what: string, entries: (AuditEntry | Bundle)[], expected: object]>([
    ['calls with outcomes', finished(3), { ok: true, open: 0 }],
    ['a call without its outcome', [callEntry('a')], { ok: false, open: 1 }],
    [
      'two calls of one name, one outcome',
      [callEntry('a'), callEntry('a'), outcomeEntry('a')],
      { ok: false, open: 1 },
    ],
    [
      'a call whose client vanished',
      [callEntry('a'), outcomeEntry('a', 'lost')],
      { ok: false, open: 0, lost: 1 },
    ],
    ['two outcomes', [callEntry('a'), outcomeEntry('a'), outcomeEntry('a')], { ok: false, duplicates: 1 }],
    ['an outcome of no call', [outcomeEntry('a')], { ok: false, orphans: 1 }],
    [
      'an outcome before its call, which was taken in later',
      [outcomeEntry('a'), callEntry('a')],
      { ok: true, orphans: 0 },
    ],
    ['a call that need not have an outcome', [none('a')], { ok: true, open: 0 }],
    [
      'a call that need not have an outcome and has',
      [none('a'), outcomeEntry('a')],
      { ok: true, orphans: 0 },
    ],
    ['and has two', [none('a'), outcomeEntry('a'), outcomeEntry('a')], { ok: false, duplicates: 1 }],
    ['an approval of a call', [approval('a'), none('a')], { ok: true, orphans: 0 }],
    ['an approval after its call', [none('a'), approval('a')], { ok: true, orphans: 0 }],
    ['an approval of nothing', [approval('a')], { ok: false, orphans: 1 }],
    [
      'a gap',
      [entry('gap', { reason: 'refused', records: 3, commands: 2 })],
      { ok: false, gaps: [{ from: 1, commands: 2 }], gaps_total: 1 },
    ],
    [
      'a spill taken in',
      [readSpill('f', spillOf('a', 'b')).bundle],
      { ok: false, gaps: [{ from: 1, commands: 2 }] },
    ],
    ['counted calls', [call('a', 1), call('b', 2), call('c', 1, 's-2')], { ok: true, holes: 0 }],
    ['calls counted out of order', [call('a', 2), call('b', 3), call('c', 1)], { ok: true, holes: 0 }],
    ['calls counted from zero', [call('a', 0), call('b', 1)], { ok: true, holes: 0 }],
    ['a suppressed call', [call('a', 1), call('b', 4)], { ok: false, holes: 2 }],
    [
      'a suppressed call in the middle of others',
      [call('a', 5), call('b', 3), call('c', 1)],
      { ok: false, holes: 2 },
    ],
    ['the first calls suppressed', [call('a', 3)], { ok: false, holes: 2 }],
  ])('%s', async (_, entries, expected) => {
    const verdict = await check(logOf(...entries));
    expect(verdict.integrity.ok).toBe(true);
    expect(verdict.completeness).toMatchObject(expected);
  });

  it.each<[what: string, entries: AuditEntry[], live: boolean, expected: object]>([
    [
      'while the daemon runs',
      [entry('start', {}), callEntry('a')],
      true,
      { ok: true, open: 1, in_flight: 1 },
    ],
    [
      'when no daemon runs',
      [entry('start', {}), callEntry('a')],
      false,
      { ok: false, open: 1, in_flight: 0 },
    ],
    [
      'from before the daemon started',
      [callEntry('a'), entry('start', {})],
      true,
      { ok: false, open: 1, in_flight: 0 },
    ],
    [
      'from before it stopped',
      [entry('start', {}), callEntry('a'), entry('stop', {})],
      true,
      { ok: false, open: 1 },
    ],
  ])('a call without its outcome may be in flight: %s', async (_, entries, live, expected) => {
    expect((await check(logOf(...entries), live)).completeness).toMatchObject(expected);
  });

  it('is unknown where records are missing', async () => {
    const database = forty();
    tamper(database, 'DELETE FROM entry WHERE seq = 20');
    expect((await check(database)).completeness.ok).toBeNull();
  });
});

describe('what is no log', () => {
  it.each<[what: string, make: (path: string) => void, code: string]>([
    ['nothing', () => undefined, 'E_INPUT'],
    ['a named pipe', path => void execFileSync('mkfifo', [path]), 'E_INPUT'],
    ['a directory', path => mkdirSync(path), 'E_INPUT'],
    ['another database', path => void new Database(path).exec('CREATE TABLE t (a)').close(), 'E_VERSION'],
    ['a later layout', path => later(path), 'E_VERSION'],
  ])('%s cannot be verified, which is no finding', async (_, make, code) => {
    const database = join(scratch(), 'x.db');
    make(database);
    await expect(check(database)).rejects.toMatchObject({ code });
  });

  it('a file that is no database any more is a finding', async () => {
    const database = forty();
    writeFileSync(database, 'x'.repeat(8192));
    expect(await check(database)).toMatchObject({ integrity: { ok: false, check: 'database' }, root: null });
  });

  function later(path: string): void {
    new Writer(path, '0').close();
    new Database(path).exec('PRAGMA user_version = 2').close();
  }
});

describe('hashing in a thread of its own', () => {
  let script: string;
  beforeAll(async () => {
    script = await built('fixtures/worker.ts');
  });
  afterAll(removeBuilt);

  it('comes to the same verdict', async () => {
    const database = join(scratch(), 'log.db');
    const writer = new Writer(database, '0');
    for (let index = 0; index < 12; index++) writer.commit([finished(1_000)]);
    const hashElsewhere = hashInThread(script);
    const root = writer.head.root.toString('hex');
    expect(await verify({ database, live: false, hashElsewhere })).toMatchObject({
      integrity: { ok: true },
      root,
    });
    writer.close();
    for (const seq of [23_999, 17]) {
      tamper(database, `UPDATE payload SET value = x'00' WHERE seq = ${seq}`);
      expect((await verify({ database, live: false, hashElsewhere })).integrity).toEqual({
        ok: false,
        first_bad: seq,
        check: 'payload',
      });
    }
  });

  it('that dies is an error, not a verdict', async () => {
    const database = join(scratch(), 'log.db');
    const writer = new Writer(database, '0');
    for (let index = 0; index < 10; index++) writer.commit([finished(1_000)]);
    writer.close();
    await expect(
      verify({ database, live: false, hashElsewhere: hashInThread('/nowhere.mjs') }),
    ).rejects.toThrow();
  });
});

/** Does what an attacker with the file does: drops the triggers, changes what he likes, puts them back. */
function tamper(database: string, sql: string, ...parameters: unknown[]): void {
  const db = new Database(database);
  const triggers = db
    .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    .all();
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
  if (parameters.length > 0) db.prepare(sql).run(...parameters);
  else db.exec(sql);
  const tables = db
    .prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'entry' AND type = 'table'")
    .pluck()
    .get();
  if (tables === 1) for (const trigger of triggers) db.exec(trigger.sql);
  db.close();
}

/** Rewrites leaves and then the whole tree over them. */
function forgeAll(database: string, forge: (line: string, seq: number) => string | undefined): void {
  const db = new Database(database, { readonly: true });
  const lines = db.prepare<[], Buffer>('SELECT leaf FROM entry ORDER BY seq').pluck().all();
  db.close();
  tamper(database, 'DELETE FROM node');
  let hashes = lines.map((line, seq) => {
    const leafBytes = Buffer.from(forge(line.toString('latin1'), seq) ?? line.toString('latin1'), 'latin1');
    tamper(database, 'UPDATE entry SET leaf = ? WHERE seq = ?', leafBytes, seq);
    return leafHash(leafBytes);
  });
  for (let level = 0; hashes.length > 0; level++) {
    hashes.forEach((hash, index) => {
      tamper(database, 'INSERT INTO node VALUES (?, ?, ?)', level, index, hash);
    });
    hashes = Array.from({ length: hashes.length >> 1 }, (_, pair) =>
      nodeHash(hashes[2 * pair]!, hashes[2 * pair + 1]!),
    );
  }
}

function spillOf(...ids: string[]): Buffer {
  const lines = ids.map(id => ({
    v: 1,
    ts: '2026-01-02T03:04:05.678Z',
    mono_us: 1,
    entry: callEntry(id, { fields: { expects: 'none' } }),
  }));
  return Buffer.from(lines.map(one => `${JSON.stringify(one)}\n`).join(''));
}
