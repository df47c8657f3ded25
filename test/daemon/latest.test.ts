import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Latest } from '../../src/daemon/latest.ts';

/** What it is to be, however long it takes: a Map, its first entries deleted past the cap. */
class Plain {
  readonly entries = new Map<string, number>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  set(key: string, value: number): void {
    this.entries.set(key, value);
    const over = Math.max(0, this.entries.size - this.#most);
    for (const [old, waits] of [...this.entries].slice(0, over)) {
      this.entries.delete(old);
      if (waits < 0) this.entries.set(old, waits);
    }
  }
}

describe('the latest entries', () => {
  it('are those that a plain map would keep, whatever is put in, changed and deleted', () => {
    const key = fc.integer({ min: 0, max: 200 }).map(String);
    const deed = fc.record({ key, value: fc.integer({ min: -1, max: 9 }), deletes: fc.boolean() });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 }),
        fc.array(deed, { minLength: 1, maxLength: 600 }),
        (most, deeds) => {
          const latest = new Latest<number>(most, value => value < 0);
          const plain = new Plain(most);
          for (const { key, value, deletes } of deeds) {
            if (deletes) {
              latest.delete(key);
              plain.entries.delete(key);
            } else {
              latest.set(key, value);
              plain.set(key, value);
            }
            expect(latest.size).toBe(plain.entries.size);
            expect(latest.get(key)).toBe(plain.entries.get(key));
          }
          expect(new Map(latest)).toEqual(plain.entries);
        },
      ),
    );
  });

  it('go oldest first past the cap, and come anew after they were deleted', () => {
    const latest = new Latest<number>(2);
    latest.set('a', 1);
    latest.set('b', 2);
    latest.delete('a');
    latest.set('a', 3);
    latest.set('c', 4);
    expect([...latest]).toEqual([
      ['a', 3],
      ['c', 4],
    ]);
    expect(latest.has('b')).toBe(false);
  });
});
