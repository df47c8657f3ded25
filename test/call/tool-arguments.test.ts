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
  [LIMITS.argumentTexts, LIMITS.argumentTexts, undefined],
  [LIMITS.argumentTexts + 1, LIMITS.argumentTexts, 'host-asks'],
])('of %i texts, %i are sorted; with more, somebody is asked', (given, sorted, unlisted) => {
  const about = argumentsAbout({ all: Array.from({ length: given }, (_, at) => `/p/${at}`) });
  expect(about.paths).toHaveLength(sorted);
  expect(about.unlisted).toBe(unlisted);
});
