import { expect, it } from 'vitest';
import { readArguments, readOptions } from '../../src/core/options.ts';
import { displayWord, word } from '../../src/core/word.ts';

const GRAMMAR = { short: 'uo', long: ['user', 'output', 'out-dir'] };
const shown = (pairs: readonly (readonly [string, Parameters<typeof displayWord>[0] | undefined])[]) =>
  pairs.map(([name, value]) => (value === undefined ? name : `${name}=${displayWord(value)}`));

it.each<[line: string, given: readonly string[], operands: number]>([
  ['x -n a', ['n'], 2],
  ['x -u root a', ['u=root'], 3],
  ['x -uroot a', ['u=root'], 2],
  ['x -nu root a', ['n', 'u=root'], 3],
  ['x --user root a', ['user=root'], 3],
  ['x --user=root a', ['user=root'], 2],
  ['x --us root a', ['user=root'], 3],
  ['x --out root a', ['out'], 2],
  ['x -- -u a', [], 2],
  ['x - a', [], 1],
  ['x a -u b', [], 1],
  ['x -u', ['u'], 2],
])('%s', (line, given, operands) => {
  const read = readOptions(line.split(' ').map(word), GRAMMAR);
  expect(shown(read.given.pairs)).toEqual(given);
  expect(read.operands).toBe(operands);
});

it.each<[line: string, given: readonly string[], operands: readonly string[]]>([
  ['x a -n b -u c d', ['n', 'u=c'], ['a', 'b', 'd']],
  ['x a -- -n b', [], ['a', '-n', 'b']],
  ['x -n -- a', ['n'], ['a']],
  ['x', [], []],
])('mixed: %s', (line, given, operands) => {
  const read = readArguments(line.split(' ').map(word), GRAMMAR);
  expect(shown(read.given.pairs)).toEqual(given);
  expect(read.operands.map(displayWord)).toEqual(operands);
});
