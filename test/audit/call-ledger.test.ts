import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallCounters } from '../../src/audit/call-counters.ts';
import { CallLedger } from '../../src/audit/call-ledger.ts';
import { RecentMap } from '../../src/audit/recent-map.ts';
import { LIMITS } from '../../src/core/limits.ts';

describe('a map that forgets', () => {
  it('keeps the last half of its cap at least, holds its cap at most, and tells of every value it drops', () => {
    const action = fc.record({ key: fc.nat(30).map(String), remove: fc.boolean() });
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.array(action, { maxLength: 200 }), (cap, actions) => {
        const forgotten: number[] = [];
        const map = new RecentMap<number>(cap, value => void forgotten.push(value));
        let put = 0;
        let removed = 0;
        for (const { key, remove } of actions) {
          if (map.get(key) !== undefined) removed += 1;
          if (remove) map.delete(key);
          else map.set(key, ++put);
          expect(map.get(key)).toBe(remove ? undefined : put);
          const held = [...map.values()];
          expect(held.length).toBeLessThanOrEqual(cap);
          expect(held.length + forgotten.length + removed).toBe(put);
        }
      }),
    );
  });
});

describe('the ledger of calls', () => {
  it('knows a call among as many as it promises, and calls a later outcome an orphan', () => {
    const outcomeAfter = (others: number): { duplicates: number; orphans: number } => {
      const ledger = new CallLedger();
      ledger.call('a', 1, true);
      ledger.outcome('a');
      for (let index = 0; index < others; index++) ledger.call(`c${index}`, 2, false);
      ledger.outcome('a');
      return ledger.totals(Number.POSITIVE_INFINITY);
    };
    expect(outcomeAfter(LIMITS.verifyClosedCalls / 2 - 1)).toMatchObject({ duplicates: 1, orphans: 0 });
    expect(outcomeAfter(LIMITS.verifyClosedCalls)).toMatchObject({ duplicates: 0, orphans: 1 });
  });

  it('counts open calls that it had to forget', () => {
    const ledger = new CallLedger();
    const calls = LIMITS.verifyOpenCalls + 1;
    for (let index = 0; index < calls; index++) ledger.call(`c${index}`, index, true);
    expect(ledger.totals(Number.POSITIVE_INFINITY)).toMatchObject({ open: calls, inFlight: 0 });
    expect(ledger.totals(calls - 1)).toMatchObject({ open: calls, inFlight: 1 });
  });

  it('counts orphans that it had to forget', () => {
    const ledger = new CallLedger();
    for (let index = 0; index < LIMITS.verifyClosedCalls + 1; index++) ledger.outcome(`c${index}`);
    expect(ledger.totals(0).orphans).toBe(LIMITS.verifyClosedCalls + 1);
  });
});

describe('counters of calls', () => {
  it('miss exactly the numbers that never came, in whatever order the others came', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 60 }), numbers => {
        const counters = new CallCounters();
        for (const cseq of numbers) counters.saw('s', cseq);
        expect(counters.holes()).toBe(Math.max(0, ...numbers) - numbers.length);
      }),
    );
  });

  it('count what they had to forget', () => {
    const counters = new CallCounters();
    for (let index = 0; index < LIMITS.verifySessions + 1; index++) counters.saw(`s${index}`, 3);
    for (let index = 1; index < 1_000; index++) counters.saw('holes', 2 * index);
    expect(counters.holes()).toBe(2 * (LIMITS.verifySessions + 1) + 999);
  });

  it('take the largest number there is', () => {
    const counters = new CallCounters();
    counters.saw('s', Number.MAX_SAFE_INTEGER);
    counters.saw('s', 5);
    expect(counters.holes()).toBe(Number.MAX_SAFE_INTEGER - 2);
  });
});
