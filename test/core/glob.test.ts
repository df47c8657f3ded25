import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandGlob, firstWords, narrowed, pathGlob, union, WHEN_ASKED } from '../../src/core/glob.ts';
import { containsText, matchGlob, matchText, subjectOf } from '../../src/core/glob-match.ts';
import { LIMITS } from '../../src/core/limits.ts';
import { concat, hole, type Word, word } from '../../src/core/word.ts';
import { slowMatch } from './slow-glob.ts';

describe('command globs', () => {
  it.each<[glob: string, text: string, matches: boolean]>([
    ['git push *', 'git push', true],
    ['git push *', 'git push origin main', true],
    ['git push *', 'git pushx', false],
    ['git push*', 'git pushx', true],
    ['* push *', 'git push', true],
    ['rm -rf /', 'rm -rf /', true],
    ['rm -rf /', 'rm -rf /tmp', false],
    ['rm -rf /', 'sudo rm -rf /', false],
    ['*', '', true],
    ['', '', true],
    ['', 'x', false],
    ['a*b*c', 'abbbc', true],
    ['a*b*c', 'acb', false],
    ['ab*ba', 'aba', false],
    ['curl *|*sh', 'curl x | sh', true],
    ['!x', '!x', true],
    ['ls|wc', 'ls|wc', true],
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'axb', false],
    ['\\[x\\]', '[x]', true],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', true],
    ['a?c', 'ac', false],
    ['a?c', 'a😀c', true],
    ['[a-c]x', 'bx', true],
    ['[!a-c]x', 'bx', false],
    ['[^a-c]x', 'dx', true],
    ['[]x]', ']', true],
    ['[a\\]]', ']', true],
    ['{rm,rmdir} *', 'rmdir x', true],
    ['{rm,rmdir} *', 'rmdir', true],
    ['{a,b{c,d}}e', 'bde', true],
    ['echo ${HOME}', 'echo ${HOME}', true],
    ['a\nb', 'a\nb', true],
    ['a*b', 'a\n\nb', true],
  ])('%j on %j: %s', (glob, text, matches) => {
    expect(matchText(commandGlob(glob), text)).toBe(matches);
  });

  it.each(['a[b', 'a\\', `${'{a,b}'.repeat(10)}`, 'x'.repeat(LIMITS.globBytes + 1)])('refuses %j', glob => {
    expect(() => commandGlob(glob)).toThrowError(expect.objectContaining({ code: 'E_INPUT' }));
  });

  it('accepts a glob of exactly the cap', () => {
    const longest = 'x'.repeat(LIMITS.globBytes);
    expect(matchText(commandGlob(longest), longest)).toBe(true);
    expect(commandGlob('{a,b}'.repeat(8)).alternatives).toHaveLength(LIMITS.globAlternatives);
  });

  it.each<[string, readonly string[] | undefined]>([
    ['rm -rf *', ['rm']],
    ['{rm,dd} *', ['rm', 'dd']],
    ['rm', ['rm']],
    ['rm*', undefined],
    ['*rm', undefined],
    ['r? x', undefined],
    ['rm ?', ['rm']],
    ['{rm,dd} [ab]*', ['rm', 'dd']],
    ['rm?', undefined],
    ['', ['']],
  ])('first words of %j', (glob, words) => {
    expect(firstWords(commandGlob(glob))).toEqual(words && new Set(words));
  });
});

describe('several globs as one', () => {
  const both = union([commandGlob('git push *'), commandGlob('{rm,rmdir} *x')]);

  it.each<[text: string, matches: boolean]>([
    ['git push', true],
    ['rmdir a x', true],
    ['git pull', false],
  ])('on %j is whether one of them matches: %j', (text, matches) => {
    expect(matchText(both, text)).toBe(matches);
  });

  it('keeps the alternatives that are wanted', () => {
    const exact = narrowed(both, one => 'pieces' in one && one.pieces.length === 1);
    expect(matchText(exact, 'git push')).toBe(true);
    expect(matchText(exact, 'git push -f')).toBe(false);
  });
});

describe('globs that are compiled when asked for', () => {
  it('match as those that are compiled at once', () => {
    expect(matchText(WHEN_ASKED.command('{rm,rmdir} *'), 'rmdir x')).toBe(true);
    expect(matchText(WHEN_ASKED.path('/a/**'), '/a')).toBe(true);
  });

  it('are refused then, not before', () => {
    const glob = WHEN_ASKED.command('a[b');
    expect(() => glob.alternatives).toThrow(expect.objectContaining({ code: 'E_INPUT' }));
  });
});

describe('path globs', () => {
  it.each<[glob: string, path: string, matches: boolean]>([
    ['/**/**', '', false],
    ['/**/**', '/', true],
    ['a/**/**', 'a', true],
    ['/etc/*', '/etc/passwd', true],
    ['/etc/*', '/etc/ssh/sshd_config', false],
    ['/etc/**', '/etc/ssh/sshd_config', true],
    ['/etc/**', '/etc', true],
    ['/etc/**', '/etcx', false],
    ['/**', '/', true],
    ['/**', '/a/b', true],
    ['**/.ssh/**', '/root/.ssh/id_rsa', true],
    ['**/.ssh/**', '/root/.ssh', true],
    ['**/.ssh/**', '.ssh/id', true],
    ['**/.env', '/w/.env', true],
    ['**/.env', '/w/x.env', false],
    ['**.pem', '/a/b/c.pem', true],
    ['*.pem', '/a/c.pem', false],
    ['/a/**/b', '/a/b', true],
    ['/a/**/b', '/a/x/y/b', true],
    ['/a/**/b', '/a/xb', false],
    ['/a?b', '/a/b', false],
    ['/a[!x]b', '/a/b', false],
    ['/{etc,usr}/**', '/usr/bin', true],
  ])('%j on %j: %s', (glob, path, matches) => {
    expect(matchText(pathGlob(glob), path)).toBe(matches);
  });
});

describe('holes', () => {
  const X = hole('variable', 'X');
  const FILLED: Word = [{ hole: 'variable', name: 'X', full: true }];
  it.each<[glob: string, subject: Word, match: string]>([
    ['rm -rf /', concat(word('rm -rf '), X, word('/')), 'may'],
    ['rm -rf /*', concat(word('rm -rf '), X, word('/')), 'may'],
    ['rm -rf /*', concat(word('rm -rf '), X), 'no'],
    ['rm *', concat(word('rm '), X), 'must'],
    ['rm ?*', concat(word('rm '), X), 'may'],
    ['rm [!-]*', concat(word('rm '), X), 'may'],
    ['rm [a-z]', concat(word('rm '), X), 'no'],
    ['rm', concat(word('r'), X, word('m')), 'may'],
    ['ls', X, 'no'],
    ['*', X, 'must'],
    ['cat **/.ssh/**', concat(word('cat '), X), 'no'],
    ['a*c', concat(word('a'), X, word('c')), 'must'],
    ['abc', concat(word('a'), X, word('c')), 'no'],
    ['rm -rf /', concat(word('rm -rf '), FILLED, word('/')), 'no'],
    ['rm -rf */', concat(word('rm -rf '), FILLED, word('/')), 'must'],
    ['rm', concat(word('r'), FILLED, word('m')), 'no'],
  ])('%j on %j: %s', (glob, subject, match) => {
    expect(matchGlob(commandGlob(glob), subjectOf(subject))).toBe(match);
  });

  it('finds a needle in literal text surely and across a hole perhaps', () => {
    const subject = subjectOf(concat(word('rm -r'), X, word('f /')));
    expect(containsText(subject, 'rm -r')).toBe('must');
    expect(containsText(subject, '-rf')).toBe('may');
    expect(containsText(subject, 'sudo')).toBe('no');
  });
});

const globChar = fc.constantFrom(
  'a',
  'b',
  '/',
  ' ',
  '*',
  '**',
  '?',
  '[ab]',
  '[!a]',
  '{a,b}',
  '{a,}',
  '\\*',
  '😀',
);
const textChar = fc.constantFrom('a', 'b', '/', ' ', '*', '😀', 'c');
const anyGlob = fc.array(globChar, { maxLength: 8 }).map(chars => chars.join(''));
const anyWord = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: textChar.map(word) },
      { weight: 1, arbitrary: fc.constant(hole('variable', 'X')) },
    ),
    {
      maxLength: 10,
    },
  )
  .map(parts => concat(...parts));

describe('properties', () => {
  it.each(['command', 'path'] as const)('%s globs agree with the slow reference matcher', dialect => {
    const compileGlob = dialect === 'command' ? commandGlob : pathGlob;
    fc.assert(
      fc.property(anyGlob, anyWord, (glob, subject) => {
        expect(matchGlob(compileGlob(glob), subjectOf(subject))).toBe(slowMatch(glob, subject, dialect));
      }),
      { numRuns: 20_000 },
    );
  });

  it('must means every filling of the holes matches', () => {
    fc.assert(
      fc.property(anyGlob, anyWord, fc.array(textChar, { maxLength: 3 }), (glob, subject, filling) => {
        const compiled = commandGlob(glob);
        if (matchGlob(compiled, subjectOf(subject)) !== 'must') return;
        const filled = subject.map(part => ('lit' in part ? part.lit : filling.join(''))).join('');
        expect(matchText(compiled, filled)).toBe(true);
      }),
      { numRuns: 20_000 },
    );
  });
});
