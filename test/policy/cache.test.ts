import {
  appendFileSync,
  chmodSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/core/limits.ts';
import { type CachedPolicy, readCache, writeCache } from '../../src/policy/cache.ts';
import { decide } from '../../src/policy/decide.ts';
import { DEFAULT_CONFIG } from '../../src/policy/file/config.ts';
import { ruleSet } from '../../src/policy/rule-set.ts';
import { judgedOf, ruleOf } from './build.ts';

const root = process.getuid?.() === 0;
const hashOf = (digit: string): string => `sha256:${digit.repeat(64)}`;
const HASH = hashOf('a');

function policyWith(hash: string): CachedPolicy {
  return {
    rules: ruleSet({ hash, defaultAction: 'allow', rules: [ruleOf('deny', { program: ['rm'] })] }),
    config: DEFAULT_CONFIG,
    files: [{ path: '/x.yaml', layer: 'user' }],
  };
}

let dir: string;
let path: string;
beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'rampart-cache-')), 'data', 'cache');
  path = join(dir, `policy-${'a'.repeat(64)}.json`);
  writeCache(dir, policyWith(HASH));
});
afterEach(() => rmSync(join(dir, '../..'), { recursive: true, force: true }));

describe('a compiled set', () => {
  it('comes back as it was and decides the same', () => {
    const policy = readCache(dir, HASH);
    expect(policy).toEqual(policyWith(HASH));
    expect(policy && decide(policy.rules, judgedOf('rm x'))).toMatchObject({ verdict: 'deny', policy: HASH });
  });

  it('is its owner’s alone, and nothing else is left behind', () => {
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect(readdirSync(dir)).toEqual([`policy-${'a'.repeat(64)}.json`]);
  });

  it('is absent under another hash', () => {
    expect(readCache(dir, hashOf('b'))).toBeUndefined();
    expect(readCache(join(dir, 'none'), HASH)).toBeUndefined();
  });

  it('replaces the one before', () => {
    writeCache(dir, { ...policyWith(HASH), files: [] });
    expect(readCache(dir, HASH)?.files).toEqual([]);
  });

  it('does not pile up', () => {
    for (let index = 0; index < 40; index++)
      writeCache(dir, policyWith(`sha256:${index.toString(16).padStart(64, '0')}`));
    expect(readdirSync(dir)).toHaveLength(32);
  });
});

describe('is refused', () => {
  const refusedAs = (code: string): void => {
    expect(() => readCache(dir, HASH)).toThrowError(expect.objectContaining({ code }));
  };

  it.each<[what: string, damage: () => void]>([
    ['cut short', () => truncateSync(path, 300)],
    ['empty', () => truncateSync(path, 0)],
    ['longer than it was', () => appendFileSync(path, ' ')],
    ['edited', () => writeFileSync(path, readFileSync(path, 'utf8').replace('"deny"', '"watch"'))],
    ['no JSON', () => writeFileSync(path, 'x\ny')],
    ['another layout', () => writeFileSync(path, readFileSync(path, 'utf8').replace('"v":2', '"v":1'))],
  ])('when it is %s', (_, damage) => {
    damage();
    refusedAs('E_POLICY');
  });

  it('when it was made for other files', () => {
    writeCache(dir, policyWith(hashOf('b')));
    renameSync(join(dir, `policy-${'b'.repeat(64)}.json`), path);
    refusedAs('E_POLICY');
  });

  it('when it is longer than the cap', () => {
    const sized = (bytes: number): CachedPolicy => {
      const policy = policyWith(HASH);
      const bare = readFileSync(path).length - '/x.yaml'.length;
      return { ...policy, files: [{ path: 'x'.repeat(bytes - bare), layer: 'user' }] };
    };
    writeCache(dir, policyWith(HASH));
    const [fits, more] = [sized(LIMITS.policyCacheBytes), sized(LIMITS.policyCacheBytes + 1)];
    writeCache(dir, fits);
    expect(statSync(path).size).toBe(LIMITS.policyCacheBytes);
    expect(readCache(dir, HASH)?.files[0]?.path).toHaveLength(fits.files[0]?.path.length ?? 0);
    writeCache(dir, more);
    expect(() => readCache(dir, HASH)).toThrowError(expect.objectContaining({ code: 'E_POLICY' }));
  });

  it('when others may write it', () => {
    chmodSync(path, 0o666);
    refusedAs('E_OWNER');
  });

  it.skipIf(!root)('when it belongs to somebody else', () => {
    chownSync(path, 65_534, 65_534);
    refusedAs('E_OWNER');
  });
});
