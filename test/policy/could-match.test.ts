import fc from 'fast-check';
import { expect, it } from 'vitest';
import { commandGlob } from '../../src/core/glob.ts';
import { matchGlob, matchText, subjectOf } from '../../src/core/glob-match.ts';
import { concat, hole, word } from '../../src/core/word.ts';
import { couldMatch } from '../../src/policy/match/could-match.ts';
import { words } from './build.ts';

it.each<[glob: string, text: string, could: boolean]>([
  ['rm *', 'rm$X', true],
  ['rm *', 'ls$X', false],
  ['rm *', '$X', true],
  ['*.pem', '/x/$X', true],
  ['*.pem', '/x/$X.key', false],
  ['/etc/shadow', '/etc/$X', true],
  ['/etc/shadow', '/var/$X', false],
  ['/etc/shadow', '/etc/shadow$Xw', false],
  ['ab', 'ab$Xb', false],
  ['[ab]c', 'x$X', true],
  ['{ls,rm} x', 'rm$Xx', true],
  ['rm', 'rm', true],
  ['rm', 'ls', false],
])('%j could match %j: %s', (glob, text, could) => {
  const [subject = []] = words(text);
  expect(couldMatch(commandGlob(glob), subjectOf(subject))).toBe(could);
});

const piece = fc.constantFrom('a', 'b', ' ', '/', 'ab');
const glob = fc
  .array(fc.oneof(piece, fc.constantFrom('*', '?', '[ab]', '{a,b}')), { maxLength: 5 })
  .map(all => all.join(''));
const partly = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: piece.map(word) },
    { weight: 2, arbitrary: fc.constant(hole('variable', 'X')) },
  ),
  { maxLength: 5 },
);

it('is false only where no filling matches, and never where the matcher sees a match', () => {
  fc.assert(
    fc.property(
      glob,
      partly,
      fc.array(fc.array(piece, { maxLength: 3 }), { maxLength: 4 }),
      (source, parts, fillings) => {
        const compiled = commandGlob(source);
        const subject = concat(...parts);
        if (couldMatch(compiled, subjectOf(subject))) return;
        expect(matchGlob(compiled, subjectOf(subject))).toBe('no');
        for (const filling of fillings) {
          const filled = subject.map(part => ('lit' in part ? part.lit : filling.join(''))).join('');
          expect(matchText(compiled, filled)).toBe(false);
        }
      },
    ),
    { numRuns: 20_000 },
  );
});
