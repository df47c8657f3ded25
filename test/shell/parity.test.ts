import { afterAll, describe, expect, it } from 'vitest';
import { RealBash } from './real-bash.ts';
import { failing } from './rewrite/check.ts';
import { BENIGN, DANGEROUS, describeCase, FAMILIES, generate } from './rewrite/generate.ts';
import { Random } from './rewrite/random.ts';
import { plain, render } from './rewrite/spelling.ts';
import { scanned } from './scanned.ts';

/** `npm run test:parity -- --seeds N` tries as many as one likes. */
const SEEDS = 10_000;

describe('evasive spellings', () => {
  it.each([
    ['dangerous', DANGEROUS],
    ['harmless', BENIGN],
  ])('a %s command is seen under any of them, and nothing else is', (_what, payloads) => {
    for (let seed = 0; seed < SEEDS; seed++) {
      const found = failing(generate(seed, payloads), scanned);
      expect(found, found).toBeUndefined();
    }
  });

  it('each rewrite turns up among the seeds', () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < SEEDS; seed++)
      for (const step of generate(seed, DANGEROUS).steps) seen.add(step.rewrite.name);
    const all = Object.values(FAMILIES).flatMap(family => family.map(one => one.name));
    expect(all.filter(name => !seen.has(name))).toEqual([]);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('the rewrites themselves', () => {
  const bash = new RealBash();
  afterAll(() => bash.close());
  const payload = ['rm', '-rf', '/nowhere/a b', 'x'];

  it.each(
    Object.values(FAMILIES)
      .flat()
      .filter(one => one.local === undefined)
      .map(rewrite => [rewrite.name, rewrite] as const),
  )('%s: real bash runs what is hidden', (_name, rewrite) => {
    for (let seed = 0; seed < 4; seed++) {
      // A fixed seed, and what does not apply to the words is tried with others.
      const made = [payload, ['rm', '-rf', 'x']]
        .map(argv => ({ argv, steps: [{ rewrite, seed }] }))
        .map(one => ({ ...one, spelling: rewrite.rewrite(plain(one.argv), new Random(seed)) }))
        .find(one => one.spelling !== undefined);
      if (made?.spelling === undefined) continue;
      // The stand-in for sudo runs nothing.
      const command = render(made.spelling).replaceAll('| sudo bash', '| bash');
      const started = bash.run(command).map(one => one.argv);
      expect(started, describeCase({ payload: made.argv, steps: made.steps, command })).toContainEqual(
        made.argv,
      );
    }
  });
});
