import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, type TestContext } from 'vitest';
import { type Clock, Writer } from '../../src/audit/writer.ts';
import { LIMITS } from '../../src/core/limits.ts';
import { entry } from '../../src/core/record.ts';
import { leavesOf, seqsOf } from './rows.ts';
import { callEntry, scratch } from './scratch.ts';
import { remount, smallDisk } from './small-disk.ts';

/** A clock that moves when it is told to. */
class SetClock implements Clock {
  ms = Date.parse('2026-01-02T03:04:05.000Z');
  now = (): number => this.ms;
  monotonicUs = (): number => this.ms * 1000;
}

describe('the writer', () => {
  it('begins a log with who wrote it, and numbers records in order', () => {
    const database = join(scratch(), 'log.db');
    const writer = new Writer(database, '9.9.9');
    expect(writer.head.size).toBe(1);
    expect(
      seqsOf(writer.commit([[callEntry('a')], [callEntry('b'), callEntry('c')], [callEntry('d')]])),
    ).toEqual([1, 2, 4]);
    expect(writer.head.size).toBe(5);
    writer.close();
    const leaves = leavesOf(database);
    expect(leaves.map(leaf => leaf.kind)).toEqual(['genesis', 'call', 'call', 'call', 'call']);
    expect(leaves.map(leaf => leaf.seq)).toEqual([0, 1, 2, 3, 4]);
    expect(leaves[0]).toMatchObject({
      program: 'rampart 9.9.9',
      log: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(new Set(leaves.map(leaf => leaf.salt)).size).toBe(5);
  });

  it('refuses what makes no record and writes the rest of the group', () => {
    const database = join(scratch(), 'log.db');
    const writer = new Writer(database, '0');
    const bad = entry('call', { seq: 1 });
    const large = entry('call', { text: 'x'.repeat(LIMITS.leafBytes) });
    expect(
      seqsOf(writer.commit([[callEntry('a')], [bad], [callEntry('b'), large], [callEntry('c')]])),
    ).toEqual([1, 'E_INPUT', 'E_LIMIT', 2]);
    expect(writer.latch).toBeNull();
    writer.close();
    expect(leavesOf(database).map(leaf => leaf.call)).toEqual([null, 'a', 'c']);
  });

  it('gives every record of one boot a later or equal monotonic time', () => {
    const database = join(scratch(), 'log.db');
    const writer = new Writer(database, '0');
    for (let index = 0; index < 50; index++) writer.commit([[callEntry(`${index}`)]]);
    writer.close();
    const times = leavesOf(database).map(leaf => leaf.mono_us);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('does not wait for a log that waiting cannot mend', () => {
    const database = join(scratch(), 'log.db');
    new Database(database).exec('CREATE TABLE t (a)');
    expect(() => new Writer(database, '0')).toThrowError(expect.objectContaining({ code: 'E_VERSION' }));
  });
});

describe('the latch', () => {
  const fill = (writer: Writer): string[] => {
    const kept: string[] = [];
    for (let index = 0; index < 500; index++) {
      const [result] = writer.commit([
        [callEntry(`fill-${index}`, { texts: { resource: 'x'.repeat(20_000) } })],
      ]);
      if (result === undefined || !('seq' in result)) break;
      kept.push(`fill-${index}`);
    }
    return kept;
  };

  it('closes when the disk is full, and opens with a gap record when there is room again', (context: TestContext) => {
    const disk = smallDisk(context, 2_048);
    const database = join(disk, 'data', 'log.db');
    const clock = new SetClock();
    const writer = new Writer(database, '0', clock);
    const kept = fill(writer);
    expect(kept.length).toBeGreaterThan(5);
    expect(writer.latch).toMatchObject({
      records: 1,
      commands: 1,
      cause: 'SQLITE_FULL',
      since: '2026-01-02T03:04:05.000Z',
    });

    // Within the probe interval nothing is even tried.
    clock.ms += LIMITS.latchProbeMs - 1;
    remount(disk, 'size=16384k');
    expect(seqsOf(writer.commit([[callEntry('too soon')], [entry('session', {})]]))).toEqual([
      'E_LATCH',
      'E_LATCH',
    ]);
    expect(writer.latch).toMatchObject({ records: 3, commands: 2 });

    clock.ms += 1;
    const size = writer.head.size;
    expect(seqsOf(writer.commit([[callEntry('after')], [callEntry('more')]]))).toEqual([size + 1, size + 2]);
    expect(writer.latch).toBeNull();
    writer.close();
    const leaves = leavesOf(database);
    expect(leaves.map(leaf => leaf.call)).toEqual([null, ...kept, null, 'after', 'more']);
    expect(leaves[size]).toMatchObject({
      kind: 'gap',
      reason: 'refused',
      cause: 'SQLITE_FULL',
      records: 3,
      commands: 2,
      since: '2026-01-02T03:04:05.000Z',
      until: '2026-01-02T03:04:06.000Z',
    });
  });

  it('stays closed while tries fail, and counts them', (context: TestContext) => {
    const disk = smallDisk(context, 2_048);
    const database = join(disk, 'log.db');
    const clock = new SetClock();
    const writer = new Writer(database, '0', clock);
    const kept = fill(writer);
    for (let round = 0; round < 3; round++) {
      clock.ms += LIMITS.latchProbeMs;
      expect(
        seqsOf(writer.commit([[callEntry('no', { texts: { resource: 'x'.repeat(200_000) } })]])),
      ).toEqual(['E_LATCH']);
    }
    expect(writer.latch).toMatchObject({ records: 4, commands: 4 });
    writer.close();
    expect(leavesOf(database)).toHaveLength(1 + kept.length);
  });

  it('closes on a disk that became read-only and loses nothing that was there', (context: TestContext) => {
    const disk = smallDisk(context, 4_096);
    const database = join(disk, 'log.db');
    const clock = new SetClock();
    const writer = new Writer(database, '0', clock);
    writer.commit([[callEntry('a')]]);
    writer.close();
    remount(disk, 'ro');
    expect(seqsOf(writer.commit([[callEntry('b')]]))).toEqual(['E_LATCH']);
    remount(disk, 'rw');
    clock.ms += LIMITS.latchProbeMs;
    expect(seqsOf(writer.commit([[callEntry('c')]]))).toEqual([3]);
    writer.close();
    expect(leavesOf(database).map(leaf => leaf.call ?? leaf.kind)).toEqual(['genesis', 'a', 'gap', 'c']);
  });

  it('is closed from the start where there is no room to begin, and the log begins when there is', (context: TestContext) => {
    const disk = smallDisk(context, 64);
    const database = join(disk, 'log.db');
    writeFileSync(join(disk, 'filler'), Buffer.alloc(56 * 1024));
    const clock = new SetClock();
    const writer = new Writer(database, '0', clock);
    expect(writer.latch).toMatchObject({ records: 0 });
    expect(writer.head.size).toBe(0);
    expect(seqsOf(writer.commit([[callEntry('a')]]))).toEqual(['E_LATCH']);
    rmSync(join(disk, 'filler'));
    remount(disk, 'size=4096k');
    clock.ms += LIMITS.latchProbeMs;
    expect(seqsOf(writer.commit([[callEntry('b')]]))).toEqual([2]);
    writer.close();
    expect(leavesOf(database).map(leaf => leaf.kind)).toEqual(['genesis', 'gap', 'call']);
  });

  it('closes while another process holds the log, and opens when it lets go', () => {
    const database = join(scratch(), 'log.db');
    const clock = new SetClock();
    const writer = new Writer(database, '0', clock);
    writer.commit([[callEntry('a')]]);
    const other = new Database(database);
    other.exec('BEGIN IMMEDIATE');
    expect(seqsOf(writer.commit([[callEntry('b')]]))).toEqual(['E_LATCH']);
    expect(writer.latch).toMatchObject({ cause: 'SQLITE_BUSY' });
    other.exec('ROLLBACK');
    other.close();
    clock.ms += LIMITS.latchProbeMs;
    expect(seqsOf(writer.commit([[callEntry('c')]]))).toEqual([3]);
    writer.close();
  });

  it('does not open before what only the write-ahead log holds has been written once more', () => {
    const database = join(scratch(), 'log.db');
    const clock = new SetClock();
    const writer = new Writer(database, '0', clock);
    const other = new Database(database);
    other.exec('BEGIN IMMEDIATE');
    writer.commit([[callEntry('a')]]);
    other.exec('ROLLBACK; BEGIN; SELECT * FROM entry');
    clock.ms += LIMITS.latchProbeMs;
    const reader = other.prepare('SELECT seq FROM entry').iterate();
    reader.next();
    expect(seqsOf(writer.commit([[callEntry('b')]]))).toEqual(['E_LATCH']);
    reader.return?.();
    other.close();
    clock.ms += LIMITS.latchProbeMs;
    expect(seqsOf(writer.commit([[callEntry('c')]]))).toEqual([2]);
    writer.close();
  });

  it('tells in the next record of what was refused before it came to the writer', () => {
    const database = join(scratch(), 'log.db');
    const writer = new Writer(database, '0');
    writer.noteRefused({
      records: 5,
      commands: 4,
      cause: 'E_BUSY',
      since: Date.parse('2026-01-02T00:00:00.000Z'),
    });
    writer.commit([[callEntry('a')]]);
    writer.commit([[callEntry('b')]]);
    writer.close();
    const leaves = leavesOf(database);
    expect(leaves.map(leaf => leaf.kind)).toEqual(['genesis', 'gap', 'call', 'call']);
    expect(leaves[1]).toMatchObject({
      cause: 'E_BUSY',
      records: 5,
      commands: 4,
      since: '2026-01-02T00:00:00.000Z',
    });
  });
});
