import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scan } from '../../src/core/scan.ts';
import { unsound } from '../fuzz/sound.ts';
import { generate } from './rewrite/generate.ts';
import { scanned, shown } from './scanned.ts';
import { FLOW } from './truth/flow.ts';
import { PARAMETERS } from './truth/parameters.ts';
import { PROGRAMS } from './truth/programs.ts';

/** Commands to begin with: ordinary ones, every construct of the shell, evasive spellings. */
const bench = JSON.parse(readFileSync(new URL('../bench/commands.json', import.meta.url), 'utf8'));
const CORPUS: readonly string[] = [
  ...(bench.oneliners as string[]),
  ...(bench.scripts as string[]),
  ...[PARAMETERS, PROGRAMS, FLOW].flatMap(table => Object.values(table).flat()),
  ...Array.from({ length: 200 }, (_, seed) => generate(seed, [['rm', '-rf', '/x']]).command),
];

/** Pieces that change how what stands around them is read. */
const TOKENS =
  '\' " ` \\ $ ${ } $( ) (( )) ; & && | || |& < > << <<- <<< <( # \n \t \r \0 ! * ? [ ] ~ = += {a,b} if then fi for in do done case esac while function f() eval time coproc [[ ]] \u00a0 \ufdd0 \ud800 😀'.split(
    ' ',
  );

type Edit = readonly [kind: number, at: number, length: number, other: number];

const edits = fc.array(fc.tuple(fc.nat(5), fc.nat(), fc.nat(24), fc.nat()), { minLength: 1, maxLength: 6 });

/** Cuts, doubles, swaps and splices a command. */
function mutated(text: string, changes: readonly Edit[]): string {
  let result = text;
  for (const [kind, where, length, other] of changes) {
    const at = where % (result.length + 1);
    const piece = result.slice(at, at + length);
    const token = TOKENS[other % TOKENS.length] ?? '';
    const donor = CORPUS[other % CORPUS.length] ?? '';
    const put =
      [token, '', piece + piece, donor.slice(0, length * 4), token + piece + token, ' '][kind] ?? '';
    result = result.slice(0, at) + put + result.slice(at + (kind === 1 || kind === 4 ? piece.length : 0));
  }
  return result;
}

function sound(command: string): Scan {
  const scan = scanned(command);
  expect(unsound(scan), command).toBeUndefined();
  return scan;
}

describe('hostile commands', () => {
  it('mutated ones are read within the bounds, and what is not known of them is said', () => {
    fc.assert(
      fc.property(fc.nat(CORPUS.length - 1), edits, (index, changes) => {
        sound(mutated(CORPUS[index] ?? '', changes));
      }),
      { numRuns: 4_000 },
    );
  });

  it('what stands on the line after one is seen, unless the whole is said to be unreadable', () => {
    fc.assert(
      fc.property(fc.nat(CORPUS.length - 1), edits, (index, changes) => {
        const command = mutated(CORPUS[index] ?? '', changes);
        // A here-document may take the line in, and a backslash join it.
        fc.pre(!/\\\s*$|<</.test(command));
        if (scanned(command).coverage === 'opaque') return;
        const both = sound(`${command}\ncanary /x`);
        expect(both.coverage === 'opaque' || shown(both.invocations).includes('canary /x'), command).toBe(
          true,
        );
      }),
      { numRuns: 3_000 },
    );
  });

  it('random bytes are read within the bounds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), bytes => {
        sound(Buffer.from(bytes).toString('latin1'));
        sound(Buffer.from(bytes).toString('utf8'));
      }),
      { numRuns: 2_000 },
    );
  });
});
