import { expect, it } from 'vitest';
import { argumentsAbout } from '../../src/call/tool-arguments.ts';
import { LIMITS } from '../../src/core/limits.ts';

it.each([
  [{ path: 'a/b' }, { paths: ['a/b'] }],
  [{ file_path: 'x', targetDir: 'y', filename: 'z' }, { paths: ['x', 'y', 'z'] }],
  [{ text: '/etc/passwd' }, { paths: ['/etc/passwd'] }],
  [{ text: '~/x', more: ['./a', '../b'] }, { paths: ['~/x', './a', '../b'] }],
  [{ deep: { list: [{ source: 'a' }, { source: 'b' }] } }, { paths: ['a', 'b'] }],
  [{ uri: 'file:///a/%20b' }, { paths: ['/a/ b'] }],
  [{ uri: 'file:///%' }, { paths: ['/%'] }],
  [{ where: 'https://x.test/y' }, { urls: ['https://x.test/y'] }],
  [{ text: 'see https://x.test/y' }, {}],
  [{ text: 'a/b or c' }, {}],
  [{ path: 'two\nlines' }, {}],
  [{ n: 1, ok: true, none: null }, {}],
  [{ command: 'ls -l' }, { command: 'ls -l' }],
  [{ cmd: 'ls', args: ['-l', 'a b'] }, { argv: ['ls', '-l', 'a b'] }],
  [{ commands: ['ls', 'pwd'] }, { command: 'ls\npwd' }],
  [{ command: ['git', 'push'] }, { argv: ['git', 'push'] }],
  [{ command: 7, constructor: 'x' }, {}],
] as const)('%j', (args, about) => {
  expect(argumentsAbout(args)).toEqual({ ...about, content: JSON.stringify(args) });
});

it('looks at texts up to its cap', () => {
  const args = (count: number) => ({ list: [...Array(count - 1).fill('x'), '/last'] });
  expect(argumentsAbout(args(LIMITS.argumentTexts)).paths).toEqual(['/last']);
  expect(argumentsAbout(args(LIMITS.argumentTexts + 1)).paths).toBeUndefined();
});

it.each([
  [LIMITS.argumentTexts, LIMITS.argumentTexts],
  [LIMITS.argumentTexts + 1, LIMITS.argumentTexts],
])('of %i texts, %i are sorted; the rest is in the content', (given, sorted) => {
  const all = Array.from({ length: given }, (_, at) => `/p/${at}`);
  const { paths, content } = argumentsAbout({ all });
  expect(paths).toHaveLength(sorted);
  expect(content).toContain(`/p/${given - 1}"`);
});
