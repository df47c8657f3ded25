import { expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../src/core/duration.ts';

it.each([
  ['1ms', 1],
  ['500ms', 500],
  ['30s', 30_000],
  ['2m', 120_000],
  ['1h', 3_600_000],
  ['7d', 604_800_000],
  ['2147483647ms', 2_147_483_647],
])('%s is %d ms and is written the same way', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
  expect(parseDuration(formatDuration(ms))).toBe(ms);
});

it.each([
  '',
  '5',
  's',
  '0s',
  '-1s',
  '1.5s',
  '1 s',
  '1S',
  '2147483648ms',
  '25d',
  '99999999999s',
  '1s2m',
  '١s',
])('%j is refused', text => {
  expect(() => parseDuration(text)).toThrowError(expect.objectContaining({ code: 'E_INPUT' }));
});
