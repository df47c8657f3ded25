import { afterAll, expect, it } from 'vitest';
import { LIMITS } from '../../src/core/limits.ts';
import { Sandbox } from './sandbox.ts';

const sandbox = new Sandbox();
afterAll(() => sandbox.close());

/** A line of so many bytes that asks about `true` and says nothing else. */
function lineOf(bytes: number): string {
  const line = '{"command":"true"}';
  return `${line}${' '.repeat(bytes - line.length)}`;
}

it('answers a line of the longest size there may be, and tells of one that is longer', () => {
  const input = [lineOf(LIMITS.batchLineBytes), lineOf(LIMITS.batchLineBytes + 1), lineOf(30)].join('\n');
  const { exit, stdout } = sandbox.rampart(['check', '--batch'], `${input}\n`);
  const answers = stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));
  expect(answers.map(({ id, decision, error }) => [id, decision, error?.code])).toEqual([
    [1, 'allow', undefined],
    [2, 'error', 'E_LIMIT'],
    [3, 'allow', undefined],
  ]);
  expect(exit).toBe(2);
});
