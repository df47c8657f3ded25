import { expect, it } from 'vitest';
import { selfProtection } from '../../src/policy/self-protection.ts';
import { decideWithoutPolicy } from '../../src/policy/without-policy.ts';
import { effectOf, HOME, judgedOf } from './build.ts';

const protection = selfProtection({
  home: '/home/user/.rampart',
  packageDir: '/opt/rampart',
  userHome: HOME,
});
const error = { code: 'E_POLICY', message: 'no policy' } as const;

it('without a policy self-protection still denies', () => {
  const effects = [effectOf('delete', '/home/user/.rampart', { recursive: true })];
  const judged = judgedOf('rm -rf x', { effects });
  expect(decideWithoutPolicy(protection, judged, error)).toMatchObject({
    verdict: 'deny',
    rule: 'rampart/home',
    builtin: true,
  });
});

it('and everything else is an error, never an allow', () => {
  const judged = judgedOf('ls', { scan: { coverage: 'partial' } });
  expect(decideWithoutPolicy(protection, judged, error)).toMatchObject({
    verdict: 'error',
    builtin: false,
    coverage: 'partial',
    error,
  });
});
