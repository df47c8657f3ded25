import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/core/limits.ts';
import { endTree } from '../../src/run/end-tree.ts';
import type { Processes, ProcessRow } from '../../src/run/process-table.ts';
import { Tree } from '../../src/run/tree.ts';

const SELF: ProcessRow = { pid: 100, ppid: 1, pgid: 100, sid: 50, start: 1, dead: false };

function row(pid: number, more: Partial<ProcessRow> = {}): ProcessRow {
  return { pid, ppid: 100, pgid: 100, sid: 50, start: 2, dead: false, ...more };
}

/** Processes that do as `react` says on each signal; every walk of the table and every signal is written down. */
function machine(
  rows: ProcessRow[],
  react: (sent: string) => void,
): Processes & { log: string[]; walks: number } {
  const note = (target: number, signal: string): void => {
    self.log.push(`${signal} ${target}`);
    react(`${signal} ${target}`);
  };
  const self = {
    log: [] as string[],
    walks: 0,
    table: () => {
      self.walks++;
      return [SELF, ...rows];
    },
    send: (to: ProcessRow, signal: NodeJS.Signals) => note(to.pid, signal),
    sendGroup: (pgid: number, signal: NodeJS.Signals) => note(-pgid, signal),
  };
  return self;
}

describe('a tree in the runner’s group', () => {
  it('is stopped, asked and let go on, one process at a time', async () => {
    const rows = [row(200), row(201, { ppid: 200 })];
    const system = machine(rows, sent => {
      if (sent.startsWith('SIGCONT')) rows.pop();
    });
    expect(await endTree(new Tree(200, 100), 10_000, system)).toBe(true);
    expect(system.log).toEqual(
      ['SIGSTOP', 'SIGTERM', 'SIGCONT'].flatMap(signal => [`${signal} 200`, `${signal} 201`]),
    );
  });

  it('is killed after the grace, children that it started meanwhile included', async () => {
    const rows = [row(200)];
    const system = machine(rows, sent => {
      if (sent === 'SIGCONT 200') rows.push(row(201, { ppid: 200, start: 3 }));
      if (sent === 'SIGKILL 201') rows.splice(0);
    });
    expect(await endTree(new Tree(200, 100), 5, system)).toBe(true);
    expect(system.log.filter(line => line.includes('201'))).toEqual(['SIGSTOP 201', 'SIGKILL 201']);
  });
});

it('signals a group of the tree’s own as one', async () => {
  const rows = [row(200, { pgid: 200, sid: 200 }), row(201, { ppid: 200, pgid: 200, sid: 200 })];
  const system = machine(rows, sent => {
    if (sent === 'SIGKILL -200') rows.splice(0);
  });
  expect(await endTree(new Tree(200, 100), 0, system)).toBe(true);
  expect(system.log).toEqual([
    'SIGSTOP -200',
    'SIGTERM -200',
    'SIGCONT -200',
    'SIGSTOP -200',
    'SIGKILL -200',
  ]);
});

describe('bounds', () => {
  it('gives up on what the kernel does not let go of, after as many walks as are allowed', async () => {
    const system = machine([row(200)], () => {});
    expect(await endTree(new Tree(200, 100), 0, system)).toBe(false);
    expect(system.log.filter(line => line === 'SIGKILL 200')).toHaveLength(LIMITS.treeKillWalks);
  });

  it('still ends what goes at the last walk', async () => {
    const rows = [row(200)];
    let kills = 0;
    const system = machine(rows, sent => {
      if (sent === 'SIGKILL 200' && ++kills === LIMITS.treeKillWalks) rows.pop();
    });
    expect(await endTree(new Tree(200, 100), 0, system)).toBe(true);
  });

  it.each([
    ['one below the cap', LIMITS.treeStopWalks - 1, LIMITS.treeStopWalks],
    ['for ever', Number.POSITIVE_INFINITY, LIMITS.treeStopWalks],
  ])('stops looking for a tree that forks under the walk %s', async (_, forks, walks) => {
    const rows = [row(200)];
    let walksBeforeAsking = 0;
    const system = machine(rows, sent => {
      if (sent.startsWith('SIGSTOP') && rows.length <= forks && walksBeforeAsking === 0)
        rows.push(row(200 + rows.length, { ppid: 200, start: 3 }));
      if (sent.startsWith('SIGTERM') && walksBeforeAsking === 0) walksBeforeAsking = system.walks;
      if (sent.startsWith('SIGKILL')) rows.splice(0);
    });
    expect(await endTree(new Tree(200, 100), 0, system)).toBe(true);
    expect(walksBeforeAsking).toBe(walks);
  });
});
