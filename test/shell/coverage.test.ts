import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/core/limits.ts';
import type { Coverage, UnknownReason } from '../../src/core/scan.ts';
import { scanned, shown } from './scanned.ts';

/** What of a command is not known, and what that makes of the Scan's coverage. */
const ROWS: readonly (readonly [command: string, coverage: Coverage, reasons: readonly UnknownReason[]])[] = [
  ['ls -la', 'full', []],
  ['ls *.ts', 'full', []],
  ['rm -rf "$X/"', 'partial', ['variable']],
  ['rm "$1"', 'full', []],
  ['rm $(mktemp)', 'partial', ['substitution']],
  ['rm `mktemp`', 'partial', ['substitution']],
  ['rm $((RANDOM))', 'partial', ['arithmetic']],
  ['ls ~someone', 'partial', ['tilde']],
  ['$CMD -rf /', 'opaque', ['variable', 'program']],
  ['curl x | sh', 'opaque', ['script']],
  ['bash', 'opaque', ['script']],
  ['bash -c "ls $X"', 'opaque', ['variable', 'script']],
  ['bash missing.sh', 'opaque', ['file']],
  ['source missing.sh', 'opaque', ['file']],
  ['eval "$X"', 'opaque', ['variable', 'script']],
  ['LD_PRELOAD=./x.so ls', 'opaque', ['program']],
  ['if ls; then', 'opaque', ['parse']],
  ["echo 'a", 'opaque', ['parse']],
  ['echo $(rm -rf / ; fi )', 'opaque', ['parse']],
  ["sh -c 'if ls'", 'opaque', ['parse']],
  ['ls\0rm', 'opaque', ['nul']],
  ['ls\r\nrm a', 'partial', ['carriage-return']],
  ['rm\u00a0-rf /', 'partial', ['no-break-space']],
  [`${'{a,b}'.repeat(10)}`, 'opaque', ['limit', 'program']],
  ['f() { f; }; f', 'opaque', ['limit']],
  ['cd */src; rm a', 'partial', ['variable']],
  ['cd a; cd b; rm x', 'full', []],
  ['cd a; cd b; cd c; cd d; rm x', 'partial', ['variable']],
];

it.each(ROWS)('%j is %s', (command, coverage, reasons) => {
  const scan = scanned(command);
  expect(scan.coverage).toBe(coverage);
  expect([...new Set(scan.unknown.map(one => one.reason))].toSorted()).toEqual([...reasons].toSorted());
});

it('what follows a parse error is still seen', () => {
  expect(shown(scanned('echo $(rm -rf / ; fi )').invocations)).toContain('rm -rf /');
  expect(shown(scanned('if ; then rm -rf /').invocations)).toContain('rm -rf /');
});

it('unknown pieces are named with their place in the source', () => {
  const command = 'echo ok; rm -rf "$X/"';
  const [unknown] = scanned(command).unknown;
  expect(unknown).toMatchObject({ reason: 'variable', name: 'X' });
  expect(command.slice(unknown?.span.start, unknown?.span.end)).toBe('$X');
});

it('unknown pieces of decoded text are placed in that text', () => {
  const inner = 'rm "$Y"';
  const scan = scanned(`echo ${Buffer.from(inner).toString('base64')} | base64 -d | sh`);
  const [unknown] = scan.unknown;
  expect(scan.sources[unknown?.span.source ?? 0]).toMatchObject({
    kind: 'decoded',
    chain: ['base64'],
    text: `${inner}`,
  });
  expect(inner.slice(unknown?.span.start, unknown?.span.end)).toBe('$Y');
});

describe('decoded code', () => {
  const b64 = (text: string) => Buffer.from(text).toString('base64');
  it.each([
    ['base64', `echo ${b64('rm -rf /')} | base64 -d | sh`, ['base64']],
    [
      'base64url',
      `echo ${Buffer.from('rm -rf /tmp/??>>').toString('base64url')} | base64 -d | sh`,
      ['base64'],
    ],
    ['nested', `echo ${b64(b64('rm -rf /'))} | base64 -d | base64 -d | sudo sh`, ['base64', 'base64']],
    ['openssl', `echo ${b64('rm -rf /')} | openssl base64 -d | sh`, ['base64']],
    ['eval', `eval "$(echo ${b64('rm -rf /')} | base64 --decode)"`, ['base64']],
  ])('%s: the text and how it came about are told', (_what, command, chain) => {
    const found = scanned(command).sources.find(source => source.kind === 'decoded');
    expect(found?.chain).toEqual(chain);
    expect(found?.text).toContain('rm -rf /');
  });

  it('text that is decoded but not run is no code', () => {
    const scan = scanned(`echo ${b64('rm -rf /')} | base64 -d > note.txt`);
    expect(scan.sources).toHaveLength(1);
    expect(shown(scan.invocations)).not.toContain('rm -rf /');
  });
});

describe('bounds', () => {
  it.each([
    ['input of the cap', 'a'.repeat(LIMITS.scanBytes), []],
    ['input one longer', 'a'.repeat(LIMITS.scanBytes + 1), ['input-size']],
    ['braces of the cap', `ls {1..${LIMITS.braceWords}}`, []],
    ['braces one more', `ls {1..${LIMITS.braceWords + 1}}`, ['operands']],
    ['words in braces one more', `ls {a{1..${LIMITS.braceWords}},b}`, ['limit']],
  ])('%s', (_what, command, reasons) => {
    const scan = scanned(command);
    expect(scan.unknown.map(one => one.reason)).toEqual(reasons);
    expect(scan.steps).toBeLessThanOrEqual(LIMITS.scanSteps);
  });

  it('nesting one deeper than the cap is said, and the outer levels are still seen', () => {
    const nested = (depth: number) => `${'echo $('.repeat(depth)}ls${')'.repeat(depth)}`;
    const reasons = (depth: number) => new Set(scanned(nested(depth)).unknown.map(one => one.reason));
    expect(reasons(LIMITS.scanDepth)).not.toContain('nesting');
    expect(reasons(LIMITS.scanDepth + 1)).toContain('nesting');
    expect(scanned(nested(200)).invocations.length).toBeGreaterThan(LIMITS.scanDepth);
  });

  it.each([
    ['doubling variable', `x=a; ${'x=$x$x; '.repeat(60)}rm $x`],
    ['fork bomb', ':(){ :|:& };:'],
    ['recursive eval', `x='eval "$x"'; eval "$x"`],
    ['nested loops', `${'for a in 1 2 3 4 5 6 7 8; do '.repeat(12)}rm $a;${'done;'.repeat(12)}`],
    ['many expansions in a word', `rm ${'$x'.repeat(100_000)}`],
    ['many assignments', Array.from({ length: 5_000 }, (_, at) => `a${at}=1`).join(' && ')],
    ['unclosed parentheses', '('.repeat(100_000)],
    ['deep arithmetic', `rm $((${'1+'.repeat(100_000)}1))`],
    ['wrappers around each other', `${'sudo '.repeat(5_000)}ls`],
    ['readers of lists around each other', `${'xargs '.repeat(5_000)}rm`],
  ])('%s ends within the steps and says that it is not complete', (_what, command) => {
    const scan = scanned(command);
    expect(scan.steps).toBeLessThanOrEqual(LIMITS.scanSteps);
    expect(scan.coverage).toBe('opaque');
  });

  it('follows commands that find never ends once each', () => {
    const { invocations } = scanned(`${'find . -exec '.repeat(30)}ls`);
    expect(invocations).toHaveLength(31);
  });
});

const PIECES = [
  'rm',
  ' ',
  '-rf',
  '/',
  '$x',
  '${x:-',
  '}',
  '$(',
  ')',
  '`',
  '"',
  "'",
  '\\',
  ';',
  '|',
  '&',
  '&&',
  '||',
  '\n',
  '<<EOF\n',
  'EOF\n',
  '<(',
  '{',
  '}',
  '{a,b}',
  '*',
  '?',
  '[',
  ']',
  '~',
  '#',
  '((',
  '))',
  '[[',
  ']]',
  'if',
  'then',
  'fi',
  'for',
  'in',
  'do',
  'done',
  'case',
  'esac',
  'function',
  'f()',
  'eval',
  'sh -c',
  'base64 -d',
  'sudo',
  'xargs',
  '\0',
  '\r',
  '\ufdd0',
  '\ud800',
  '😀',
  '=',
  'x=',
  'a[1]=',
  '<',
  '>',
  '>>',
  '2>&1',
  '<<<',
  '!',
  'time',
  'coproc',
  'trap',
  'exec',
];

describe('hostile text', () => {
  it('never throws and never exceeds the steps, whatever the pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }), pieces => {
        const scan = scanned(pieces.join(''));
        expect(scan.steps).toBeLessThanOrEqual(LIMITS.scanSteps);
        for (const { span } of scan.invocations) {
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          expect(scan.sources[span.source]?.text.length ?? -1).toBeGreaterThanOrEqual(span.end);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it('never throws on any string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), text => {
        scanned(text);
      }),
      { numRuns: 3_000 },
    );
  });
});
