import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkEntry } from '../../src/audit/entry-check.ts';
import { draftLeaf, type Leaf, type Place, placeLeaf, readLeaf, type Written } from '../../src/audit/leaf.ts';
import { matchesDigest } from '../../src/audit/payload.ts';
import { leafHash } from '../../src/audit/tree.ts';
import { LIMITS } from '../../src/core/limits.ts';
import { type AuditEntry, entry } from '../../src/core/record.ts';
import { callEntry } from './scratch.ts';

function leafOf({ leaf }: Pick<Written, 'leaf'>): Leaf {
  return readLeaf(leaf.toString('latin1')) ?? expect.fail('not read back');
}

const PLACE: Place = { seq: 7, ts: '2026-01-02T03:04:05.678Z', boot: 'b0', monoUs: 42 };

function countingSalt(): () => string {
  let count = 0;
  return () => (count++).toString(16).padStart(32, '0');
}

function write(record: AuditEntry): Written {
  checkEntry(record);
  return placeLeaf(draftLeaf(record, countingSalt()), PLACE);
}

interface Vector {
  readonly about: string;
  readonly place: Place;
  readonly entry: AuditEntry;
  readonly leaf: string;
  readonly hash: string;
  readonly payload: readonly { field: string; salt: string; value: string }[];
}

describe('the format of version 1 is frozen', () => {
  const vectors: Vector[] = JSON.parse(
    readFileSync(new URL('vectors/leaf-v1.json', import.meta.url), 'utf8'),
  );

  it.each(vectors)('$about', ({ place, entry: record, leaf, hash, payload }) => {
    const written = placeLeaf(draftLeaf(record, countingSalt()), place);
    expect(written.leaf.toString('latin1')).toBe(leaf);
    expect(leafHash(written.leaf).toString('hex')).toBe(hash);
    expect(written.texts.map(({ field, salt, value }) => ({ field, salt, value: value.toString() }))).toEqual(
      payload,
    );
    expect(readLeaf(leaf)).toMatchObject({ seq: place.seq, kind: record.kind });
  });
});

describe('a leaf', () => {
  it('is printable ASCII whatever it is about, and reads back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.jsonValue(), (text, value) => {
        const record = {
          ...entry('session', { text, value: value as never }, {}),
          session: text,
          agent: text,
        };
        const { leaf } = write(record);
        expect(leaf.every(byte => byte >= 0x20 && byte < 0x7f)).toBe(true);
        const read = leafOf({ leaf });
        expect(read.session).toBe(text);
        expect(read.text).toBe(text);
        expect(JSON.stringify(read.value)).toBe(JSON.stringify(value));
      }),
    );
  });

  it('keeps digest and length of a text, and the payload what the digest was taken from', () => {
    const { leaf, texts } = write(entry('call', {}, { resource: 'rm -rf /', cwd: 'ä😀\ud800' }));
    const read = leafOf({ leaf });
    for (const { field, salt, value } of texts) {
      const digest = read[field] as never;
      expect(matchesDigest(digest, salt, value)).toBe(true);
      expect(matchesDigest(digest, salt, Buffer.concat([value, Buffer.of(0)]))).toBe(false);
      expect(matchesDigest(digest, 'f'.repeat(32), value)).toBe(false);
    }
    expect(texts.map(one => one.value.length)).toEqual([8, 9]);
    expect(new Set(texts.map(one => one.salt)).size).toBe(2);
  });

  it('hides secrets before it takes the digest', () => {
    const { texts } = write(entry('call', {}, { resource: 'tool --password=hunter2' }));
    expect(texts[0]?.value.toString()).toBe('tool --password=[redacted:password]');
  });

  it.each([
    [LIMITS.payloadBytes - 1, undefined],
    [LIMITS.payloadBytes, undefined],
    [LIMITS.payloadBytes + 1, true],
  ])('of a text of %i bytes says cut: %s', (length, cut) => {
    const { leaf, texts } = write(entry('call', {}, { resource: 'x'.repeat(length) }));
    const digest = leafOf({ leaf }).resource as never as { n: number; cut?: true };
    expect(digest).toMatchObject({ n: length });
    expect(digest.cut).toBe(cut);
    expect(texts[0]?.value.length).toBe(Math.min(length, LIMITS.payloadBytes));
    expect(matchesDigest(digest as never, texts[0]!.salt, texts[0]!.value)).toBe(true);
  });

  it.each([
    ['before the cut', '', ''],
    ['across the cut', ' --password=hunter2hunter2', ''],
    [
      'where text that was redacted made room',
      ` ${`--password=${'x'.repeat(4_000)} `.repeat(40)}`,
      'ghp_abc',
    ],
  ])('keeps no part of a secret %s of a long text', (_, secrets, end) => {
    const text = `${'x'.repeat(LIMITS.payloadBytes - 20)}${secrets}`;
    const sliced = text.slice(0, LIMITS.payloadBytes + 16 * 1024 - end.length) + end + 'd'.repeat(40_000);
    const { texts } = write(entry('call', {}, { resource: sliced }));
    const kept = texts[0]?.value.toString() ?? '';
    expect(kept).not.toMatch(/hunter|ghp_/);
    expect(kept.length).toBeLessThanOrEqual(LIMITS.payloadBytes);
  });

  it('cuts a text between characters', () => {
    const { texts } = write(entry('call', {}, { resource: `x${'😀'.repeat(LIMITS.payloadBytes / 4)}` }));
    expect(texts[0]?.value.length).toBe(LIMITS.payloadBytes - 3);
    expect(texts[0]?.value.toString().endsWith('😀')).toBe(true);
  });

  it('names an overlong id by its digest, the same in every record', () => {
    const id = (length: number): string | null =>
      leafOf(write({ ...entry('call', {}), call: 'x'.repeat(length) })).call;
    expect(id(LIMITS.leafIdChars)).toBe('x'.repeat(LIMITS.leafIdChars));
    expect(id(LIMITS.leafIdChars + 1)).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(id(LIMITS.leafIdChars + 1)).toBe(id(LIMITS.leafIdChars + 1));
  });
});

describe('what makes no leaf is refused', () => {
  const fields = (count: number): AuditEntry =>
    entry('call', Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, index])));

  it.each<[why: string, record: unknown, code: string]>([
    ['an unknown kind', { ...entry('call', {}), kind: 'x' }, 'E_INPUT'],
    ['a second beginning', entry('genesis', {}), 'E_INPUT'],
    ['a reserved kind', { ...entry('call', {}), kind: 'epoch' }, 'E_INPUT'],
    ['a session that is no text', { ...entry('call', {}), session: 1 }, 'E_INPUT'],
    ['a fractional cseq', { ...entry('call', {}), cseq: 1.5 }, 'E_INPUT'],
    ['a negative cseq', { ...entry('call', {}), cseq: -1 }, 'E_INPUT'],
    ['a field named like the head', entry('call', { seq: 1 }), 'E_INPUT'],
    ['a text named like the head', entry('call', {}, { salt: '' }), 'E_INPUT'],
    ['a field named like an index', entry('call', { 1: 1 }), 'E_INPUT'],
    ['a field with a prototype name', entry('call', JSON.parse('{"__proto__":1}')), 'E_INPUT'],
    ['a name twice', entry('call', { a: 1 }, { a: '' }), 'E_INPUT'],
    ['a text that is no text', entry('call', {}, { a: 1 as never }), 'E_INPUT'],
    ['a field that looks like a digest', entry('call', { a: { h: 'a'.repeat(64), n: 1 } }), 'E_INPUT'],
    ['too many fields', fields(LIMITS.recordFields + 1), 'E_LIMIT'],
    ['too long a leaf', entry('call', { a: 'x'.repeat(LIMITS.leafBytes) }), 'E_LIMIT'],
    ['JSON that turns in circles', entry('call', { a: circle() as never }), 'E_INPUT'],
  ])('%s', (_, record, code) => {
    expect(() => write(record as AuditEntry)).toThrowError(expect.objectContaining({ code }));
  });

  it('and what is just within the caps is not', () => {
    expect(leafOf(write(fields(LIMITS.recordFields))).f63).toBe(63);
    const { leaf } = write(entry('call', { a: 'x'.repeat(LIMITS.leafBytes - 512) }));
    expect(leaf.length).toBeLessThanOrEqual(LIMITS.leafBytes);
  });

  function circle(): object {
    const round: { self?: object } = {};
    round.self = round;
    return round;
  }
});

describe('reading a leaf', () => {
  const good = write(callEntry('c1')).leaf.toString('latin1');

  it.each([
    ['', 'nothing'],
    ['null', 'no object'],
    ['[]', 'a list'],
    [good.slice(0, -1), 'half a line'],
    [`${good}x`, 'more than a line'],
    [good.replace('"v":1', '"v":2'), 'another version'],
    [good.replace('"seq":7', '"seq":"7"'), 'a place that is no number'],
    [good.replace('"seq":7', '"seq":7.5'), 'half a place'],
    [good.replace('2026-01-02', '2026-13-02'), 'a thirteenth month'],
    [good.replace('.678Z', '+00:00'), 'another spelling of time'],
    [good.replace('"kind":"call"', '"kind":"cull"'), 'an unknown kind'],
    [good.replace('"session":"s-1"', '"session":["s-1"]'), 'a session that is a list'],
    [good.replace('"v":1,"seq":7', '"seq":7,"v":1'), 'another order'],
    [good.replace('"actor":null,', ''), 'a missing key'],
    [good.replace(/"salt":"[0-9a-f]{32}"/, '"salt":"x"'), 'no salt'],
  ])('%# refuses %2$s', line => {
    expect(readLeaf(line)).toBeUndefined();
  });

  it('of mutated bytes gives a leaf or none', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length), fc.string({ unit: 'binary', maxLength: 3 })), {
          maxLength: 5,
        }),
        edits => {
          let line = good;
          for (const [at, text] of edits) line = line.slice(0, at) + text + line.slice(at + text.length);
          const leaf = readLeaf(line);
          if (leaf !== undefined) expect(leaf.v).toBe(1);
        },
      ),
      { numRuns: 5_000 },
    );
  });
});
