import { expect, it } from 'vitest';
import { summarise } from '../../src/effects/summarise.ts';
import { scanned } from '../shell/scanned.ts';

it.each([
  ['cat ~/.ss?/id_r*', true],
  ['cat /etc/sh*w', true],
  ['cat ~/.aw[rs]/cred*', true],
  ['cd ~ && cat .n*', true],
  ['cat ~/*', false],
  ['cat *', false],
  ['cat src/*.ts', false],
  ['ls ~/.s*', false],
  ['cat ~/.[', false],
])('%j reaches for credentials: %s', (command, expected) => {
  const { effects } = summarise(scanned(command), { home: '/home/user', workspace: '/workspace' });
  expect(effects.some(({ kind }) => kind === 'credential-access')).toBe(expected);
});
