import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parseStat, processes, procTable, psTable } from '../../src/run/process-table.ts';

describe('/proc/<pid>/stat', () => {
  const rest = '1 2 3 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 THREADS 0 777 0 0';

  it.each<[name: string, state: string, threads: number, dead: boolean]>([
    ['sh', 'S', 1, false],
    ['a b', 'R', 1, false],
    [') S 9 9 9 9', 'S', 1, false],
    ['((', 'D', 4, false],
    ['line\nend', 'T', 1, false],
    ['', 'S', 1, false],
    ['gone', 'Z', 1, true],
    ['first thread gone', 'Z', 2, false],
    ['gone', 'X', 1, true],
  ])('is read whatever the name: %j in state %s with %s threads', (name, state, threads, dead) => {
    const stat = `42 (${name}) ${state} ${rest.replace('THREADS', String(threads))}\n`;
    expect(parseStat(42, stat)).toEqual({ pid: 42, ppid: 1, pgid: 2, sid: 3, start: 777, dead });
  });

  it.each(['', '42', '42 (sh) S 1 2'])('is nothing when cut short: %j', stat => {
    expect(parseStat(42, stat)).toBeUndefined();
  });
});

it.each([
  ['/proc', procTable],
  ['ps', psTable],
])('finds a child by %s', (_, table) => {
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  try {
    expect(table().find(row => row.pid === child.pid)).toMatchObject({
      ppid: process.pid,
      pgid: child.pid,
      dead: false,
      start: expect.any(Number),
    });
  } finally {
    child.kill('SIGKILL');
  }
});

it('signals a process only while it is the one that was seen', async () => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  const row = processes.table().find(one => one.pid === child.pid);
  if (row === undefined) throw new Error('the child is not in the table');
  processes.send({ ...row, start: row.start + 1 }, 'SIGKILL');
  processes.send(row, 'SIGTERM');
  expect(await new Promise(resolve => child.once('exit', (_code, signal) => resolve(signal)))).toBe(
    'SIGTERM',
  );
});

it('never signals its own group or everybody', () => {
  expect(() => {
    processes.sendGroup(0, 'SIGTERM');
    processes.sendGroup(1, 'SIGTERM');
  }).not.toThrow();
});
