import { describe, expect, it } from 'vitest';
import { groupLength } from '../../src/audit/group-length.ts';
import { LIMITS } from '../../src/core/limits.ts';

const parcels = (count: number, records: number, bytes: number) =>
  Array.from({ length: count }, () => ({ records, json: 'x'.repeat(bytes) }));

describe('one commit', () => {
  it('takes records up to the cap, and leaves the rest for the next', () => {
    expect(groupLength(parcels(LIMITS.groupRecords - 1, 1, 2))).toBe(LIMITS.groupRecords - 1);
    expect(groupLength(parcels(LIMITS.groupRecords, 1, 2))).toBe(LIMITS.groupRecords);
    expect(groupLength(parcels(LIMITS.groupRecords + 1, 1, 2))).toBe(LIMITS.groupRecords);
    expect(groupLength(parcels(2, LIMITS.groupRecords / 2 + 1, 2))).toBe(1);
  });

  it('takes bytes up to the cap', () => {
    const half = LIMITS.groupBytes / 2;
    expect(groupLength(parcels(2, 1, half))).toBe(2);
    expect(groupLength([...parcels(1, 1, half), ...parcels(1, 1, half + 1)])).toBe(1);
  });

  it('takes one bundle whole, whatever its size: what is written down together stays together', () => {
    expect(groupLength(parcels(1, LIMITS.groupRecords + 1, LIMITS.groupBytes + 1))).toBe(1);
    expect(groupLength([])).toBe(0);
  });
});
