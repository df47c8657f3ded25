import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathGlob } from '../../src/core/glob.ts';
import { matchText } from '../../src/core/glob-match.ts';
import { globMeets } from '../../src/policy/match/glob-meets.ts';

const meets = (rule: string, pattern: string): boolean => globMeets(pathGlob(rule), pathGlob(pattern));

it.each<[rule: string, pattern: string, met: boolean]>([
  ['/etc/shadow', '/etc/sh*', true],
  ['/etc/shadow', '/etc/*', true],
  ['/etc/shadow', '/*/shadow', true],
  ['/etc/shadow', '/*', false],
  ['/etc/shadow', '/etc/?hadow', true],
  ['/etc/shadow', '/etc/[a-t]hadow', true],
  ['/etc/shadow', '/etc/[!s]hadow', false],
  ['/etc/shadow', '/etc/*.conf', false],
  ['**/.ssh/id_*', '/home/user/.ss?/id_r*', true],
  ['**/.ssh/id_*', '/home/user/*/id_rsa', false],
  ['**/.ssh/id_*', '/home/user/.*/id_rsa', true],
  ['**/.env', '/w/*', false],
  ['**/.env', '/w/.*', true],
  ['/dev/sd*', '/dev/s*', true],
  ['/{a,b}/x', '/[bc]/x', true],
  ['/a[0-9]', '/a[a-f]', false],
  ['/a[0-9]', '/a[5-9x]', true],
])('%j meets %j: %s', (rule, pattern, met) => {
  expect(meets(rule, pattern)).toBe(met);
});

describe('agrees with expanding by hand', () => {
  const piece = fc.constantFrom('a', 'b', '.', '/', '*', '?', '[ab]', '[!a]');
  const glob = (extra: readonly string[]) =>
    fc.array(fc.oneof(piece, fc.constantFrom(...extra)), { maxLength: 5 }).map(all => `/${all.join('')}`);
  const names = fc
    .array(fc.constantFrom('a', 'b', 'c', '.', '/'), { maxLength: 5 })
    .map(all => `/${all.join('')}`);

  it('where some file name matches both, they meet', () => {
    fc.assert(
      fc.property(glob(['**']), glob(['x']), fc.array(names, { maxLength: 40 }), (rule, pattern, files) => {
        if (pattern.includes('**') || meets(rule, pattern)) return;
        for (const file of files) {
          const hidden = /(?:^|\/)[*?[][^/]*$/.test(pattern) || /(?:^|\/)[*?[]/.test(pattern);
          // A wildcard at the start of a name leaves names with a dot out.
          if (hidden && /(?:^|\/)\./.test(file)) continue;
          expect(matchText(pathGlob(rule), file) && matchText(pathGlob(pattern), file)).toBe(false);
        }
      }),
      { numRuns: 5_000 },
    );
  });
});
