import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../src/core/limits.ts';
import { literalText } from '../../../src/core/word.ts';
import { scanned } from '../scanned.ts';
import { quoted } from './found.ts';

const INTERPRETERS = ['python3 -c', 'node -e', 'perl -e', 'ruby -e', 'php -r', 'awk'];

/** Nothing is known of how such a text would run; what is asked is that reading it ends, within the steps. */
const HOSTILE: readonly (readonly [name: string, code: string])[] = [
  ['open brackets', '('.repeat(60_000)],
  ['nested calls', 'f('.repeat(25_000)],
  ['nested lists', '[['.repeat(15_000) + ']]'.repeat(60_000)],
  ['nested braces', '{'.repeat(25_000)],
  ['nested templates', 'f(`${'.repeat(12_000)],
  ['nested fillings', '"#{'.repeat(12_000)],
  ['nested f-strings', 'f"{'.repeat(60_000)],
  ['an open string', `x = "${'a'.repeat(60_000)}`],
  ['an open comment', `/*${'a'.repeat(60_000)}`],
  ['open regexes', '= /['.repeat(12_000)],
  ['here-documents without an end', '<<A '.repeat(12_000)],
  ['here-documents of PHP', '<<<A\n'.repeat(12_000)],
  ['a long sum', `x = ${'a + '.repeat(60_000)}b`],
  ['a long chain', `x${'.y'.repeat(25_000)}`],
  ['long assignments', 'a = '.repeat(60_000)],
  ['many filled names', `"${'$a'.repeat(25_000)}"`],
  ['many functions', 'function f(){ f() }\n'.repeat(12_000)],
  ['functions in functions', 'def f():\n  '.repeat(5_000)],
  ['indentation that grows', Array.from({ length: 600 }, (_, at) => `${' '.repeat(at)}if x:\n`).join('')],
  ['blanks', ' '.repeat(60_000)],
  ['line ends', '\n'.repeat(60_000)],
  ['doubling text', `x = "a"\n${'x = x + x\n'.repeat(100)}`],
  ['doubling lists', `x = [1]\n${'x = x + x\n'.repeat(60)}`],
  [
    'nested loops',
    `${Array.from({ length: 20 }, (_, at) => `${' '.repeat(at)}for a in range(200):\n`).join('')}${' '.repeat(21)}x()`,
  ],
  ['functions that call each other', 'def f(): return g() + g()\ndef g(): return f() + f()\nf()\n'],
  ['a lambda of itself', 'f = lambda: f() + f()\nf()'],
  ['code that makes itself', 'x = "exec(x)"; exec(x)'],
  ['quotes of Perl', 'q{'.repeat(60_000)],
  ['substitutions of Perl', 's{'.repeat(60_000)],
  ['loops in brackets without an end', '{ m("r $f") }for my $f in(q->(a b)) { system('.repeat(60)],
  ['loops and calls without an end', 'f(for a in (b) {'.repeat(2_000)],
  ['open words of Ruby', 'do\n'.repeat(60_000)],
  ['if without end', 'if x then\n'.repeat(8_000)],
];

describe.each(INTERPRETERS)('%s', interpreter => {
  it.each(HOSTILE)('ends on %s', (_name, code) => {
    const scan = scanned(`${interpreter} ${quoted(code)}`);
    expect(scan.steps).toBeLessThanOrEqual(LIMITS.scanSteps);
    expect(scan.invocations[0]?.argv).toHaveLength(interpreter.split(' ').length + 1);
  });

  it('what is longer than is read is said', () => {
    const reasons = (size: number) =>
      scanned(`${interpreter} ${quoted(`#${'a'.repeat(size - 1)}`)}`).unknown.map(one => one.reason);
    expect(reasons(LIMITS.programBytes)).not.toContain('input-size');
    expect(reasons(LIMITS.programBytes + 1)).toContain('input-size');
  });
});

it.each([
  ['ruby -e', '("")for.system("")\nsystem("rm a")'],
  ['python3 -c', 'for x.y():\n  pass\nimport os'],
])('%s %j: a loop over nothing is said to be unreadable', (interpreter, code) => {
  expect(scanned(`${interpreter} ${quoted(code)}`).coverage).toBe('partial');
});

it.each([
  ['python3 -c', 'import os\ndef f(n):\n  os.system("ls " + str(n))\n  if n: f(n - 1)\nf(9)'],
  [
    'node -e',
    'const {execSync} = require("child_process"); function f(n) { execSync("ls " + n); if (n) f(n - 1) }; f(9)',
  ],
])('%s %j: what a function does within itself is followed a while, and then said', (interpreter, code) => {
  const { invocations, unknown } = scanned(`${interpreter} ${quoted(code)}`);
  const started = invocations.flatMap(({ argv }) => argv.map(literalText).join(' '));
  expect(started).toEqual(expect.arrayContaining(['ls 9', 'ls 8', 'ls 7']));
  expect(unknown.map(({ name }) => name)).toContain('recursion');
});

it.each(['class A { const system = 1; } system("rm a");', 'const system = 1; system("rm a");'])(
  'php %j: a constant hides no function',
  code => {
    const started = scanned(`php -r ${quoted(code)}`).invocations.map(({ argv }) =>
      argv.map(literalText).join(' '),
    );
    expect(started).toContain('rm a');
  },
);

it('brackets one deeper than are followed are said', () => {
  const nested = (depth: number) =>
    scanned(`python3 -c ${quoted(`x = ${'['.repeat(depth)}1${']'.repeat(depth)}`)}`).coverage;
  expect(nested(20)).toBe('full');
  expect(nested(LIMITS.programDepth + 1)).toBe('partial');
});

it('a program with more to follow than is followed is said', () => {
  const lines = (count: number) =>
    scanned(`python3 -c ${quoted('a = 1\n'.repeat(count))}`).unknown.map(one => one.reason);
  // An assignment is two nodes.
  expect(lines(LIMITS.programSteps / 2 - 10)).not.toContain('limit');
  expect(lines(LIMITS.programSteps / 2 + 10)).toContain('limit');
});

const PIECES =
  'import os|os.system(|"rm a"|)|(|[|]|{|}|:|,|;|\n|\n  |def f(x):|lambda x:|f"{|}"|\'|"|"""|`|${|#{|=>|->|::|.|=|+=|system |exec |sub |my $x|@a|%h|qw(|q{|s/|/|<<A\nA\n|end|do |x|\\|\0|\ufdd0|\ud800|if |for x in |for (const x of |foreach ($x as |return |eval |require(|unlink |print | > "f"|| getline|BEGIN {'.split(
    /(?<!\|)\|(?!\|)/u,
  );

it('never throws and never exceeds the steps, whatever the pieces', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...INTERPRETERS),
      fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }),
      (interpreter, pieces) => {
        const scan = scanned(`${interpreter} ${quoted(pieces.join(''))}`);
        expect(scan.steps).toBeLessThanOrEqual(LIMITS.scanSteps);
        for (const { span } of [...scan.invocations, ...scan.unknown])
          expect(scan.sources[span.source]?.text.length ?? -1).toBeGreaterThanOrEqual(span.end);
      },
    ),
    { numRuns: 6_000 },
  );
});
