import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LIMITS } from '../../src/core/limits.ts';
import { readConfigs } from '../../src/policy/file/config-file.ts';
import { readPolicyFile } from '../../src/policy/file/policy-file.ts';
import { around, config, findingsIn } from './files.ts';

const MIB = LIMITS.policyBytes;
const fill = (unit: string, bytes = MIB): string => unit.repeat(Math.floor(bytes / unit.length));

/** Each of these stopped, killed or blew up some YAML reader. */
it.each<[what: string, text: string]>([
  ['brackets', fill('[')],
  ['braces', fill('{a: ')],
  ['dashes', fill('- ')],
  ['question marks', fill('? ')],
  ['question marks with values', fill('? a : ')],
  ['colons', fill(': ')],
  ['closing brackets', fill(']')],
  ['quotes', fill('"')],
  ['single quotes', fill("'")],
  ['commas in a list', `[${fill(',', MIB - 1)}`],
  ['line ends', fill('\n')],
  ['carriage returns', fill('\r')],
  ['tabs', fill('\t')],
  ['spaces', fill(' ')],
  ['documents', fill('---\n')],
  ['directives', fill('%X\n')],
  ['exclamation marks', fill('! ')],
  ['anchors', fill('- &a x\n')],
  ['aliases to nothing', fill('- *a\n')],
  ['an alias to itself', 'a: &a [*a]'],
  [
    'an alias bomb',
    `a: &a [x,x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*${i ? `b${i - 1}` : 'a'},*${i ? `b${i - 1}` : 'a'}]\n`).join('')}`,
  ],
  [
    'different keys',
    Array.from({ length: 90_000 }, (_, i) => `k${i}: 1\n`)
      .join('')
      .slice(0, MIB),
  ],
  ['the same key', fill('k: 1\n')],
  [
    'deeper and deeper',
    Array.from({ length: 1_400 }, (_, i) => `${' '.repeat(i)}a:\n`)
      .join('')
      .slice(0, MIB),
  ],
  ['a block scalar', `a: |\n${fill(' x\n', MIB - 6)}`],
  ['escapes', `"${fill('\\x41', MIB - 2)}"`],
  ['a key of a megabyte', `${fill('k', MIB - 2)}:`],
  ['mistakes on every line', fill('a: b: c\n')],
])('a file of %s is refused with a place', (_, text) => {
  const findings = findingsIn(text);
  expect(findings.length).toBeGreaterThan(0);
  expect(findings.length).toBeLessThanOrEqual(LIMITS.policyFindings + 1);
  for (const { severity, line } of findings) {
    expect(severity).toBe('error');
    expect(line).toBeGreaterThanOrEqual(0);
  }
});

const VALID = around(
  '      - {id: a, when: {command_matches: ["rm *"]}, action: deny, message: m, examples: {match: ["rm x"]}}\n',
);
const noise = fc.constantFrom(
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  ':',
  '-',
  '?',
  '&a',
  '*a',
  '|',
  '>',
  '\n',
  '\t',
  ' ',
  '#',
  '!',
  '%',
  '\\',
  '\0',
  '\ufeff',
  '😀',
  '<<:',
);

it('reads any damaged file or says what is wrong with it', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(VALID.length), noise), { maxLength: 6 }), edits => {
      let text = VALID;
      for (const [at, piece] of edits) text = text.slice(0, at) + piece + text.slice(at);
      const bytes = Buffer.from(text);
      const { policy, findings } = readPolicyFile({ path: 'x', layer: 'user', bytes });
      expect(policy !== undefined || findings.length > 0).toBe(true);
      expect(() => readConfigs([config(text)])).not.toThrow();
    }),
    { numRuns: 1_000 },
  );
});

it('reads any bytes or says what is wrong with them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
      const { policy, findings } = readPolicyFile({ path: 'x', layer: 'project', bytes });
      expect(policy !== undefined || findings.length > 0).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});
