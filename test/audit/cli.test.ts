import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { acquireLock } from '../../src/audit/lock.ts';
import { Writer } from '../../src/audit/writer.ts';
import { type AuditEntry, entry } from '../../src/core/record.ts';
import { audit, homeWith, jsonLines } from './logged.ts';
import { callEntry, outcomeEntry, scratch } from './scratch.ts';

const ESC = '\u001b';
const denied = callEntry('toolu_3', {
  session: 's-2',
  agent: 'codex',
  fields: {
    action: 'exec',
    verdict: 'deny',
    effect: 'refuse',
    by: 'rule',
    rule: 'standard/delete-root',
    expects: 'none',
  },
  texts: { resource: `rm -rf /\n${ESC}[2J\u202e`, cwd: '/', message: 'no' },
});

const ENTRIES: readonly AuditEntry[] = [
  entry('start', { pid: 42 }),
  callEntry('toolu_1'),
  outcomeEntry('toolu_1'),
  denied,
  callEntry('toolu_2', { fields: { ...callEntry('x').fields, verdict: 'ask', effect: 'run', by: 'mode' } }),
  {
    ...outcomeEntry('toolu_2', 'signal'),
    fields: { ended: 'signal', exit: 137, signal: 'SIGKILL', duration_ms: 3 },
  },
];

const home = homeWith;
const json = jsonLines;
const run = (of: string, ...args: string[]) => audit(of, ...args);

describe('rampart audit verify', () => {
  it('answers with four verdicts, in the shape scripts rely on, and exits 0 for a good log', () => {
    const { status, stdout, stderr } = run(home(...ENTRIES), 'verify', '--json');
    expect([status, stderr]).toEqual([0, '']);
    const [verdict] = json(stdout);
    expect(Object.keys(verdict as object)[0]).toBe('schema');
    expect(verdict).toMatchObject({
      schema: 'rampart.audit.verify/1',
      integrity: { ok: true, first_bad: null, check: null },
      completeness: { ok: true, open: 0, lost: 0, gaps: [] },
      freshness: { ok: null, method: 'none' },
      anchoring: { ok: null },
      size: 7,
      root: expect.stringMatching(/^[0-9a-f]{64}$/),
      records_per_s: expect.any(Number),
    });
  });

  it('says plainly what it cannot see yet', () => {
    const { status, stdout } = run(home(...ENTRIES), 'verify');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^integrity {5}ok {11}7 records, root [0-9a-f]{64}\n/);
    expect(stdout).toMatch(/freshness {5}not checked/);
    expect(stdout).toMatch(/Not seen yet: a tail cut off/);
  });

  it('exits 5 and names record and check for a log that was tampered with', () => {
    const of = home(...ENTRIES);
    const db = new Database(join(of, 'data', 'rampart.db'));
    db.exec("UPDATE payload SET value = x'00' WHERE seq = 4 AND field = 'resource'");
    db.close();
    const { status, stdout } = run(of, 'verify', '--json');
    expect(status).toBe(5);
    expect(json(stdout)).toMatchObject([{ integrity: { ok: false, first_bad: 4, check: 'payload' } }]);
    expect(run(of, 'verify').stdout).toMatch(/broken .* at record 4 \(check: payload\)/);
  });

  it('exits 6 for a log that is intact and incomplete', () => {
    const { status, stdout } = run(
      home(callEntry('a'), entry('gap', { reason: 'refused', commands: 2 })),
      'verify',
    );
    expect(status).toBe(6);
    expect(stdout).toMatch(
      /incomplete {3}1 call without an outcome, 1 gap of 2 commands \(first: record 2\)/,
    );
  });

  it('exits 6 while calls wait in spill files', () => {
    const of = home(...ENTRIES);
    mkdirSync(join(of, 'spill'));
    writeFileSync(join(of, 'spill', '0123-7.jsonl'), '');
    writeFileSync(join(of, 'spill', 'notes.txt'), '');
    const { status, stdout } = run(of, 'verify');
    expect(status).toBe(6);
    expect(stdout).toMatch(/incomplete {3}1 spill file not taken in yet\n/);
  });

  it("does not hold a running daemon's open calls against the log", () => {
    const of = home(entry('start', {}), callEntry('a'));
    expect(run(of, 'verify').status).toBe(6);
    const lock = acquireLock(join(of, 'data', 'lock.db'));
    onTestFinished(() => lock.release());
    const { status, stdout } = run(of, 'verify');
    expect(status).toBe(0);
    expect(stdout).toMatch(/1 call in flight/);
  });

  it('exits 1, with a hint, where there is no log: that is no finding', () => {
    const { status, stdout, stderr } = run(scratch(), 'verify');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^rampart: there is no audit log at .*\nhint: /);
    const asked = run(scratch(), 'verify', '--json');
    expect(asked.status).toBe(1);
    expect(json(asked.stdout)).toMatchObject([{ schema: 'rampart.error/1', error: { code: 'E_INPUT' } }]);
  });

  it('hashes a large log in a second thread of the same program', () => {
    const of = scratch();
    const writer = new Writer(join(of, 'data', 'rampart.db'), '0');
    for (let index = 0; index < 21; index++)
      writer.commit([Array.from({ length: 1_000 }, () => entry('session', {}))]);
    const root = writer.head.root.toString('hex');
    writer.close();
    const { status, stdout } = run(of, 'verify', '--json');
    expect(status).toBe(0);
    expect(json(stdout)).toMatchObject([{ integrity: { ok: true }, size: 21_001, root }]);
  });
});

describe('rampart audit tail', () => {
  it('shows a line a record, aligned, with nothing raw in it', () => {
    const { status, stdout, stderr } = run(home(...ENTRIES), 'tail');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).not.toContain(ESC);
    expect(stdout).not.toContain('\u202e');
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map(line => line.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/, 'TIME'));
    expect(lines.slice(2)).toEqual([
      "2  TIME  allow     claude-code s-1  git commit -m 'number toolu_1'  [standard/default]",
      '3  TIME  exit 0    s-1              after 12 ms, call toolu_1',
      '4  TIME  deny      codex s-2        rm -rf /\\n\\e[2J\\u202e  [standard/delete-root]',
      "5  TIME  ask, run  claude-code s-1  git commit -m 'number toolu_2'  [standard/default]",
      '6  TIME  SIGKILL   s-1              after 3 ms, call toolu_2',
    ]);
  });

  it('prints plain JSON, a record a line', () => {
    const of = home(...ENTRIES);
    const { stdout } = run(of, 'tail', '--json', '-n', '3');
    const records = json(stdout);
    expect(records).toHaveLength(3);
    expect(records[0]).toEqual({
      seq: 4,
      leaf: expect.objectContaining({ v: 1, seq: 4, kind: 'call', verdict: 'deny' }),
      payload: { resource: denied.texts.resource, cwd: '/', message: 'no' },
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      intact: true,
    });
    expect(records[1]).toMatchObject({ seq: 5 });
    expect(json(run(of, 'tail', '--json', '-n', '4').stdout)[0]).toMatchObject({ seq: 3, payload: null });
  });

  it.each<[args: string[], seqs: number[]]>([
    [
      ['-n', '2'],
      [5, 6],
    ],
    [['--session', 's-2'], [4]],
    [
      ['--session', 's-'],
      [2, 3, 4, 5, 6],
    ],
    [['--agent', 'codex'], [4]],
    [['--decision', 'ask'], [5]],
    [['--rule', 'standard/delete-root'], [4]],
    [['--rule', 'delete-root'], [4]],
    [['--rule', 'root'], []],
    [['--since', '1h', '-n', '1'], [6]],
    [['--until', '1h'], []],
    [['--since', '2001-01-01', '--until', '2001-01-02T00:00:00+02:00'], []],
    [['--decision', 'allow', '--agent', 'codex'], []],
  ])('%j shows %j', (args, seqs) => {
    const { status, stdout } = run(home(...ENTRIES), 'tail', '--json', ...args);
    expect(status).toBe(0);
    expect(stdout === '' ? [] : json(stdout).map(one => (one as { seq: number }).seq)).toEqual(seqs);
  });

  it('looks back through a long log for what is asked', () => {
    const of = scratch();
    const writer = new Writer(join(of, 'data', 'rampart.db'), '0');
    writer.commit([[denied]]);
    for (let index = 0; index < 3; index++)
      writer.commit([Array.from({ length: 1_000 }, () => entry('session', {}))]);
    writer.close();
    expect(json(run(of, 'tail', '--json', '--decision', 'deny', '-n', '5').stdout)).toMatchObject([
      { seq: 1 },
    ]);
  });

  it.each([
    [['-n', '0']],
    [['-n', 'x']],
    [['-n', '100001']],
    [['--decision', 'maybe']],
    [['--since', 'yesterday']],
    [['--since', '2026-13-01']],
    [['extra']],
  ])('%j is a usage error', args => {
    expect(run(home(), 'tail', ...args).status).toBe(2);
  });

  it('says of a record that was changed that it was', () => {
    const of = home(...ENTRIES);
    const db = new Database(join(of, 'data', 'rampart.db'));
    db.exec("UPDATE payload SET value = CAST('ls' AS BLOB) WHERE seq = 4 AND field = 'resource'");
    db.exec("DROP TRIGGER entry_update; UPDATE entry SET leaf = x'1b5b324a' WHERE seq = 5");
    db.close();
    const { stdout } = run(of, 'tail');
    expect(stdout).toMatch(/deny .*NOT INTACT {2}ls/);
    expect(stdout).toMatch(/5 {2}- +damaged/);
    expect(stdout).not.toContain(ESC);
    expect(json(run(of, 'tail', '--json', '-n', '2').stdout)[0]).toMatchObject({ leaf: null, intact: false });
  });
});

describe('rampart audit show', () => {
  it('shows everything about one record, escaped', () => {
    const { status, stdout } = run(home(...ENTRIES), 'show', '4');
    expect(status).toBe(0);
    for (const part of [
      'record 4',
      'as it was recorded',
      'verdict',
      'deny',
      'resource',
      '    rm -rf /',
      '    \\e[2J\\u202e',
      'hash',
    ])
      expect(stdout).toContain(part);
    expect(stdout).not.toContain(ESC);
  });

  it('prints what tail prints of it, as JSON', () => {
    const of = home(...ENTRIES);
    expect(run(of, 'show', '6', '--json').stdout).toBe(run(of, 'tail', '--json', '-n', '1').stdout);
  });

  it('says which texts were forgotten', () => {
    const of = home(...ENTRIES);
    new Database(join(of, 'data', 'rampart.db')).exec("DELETE FROM payload WHERE field = 'resource'").close();
    expect(run(of, 'show', '4').stdout).toMatch(/resource {2}\d+ bytes, forgotten/);
  });

  it.each(['7', '-1', 'x', '99999999999999999999', '1e0'])('of %s exits 4', seq => {
    const { status, stderr } = run(home(...ENTRIES), 'show', '--', seq);
    expect(status).toBe(4);
    expect(stderr).toContain('hint: records are numbered from 0 to 6');
  });
});

describe('rampart audit stats', () => {
  it('counts kinds, decisions, rules and agents', () => {
    const { stdout } = run(home(...ENTRIES), 'stats', '--json');
    expect(json(stdout)).toMatchObject([
      {
        schema: 'rampart.audit.stats/1',
        size: 7,
        kinds: { call: 3, outcome: 2, genesis: 1, start: 1 },
        decisions: { allow: 1, deny: 1, ask: 1 },
        rules: { 'standard/default': 2, 'standard/delete-root': 1 },
        agents: { 'claude-code': 2, codex: 1 },
      },
    ]);
    expect(run(home(...ENTRIES), 'stats').stdout).toContain('3  call');
  });
});

it('reading changes nothing in the log', () => {
  const of = home(...ENTRIES);
  const path = join(of, 'data', 'rampart.db');
  const before = readFileSync(path);
  for (const args of [['verify'], ['tail'], ['show', '1'], ['stats']]) run(of, ...args);
  expect(readFileSync(path).equals(before)).toBe(true);
});
