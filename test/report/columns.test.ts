import { expect, it } from 'vitest';
import { columns } from '../../src/report/columns.ts';

it('aligns columns by what is shown, not by what colours it', () => {
  const rows = [
    ['deny', 'a', 'why'],
    ['allow', 'longer', 'é'],
  ];
  expect(columns(rows)).toEqual(['deny   a       why', 'allow  longer  é']);
  expect(columns(rows, (cell, column) => (column === 0 ? `<${cell}>` : cell))).toEqual([
    '<deny>   a       why',
    '<allow>  longer  é',
  ]);
  expect(columns([])).toEqual([]);
});
