import fc from 'fast-check';
import { expect, it } from 'vitest';
import { visible, visibleLines } from '../../src/report/escape.ts';

it.each([
  ['plain text, ünïcödé 漢字 😀', 'plain text, ünïcödé 漢字 😀'],
  ['a\nb\tc\rd', 'a\\nb\\tc\\rd'],
  ['\x1b[31mred', '\\e[31mred'],
  ['\x1b]0;title\x07', '\\e]0;title\\x07'],
  ['\u009b2J', '\\x9b2J'],
  ['rm\u00a0-rf', 'rm\\xa0-rf'],
  ['safe\u202egnp.exe', 'safe\\u202egnp.exe'],
  ['a\u200bb\ufeffc\u00add', 'a\\u200bb\\ufeffc\\xadd'],
  ['a\u2028b', 'a\\u2028b'],
  ['tag\u{e0041}', 'tag\\U000e0041'],
  ['lone\ud800', 'lone\\ud800'],
  ['\0', '\\0'],
  ['\u3164', '\\u3164'],
])('%j is shown as %s', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

it('lines stay lines where a block is shown', () => {
  expect(visibleLines('a\x1b\nb\r\n')).toBe('a\\e\nb\\r\n');
});

it('nothing that moves a cursor or hides text is left of any string', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    }),
  );
});
