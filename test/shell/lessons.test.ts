import { describe, expect, it } from 'vitest';
import { displayWord } from '../../src/core/word.ts';
import { DATA } from './lessons/data.ts';
import { HIDDEN } from './lessons/hidden.ts';
import { scanned, shown } from './scanned.ts';

describe.each(Object.entries(HIDDEN))('%s: what is hidden is seen', (_family, rows) => {
  it.each(rows)('%s', (_item, command, seen) => {
    expect(shown(scanned(command).invocations)).toContain(seen);
  });
});

describe.each(Object.entries(DATA))('%s: nothing is seen that is not there', (_family, rows) => {
  it.each(rows)('%s', (_item, command, programs) => {
    const { invocations } = scanned(command);
    expect(invocations.map(one => displayWord(one.program)).join(' ')).toBe(programs);
  });
});

it('has a row for each item', () => {
  const count = (table: Readonly<Record<string, readonly unknown[]>>) =>
    Object.values(table).map(rows => rows.length);
  expect(count(HIDDEN)).toEqual([15, 18, 64, 15, 15, 3]);
  expect(count(DATA)).toEqual([9, 10, 5, 12, 8, 7, 2]);
  const items = [...Object.values(HIDDEN), ...Object.values(DATA)].flat().map(([item]) => item);
  expect(items.filter((item, at) => items.indexOf(item) !== at)).toEqual([]);
});
