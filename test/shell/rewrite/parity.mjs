// npm run test:parity [-- --seeds N] [-- --from SEED]: as test/shell/parity.test.ts, with as many seeds as one likes.
// Prints the smallest case of each way to fail; exits 1 when there is one.
import { load, scratch } from '../../bench/figures.mjs';

const args = process.argv.slice(2);
const option = (name, otherwise) => {
  const at = args.indexOf(name);
  return at < 0 ? otherwise : Number(args[at + 1]);
};
const seeds = option('--seeds', 100_000);
const from = option('--from', 0);

const bundle = await load(scratch(), 'parity', [
  "export { generate, DANGEROUS, BENIGN } from './test/shell/rewrite/generate.ts';",
  "export { failing } from './test/shell/rewrite/check.ts';",
  "export { scanned } from './test/shell/scanned.ts';",
]);
const { generate, DANGEROUS, BENIGN, failing, scanned } = await import(bundle);

const found = new Map();
const began = performance.now();
for (let seed = from; seed < from + seeds; seed++) {
  for (const payloads of [DANGEROUS, BENIGN]) {
    const fault = failing(generate(seed, payloads), scanned);
    if (fault === undefined) continue;
    const kind = fault
      .split('\n')
      .slice(0, 3)
      .join('\n')
      .replace(/^.*\n.*\n/u, '');
    if (!found.has(kind)) console.log(`\nseed ${seed}: ${fault}`);
    found.set(kind, (found.get(kind) ?? 0) + 1);
  }
}
const failures = [...found.values()].reduce((sum, one) => sum + one, 0);
console.log(
  `${2 * seeds} cases from seed ${from}, ${failures} fail in ${found.size} ways, ${Math.round((performance.now() - began) / 1_000)} s`,
);
process.exitCode = failures === 0 ? 0 : 1;
