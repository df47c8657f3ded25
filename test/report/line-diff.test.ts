import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lineDiff } from '../../src/report/line-diff.ts';

it.each<[before: string, after: string, diff: string[]]>([
  ['a\nb\n', 'a\nb\n', []],
  ['', 'a\n', ['+ a']],
  ['a\n', '', ['- a']],
  ['a\nb\nc\n', 'a\nx\nc\n', ['  a', '- b', '+ x', '  c']],
  ['a\nb\nc\nd\n', 'a\nx\nb\nc\ny\nd\n', ['  a', '+ x', '  b', '  c', '+ y', '  d']],
])('shows what changes from %j to %j', (before, after, diff) => {
  expect(lineDiff(before, after)).toEqual(diff);
});

it('holds all lines of both, in order', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
    .map(lines => lines.map(l => `${l}\n`).join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const diff = lineDiff(before, after);
      const side = (mark: string) => diff.filter(line => line[0] !== mark).map(line => line.slice(2));
      expect(before.split('\n').join('\n')).toContain(side('+').join('\n'));
      expect(after.split('\n').join('\n')).toContain(side('-').join('\n'));
    }),
  );
});

it('shows many lines that change without comparing each with each', () => {
  const lines = (mark: string) => Array.from({ length: 5_000 }, (_, index) => `${mark}${index}\n`).join('');
  expect(lineDiff(lines('a'), lines('b'))).toHaveLength(10_000);
});
