import { describe, expect, it } from 'vitest';
import type { ProcessRow } from '../../src/run/process-table.ts';
import { Tree } from '../../src/run/tree.ts';

const SELF = 100;

/** `[pid, ppid, pgid, sid, start]`; the runner is pid 100 in group 100 of session 50. */
type Row = readonly [
  pid: number,
  ppid: number,
  pgid: number,
  sid: number | null,
  start: number,
  dead?: 'dead',
];

const init: Row = [1, 0, 1, 1, 0];
const shell: Row = [50, 1, 50, 50, 10];
const self: Row = [SELF, 50, 100, 50, 20];
const around = [init, shell, self];

function live(tree: Tree, rows: readonly Row[]): number[] {
  const table = rows.map(([pid, ppid, pgid, sid, start, dead]): ProcessRow => {
    return { pid, ppid, pgid, sid, start, dead: dead !== undefined };
  });
  return tree
    .live(table)
    .map(row => row.pid)
    .sort((a, b) => a - b);
}

const ownGroup: Row = [200, SELF, 200, 200, 30];
const shared: Row = [200, SELF, 100, 50, 30];

describe('one snapshot', () => {
  it.each<[name: string, rows: readonly Row[], members: readonly number[]]>([
    ['the command alone', [shared], [200]],
    [
      'children and theirs, in any order',
      [[202, 201, 100, 50, 32], shared, [201, 200, 100, 50, 31]],
      [200, 201, 202],
    ],
    [
      'not the runner, its siblings and other children',
      [shared, [101, 50, 100, 50, 31], [102, SELF, 100, 50, 31]],
      [200],
    ],
    ['an adopted member of its own session', [ownGroup, [201, 1, 200, 200, 31]], [200, 201]],
    ['an adopted member of a group in its own session', [ownGroup, [201, 1, 201, 200, 31]], [200, 201]],
    [
      'an adopted member of a session a child made',
      [shared, [201, 200, 201, 201, 31], [202, 1, 201, 201, 32]],
      [200, 201, 202],
    ],
    [
      'an adopted member of a group a child made',
      [shared, [201, 200, 201, 50, 31], [202, 1, 201, 50, 32]],
      [200, 201, 202],
    ],
    ['not an adopted process in the runner’s group', [shared, [201, 1, 100, 50, 31]], [200]],
    ['not the group a child has joined', [shared, [60, 50, 60, 50, 12], [201, 200, 60, 50, 31]], [200, 201]],
    [
      'a group without sessions to go by',
      [
        [200, SELF, 200, null, 30],
        [201, 1, 200, null, 31],
      ],
      [200, 201],
    ],
    [
      'no zombies, but their children',
      [shared, [201, 200, 100, 50, 31, 'dead'], [202, 201, 100, 50, 32]],
      [200, 202],
    ],
    ['nothing older than its parent', [shared, [201, 200, 100, 50, 29]], [200]],
    ['nothing when the command is not there', [[201, 200, 200, 200, 31]], []],
    ['an end for parents in a ring', [shared, [201, 202, 1, 50, 31], [202, 201, 1, 50, 31]], [200]],
  ])('shows %s', (_, rows, members) => {
    expect(live(new Tree(200, SELF), [...around, ...rows])).toEqual(members);
  });
});

describe('snapshot after snapshot', () => {
  it('keeps a member that init has adopted', () => {
    const tree = new Tree(200, SELF);
    live(tree, [...around, shared, [201, 200, 100, 50, 31]]);
    expect(live(tree, [...around, [201, 1, 100, 50, 31], [202, 201, 100, 50, 40]])).toEqual([201, 202]);
  });

  it('does not take a stranger for a member whose number it was given', () => {
    const tree = new Tree(200, SELF);
    live(tree, [...around, shared, [201, 200, 100, 50, 31]]);
    expect(live(tree, [...around, [201, 50, 100, 50, 99], [200, 50, 100, 50, 98]])).toEqual([]);
  });

  it('keeps looking in a session whose leader is gone', () => {
    const tree = new Tree(200, SELF);
    live(tree, [...around, ownGroup]);
    expect(live(tree, [...around, [205, 1, 200, 200, 44]])).toEqual([205]);
  });
});

it('takes no session for the command’s while it does not know its own', () => {
  expect(live(new Tree(200, SELF), [init, shell, shared])).toEqual([200]);
});

it('stays linear over forty thousand processes in one chain', () => {
  const chain = Array.from(
    { length: 40_000 },
    (_, index): Row => [200 + index, index === 0 ? SELF : 199 + index, 200, 200, 30],
  );
  expect(live(new Tree(200, SELF), [...around, ...chain])).toHaveLength(40_000);
});
