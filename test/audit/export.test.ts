import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { verifyBundle } from '../../src/audit/bundle.ts';
import { exportLog, makeExportFolder } from '../../src/audit/export.ts';
import { Reader } from '../../src/audit/reader.ts';
import { Writer } from '../../src/audit/writer.ts';
import { LIMITS } from '../../src/core/limits.ts';
import { audit, homeWith, jsonLines } from './logged.ts';
import { callEntry, outcomeEntry, scratch } from './scratch.ts';

const ENTRIES = [
  callEntry('c1'),
  outcomeEntry('c1'),
  callEntry('c2', { texts: { resource: 'printf "ü\n\u0000"', cwd: '/' } }),
  outcomeEntry('c2'),
];

/** A home and an export of its log. */
function exported(): { home: string; dir: string } {
  const home = homeWith(...ENTRIES);
  const dir = join(scratch(), 'out');
  expect(audit(home, 'export', '--format', 'jsonl', '-o', dir).status).toBe(0);
  return { home, dir };
}

const lines = (dir: string, file: string): string[] =>
  readFileSync(join(dir, file), 'utf8').trimEnd().split('\n');

describe('rampart audit export', () => {
  it('writes the leaves as they are stored, the texts with their salts, and the head of the tree', () => {
    const { home, dir } = exported();
    const reader = Reader.open(join(home, 'data', 'rampart.db'));
    const { size } = reader.extent();
    expect(lines(dir, 'log.jsonl')).toEqual(
      Array.from({ length: size }, (_, seq) => reader.leaf(seq)?.toString('utf8')),
    );
    reader.close();
    expect(jsonLines(lines(dir, 'payload.jsonl').join('\n'))).toContainEqual({
      seq: 3,
      field: 'resource',
      salt: expect.stringMatching(/^[0-9a-f]{32}$/),
      text: 'printf "ü\n\u0000"',
    });
    const verdict = jsonLines(audit(home, 'verify', '--json').stdout)[0];
    expect(JSON.parse(lines(dir, 'head.json')[0] ?? '')).toMatchObject({ size, root: verdict?.root });
  });

  it('is a record of the log, and of what is exported', () => {
    const { home, dir } = exported();
    const [last] = jsonLines(audit(home, 'tail', '-n', '1', '--json').stdout);
    expect(last).toMatchObject({
      seq: 5,
      leaf: { kind: 'admin', act: 'export', format: 'jsonl' },
      payload: { path: dir, by: expect.any(String) },
    });
    expect(lines(dir, 'log.jsonl')).toHaveLength(6);
  });

  it('keeps what it writes to its owner', () => {
    const { dir } = exported();
    expect(statSync(dir).mode & 0o077).toBe(0);
    for (const file of readdirSync(dir)) expect(statSync(join(dir, file)).mode & 0o077).toBe(0);
  });

  it('overwrites nothing, and records nothing then', () => {
    const { home, dir } = exported();
    const before = readdirSync(dir).map(file => readFileSync(join(dir, file), 'utf8'));
    expect(audit(home, 'export', '-o', dir).status).toBe(1);
    expect(readdirSync(dir).map(file => readFileSync(join(dir, file), 'utf8'))).toEqual(before);
    expect(jsonLines(audit(home, 'tail', '--json').stdout)).toHaveLength(6);
  });

  it('makes no log where there is none', () => {
    const home = scratch();
    const { status } = audit(home, 'export', '-o', join(home, 'out'));
    expect(status).toBe(1);
    expect(existsSync(join(home, 'out'))).toBe(false);
    expect(existsSync(join(home, 'data', 'rampart.db'))).toBe(false);
  });

  it.each([[['export']], [['export', '-o', 'x', '--format', 'xml']]])('%j is a usage error', args => {
    expect(audit(homeWith(), ...args).status).toBe(2);
  });
});

describe('an exported log', () => {
  /** As above, without the record of it. */
  const copied = (home = homeWith(...ENTRIES)): string => {
    const dir = join(scratch(), 'out');
    makeExportFolder(dir);
    const reader = Reader.open(join(home, 'data', 'rampart.db'));
    exportLog(reader, reader.extent().size, dir);
    reader.close();
    return dir;
  };

  it('verifies from itself', async () => {
    const { home, dir } = exported();
    const verdict = await verifyBundle(dir);
    expect(verdict).toMatchObject({ integrity: { ok: true }, completeness: { ok: true }, size: 6 });
    expect(audit(home, 'verify', '--bundle', dir).status).toBe(0);
  });

  it('verifies over a thousand records', async () => {
    const home = scratch();
    const writer = new Writer(join(home, 'data', 'rampart.db'), '0');
    for (let group = 0; group < 25; group++)
      writer.commit(
        Array.from({ length: 50 }, (_, n) => [callEntry(`${group}.${n}`), outcomeEntry(`${group}.${n}`)]),
      );
    writer.close();
    expect(await verifyBundle(copied(home))).toMatchObject({ integrity: { ok: true }, size: 2_501 });
  });

  const changed = (file: string, change: (text: string) => string): string => {
    const dir = copied();
    const path = join(dir, file);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
    return dir;
  };
  const withoutLine = (text: string, row: number): string =>
    text
      .split('\n')
      .filter((_, index) => index !== row)
      .join('\n');

  it.each<[what: string, file: string, change: (text: string) => string, check: string]>([
    [
      'a leaf that was edited',
      'log.jsonl',
      text => text.replace('standard/default', 'standard/another'),
      'head',
    ],
    ['a leaf that was taken out', 'log.jsonl', text => withoutLine(text, 2), 'order'],
    [
      'leaves cut off the end',
      'log.jsonl',
      text => text.split('\n').slice(0, 4).join('\n').concat('\n'),
      'head',
    ],
    ['a last line cut in half', 'log.jsonl', text => text.slice(0, -9), 'format'],
    [
      'a line longer than a leaf can be',
      'log.jsonl',
      text => `${'x'.repeat(LIMITS.leafBytes + 1)}\n${text}`,
      'format',
    ],
    ['no leaf at all', 'log.jsonl', () => '', 'genesis'],
    ['a text that was edited', 'payload.jsonl', text => text.replace('number c1', 'number c2'), 'payload'],
    ['a text that stands twice', 'payload.jsonl', text => `${text.split('\n')[0]}\n${text}`, 'payload'],
    ['a text of no leaf', 'payload.jsonl', text => text.replace('"seq":3', '"seq":4'), 'stray'],
    ['a text that is none', 'payload.jsonl', text => text.replace('"salt"', '"pepper"'), 'payload'],
    ['another head', 'head.json', text => text.replace(/"root":"./, '"root":"g'), 'head'],
    ['a head of another size', 'head.json', text => text.replace('"size":5', '"size":4'), 'head'],
  ])('is found out by %s', async (_, file, change, check) => {
    expect((await verifyBundle(changed(file, change))).integrity).toMatchObject({ ok: false, check });
  });

  it('may have had texts forgotten', async () => {
    const dir = changed('payload.jsonl', text => withoutLine(text, 0));
    expect((await verifyBundle(dir)).integrity.ok).toBe(true);
  });

  it('exits 5 when it was changed', () => {
    const dir = changed('log.jsonl', text => text.replace('standard/default', 'standard/another'));
    const { status, stdout } = audit(homeWith(), 'verify', '--bundle', dir);
    expect(status).toBe(5);
    expect(stdout).toContain('broken');
  });

  it.each<[what: string, head: string | undefined]>([
    ['without a head', undefined],
    ['with a head that is no JSON', '{'],
    ['with a head that is none of ours', '{"schema":"else"}'],
  ])('%s cannot be verified, which is no finding', async (_, head) => {
    const dir = join(scratch(), 'out');
    mkdirSync(dir);
    writeFileSync(join(dir, 'log.jsonl'), '');
    if (head !== undefined) writeFileSync(join(dir, 'head.json'), head);
    await expect(verifyBundle(dir)).rejects.toMatchObject({ code: 'E_INPUT' });
  });

  it('carries what was changed before it was exported, and shows it', async () => {
    const home = homeWith(...ENTRIES);
    const db = new Database(join(home, 'data', 'rampart.db'));
    db.exec("UPDATE payload SET value = x'ff' WHERE seq = 3 AND field = 'resource'");
    db.close();
    expect((await verifyBundle(copied(home))).integrity).toMatchObject({
      ok: false,
      check: 'payload',
      first_bad: 3,
    });
  });
});
