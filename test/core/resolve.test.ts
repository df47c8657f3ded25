import { describe, expect, it } from 'vitest';
import type { Decision, Verdict } from '../../src/core/decision.ts';
import {
  type Answer,
  type FailMode,
  resolve,
  type SessionMode,
  usedFailMode,
} from '../../src/core/resolve.ts';

function decision(verdict: Verdict, builtin = false): Decision {
  return { verdict, rule: 'p/r', builtin, message: '', matched: [], coverage: 'full', policy: 'sha256:0' };
}

type Row = readonly [
  verdict: Verdict,
  answer: Answer,
  fail: FailMode,
  session: SessionMode,
  effect: 'run' | 'refuse',
  by: string,
];

/** Every situation of "who answers when nobody does", and the ordinary ones. */
const ROWS: readonly Row[] = [
  ['allow', 'unasked', 'open', 'enforce', 'run', 'rule'],
  ['allow', 'unasked', 'closed', 'enforce', 'run', 'rule'],
  ['watch', 'unasked', 'closed', 'enforce', 'run', 'rule'],
  ['deny', 'unasked', 'open', 'enforce', 'refuse', 'rule'],
  ['deny', 'unasked', 'closed', 'enforce', 'refuse', 'rule'],
  ['ask', 'approved', 'closed', 'enforce', 'run', 'person'],
  ['ask', 'refused', 'open', 'enforce', 'refuse', 'person'],
  ['ask', 'expired', 'open', 'enforce', 'refuse', 'timeout'],
  ['ask', 'expired', 'closed', 'enforce', 'refuse', 'timeout'],
  ['ask', 'unasked', 'open', 'enforce', 'refuse', 'timeout'],
  ['ask', 'unreachable', 'open', 'enforce', 'run', 'mode'],
  ['ask', 'unreachable', 'closed', 'enforce', 'refuse', 'mode'],
  ['error', 'unasked', 'open', 'enforce', 'run', 'mode'],
  ['error', 'unasked', 'closed', 'enforce', 'refuse', 'mode'],
  ['deny', 'unasked', 'closed', 'monitor', 'run', 'mode'],
  ['ask', 'unasked', 'closed', 'monitor', 'run', 'mode'],
  ['error', 'unasked', 'closed', 'monitor', 'run', 'mode'],
  ['allow', 'unasked', 'closed', 'monitor', 'run', 'rule'],
];

it.each(ROWS)('%s, %s, fail %s, %s: %s by %s', (verdict, answer, fail, session, effect, by) => {
  expect(resolve(decision(verdict), { answer, fail, session })).toMatchObject({ effect, by });
});

describe('built-in rules', () => {
  it.each(['open', 'closed'] as const)('hold when a session is only monitored (%s)', fail => {
    const at = { answer: 'unasked', fail, session: 'monitor' } as const;
    expect(resolve(decision('deny', true), at)).toMatchObject({ effect: 'refuse', by: 'rule' });
  });
});

it('tells the fail switch from monitoring', () => {
  const at = { answer: 'unasked', fail: 'open', session: 'enforce' } as const;
  expect(usedFailMode(resolve(decision('error'), at), at)).toBe(true);
  expect(usedFailMode(resolve(decision('allow'), at), at)).toBe(false);
  const monitored = { ...at, session: 'monitor' } as const;
  expect(usedFailMode(resolve(decision('deny'), monitored), monitored)).toBe(false);
});
