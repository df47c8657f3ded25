import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WorkerLog } from '../../src/audit/log.ts';
import { verify } from '../../src/audit/verify/verify.ts';
import { LIMITS } from '../../src/core/limits.ts';
import { entry } from '../../src/core/record.ts';
import { built, removeBuilt } from './built.ts';
import { leavesOf } from './rows.ts';
import { callEntry, scratch } from './scratch.ts';

let script: string;
let appender: string;

beforeAll(async () => {
  script = await built('fixtures/worker.ts');
  appender = await built('fixtures/appender.ts');
});
afterAll(removeBuilt);

const open = (database: string): Promise<WorkerLog> => WorkerLog.open({ database, script, version: '0' });
const codes = (settled: readonly PromiseSettledResult<number>[]): unknown[] =>
  settled.map(one => (one.status === 'fulfilled' ? one.value : one.reason.code));

describe('the log in its thread', () => {
  it('answers every append of a turn with its place, in order', async () => {
    const database = join(scratch(), 'log.db');
    const log = await open(database);
    const seqs = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) => log.append(callEntry(`c${index}`))),
    );
    expect(seqs).toEqual(Array.from({ length: 1_000 }, (_, index) => index + 1));
    expect(log.state).toMatchObject({
      head: { size: 1_001, root: expect.stringMatching(/^[0-9a-f]{64}$/) },
      latch: null,
    });
    await log.close();
    expect(leavesOf(database).map(leaf => leaf.call)).toEqual([null, ...seqs.map(seq => `c${seq - 1}`)]);
  });

  it('keeps a bundle together among others', async () => {
    const database = join(scratch(), 'log.db');
    const log = await open(database);
    const [first, middle, last] = await Promise.all([
      log.append(callEntry('a')),
      log.appendAll([callEntry('b'), callEntry('c'), callEntry('d')]),
      log.append(callEntry('e')),
    ]);
    expect([first, middle, last]).toEqual([1, 2, 5]);
    await log.close();
  });

  it('refuses what makes no record, to its caller alone', async () => {
    const log = await open(join(scratch(), 'log.db'));
    const round: Record<string, unknown> = {};
    round.self = round;
    const results = await Promise.allSettled([
      log.append(callEntry('a')),
      log.append(entry('call', { seq: 1 })),
      log.append(entry('call', { round: round as never })),
      log.appendAll([]),
      log.append(callEntry('b')),
    ]);
    expect(codes(results)).toEqual([1, 'E_INPUT', 'E_INPUT', 'E_INPUT', 2]);
    await log.close();
  });

  it('bounds what waits, and the next record tells how much was turned away', async () => {
    const database = join(scratch(), 'log.db');
    const log = await open(database);
    const extra = 3;
    const appends = Array.from({ length: LIMITS.appendQueue + extra }, (_, index) =>
      log.append(callEntry(`c${index}`)),
    );
    const results = codes(await Promise.allSettled(appends));
    expect(results.slice(0, LIMITS.appendQueue).every(Number.isInteger)).toBe(true);
    expect(results.slice(LIMITS.appendQueue)).toEqual(Array(extra).fill('E_BUSY'));
    await log.append(callEntry('after'));
    await log.close();
    const gaps = leavesOf(database).filter(leaf => leaf.kind === 'gap');
    expect(gaps).toMatchObject([{ cause: 'E_BUSY', records: extra, commands: extra }]);
  });

  it('bounds the bytes that wait, but takes one large bundle alone', async () => {
    const log = await open(join(scratch(), 'log.db'));
    const large = callEntry('large', { texts: { resource: 'x'.repeat(LIMITS.appendQueueBytes) } });
    const results = await Promise.allSettled([log.append(large), log.append(callEntry('b'))]);
    // Record 1 is the gap that tells of the refused one.
    expect(codes(results)).toEqual([2, 'E_BUSY']);
    await log.close();
  });

  it('commits what was appended before it is closed, and nothing after', async () => {
    const database = join(scratch(), 'log.db');
    const log = await open(database);
    const before = log.append(callEntry('a'));
    const closed = log.close();
    await expect(log.append(callEntry('b'))).rejects.toMatchObject({ code: 'E_LATCH' });
    expect(await before).toBe(1);
    await closed;
    expect(leavesOf(database)).toHaveLength(2);
  });

  it('says why it cannot be opened', async () => {
    await expect(open('/dev/null')).rejects.toMatchObject({ code: 'E_OWNER' });
    await expect(
      WorkerLog.open({ database: join(scratch(), 'log.db'), script: '/nowhere.mjs', version: '0' }),
    ).rejects.toMatchObject({ code: 'E_LATCH' });
  });

  it('starts another writer when one dies, and the gap is recorded', async () => {
    const directory = scratch();
    const database = join(directory, 'log.db');
    const mortal = await built('fixtures/mortal-worker.ts');
    const log = await WorkerLog.open({ database, script: mortal, version: '0' });
    await log.append(callEntry('a'));
    const results = codes(
      await Promise.allSettled([log.append(callEntry('die')), log.append(callEntry('b'))]),
    );
    expect(results).toEqual(['E_LATCH', 'E_LATCH']);
    expect(log.state.latch).toMatchObject({ cause: 'writer-died', records: 2 });
    await expect(log.append(callEntry('c'))).rejects.toMatchObject({ code: 'E_LATCH' });
    await new Promise(resolve => setTimeout(resolve, LIMITS.latchProbeMs + 50));
    await log.append(callEntry('d'));
    expect(log.state.latch).toBeNull();
    await log.close();
    const leaves = leavesOf(database);
    expect(leaves.map(leaf => leaf.call ?? leaf.kind)).toEqual(['genesis', 'a', 'gap', 'd']);
    expect(leaves[2]).toMatchObject({ cause: 'writer-died', records: 3, commands: 3 });
  });
});

describe('a daemon that is killed', () => {
  it('loses no acknowledged record, a hundred times over', { timeout: 180_000 }, async () => {
    const database = join(scratch(), 'log.db');
    const acknowledged = new Map<number, string>();
    for (let run = 0; run < 100; run++) {
      const child = spawn(process.execPath, [appender, database, script, `r${run}`], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (output === '') setTimeout(() => child.kill('SIGKILL'), Math.random() * 60);
        output += text;
      });
      await once(child, 'close');
      expect(child.signalCode).toBe('SIGKILL');
      for (const line of output.split('\n').slice(0, -1)) {
        const [seq = '', call = ''] = line.split(' ');
        acknowledged.set(Number(seq), call);
      }
    }
    const leaves = leavesOf(database);
    expect(acknowledged.size).toBeGreaterThan(100);
    for (const [seq, call] of acknowledged)
      if (leaves[seq]?.call !== call)
        expect.fail(`record ${seq} (${call}) was acknowledged and is not there`);
    expect(await verify({ database, live: false })).toMatchObject({
      integrity: { ok: true },
      completeness: { ok: true },
      size: leaves.length,
    });
  });
});
