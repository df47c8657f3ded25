// npm run scan:corpora -- DIR: scans the command of every row of every .jsonl and .jsonl.gz in DIR. Prints how much of
// them is known and what it costs; exits 1 when a scan throws or takes more steps than it may.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { load, percentile, scratch } from '../bench/figures.mjs';

const dir = process.argv[2];
if (dir === undefined) {
  console.error('rampart: which directory of .jsonl files\nhint: npm run scan:corpora -- DIR');
  process.exit(2);
}
const bundle = await load(scratch(), 'corpora', [
  "export { scanned } from './test/shell/scanned.ts';",
  "export { LIMITS } from './src/core/limits.ts';",
]);
const { scanned, LIMITS } = await import(bundle);

let broken = 0;
const heads = ['rows', 'full', 'partial', 'opaque', 'steps p99', 'max', 'us p50', 'p99', 'max'];
console.log(`${'corpus'.padEnd(28)} ${heads.map(head => head.padStart(9)).join(' ')}`);
for (const name of readdirSync(dir)
  .filter(one => /\.jsonl(?:\.gz)?$/.test(one))
  .toSorted()) {
  const bytes = readFileSync(join(dir, name));
  const lines = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trim().split('\n');
  const coverage = { full: 0, partial: 0, opaque: 0 };
  const reasons = new Map();
  const steps = [];
  const took = [];
  for (const line of lines) {
    const { id, command } = JSON.parse(line);
    if (typeof command !== 'string') continue;
    try {
      const began = performance.now();
      const scan = scanned(command);
      took.push((performance.now() - began) * 1_000);
      steps.push(scan.steps);
      if (scan.steps > LIMITS.scanSteps) throw new Error(`${scan.steps} steps`);
      coverage[scan.coverage]++;
      for (const reason of new Set(scan.unknown.map(one => one.reason)))
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    } catch (thrown) {
      broken++;
      console.log(`${name} ${id}: ${thrown}`);
    }
  }
  const share = count => `${((100 * count) / steps.length).toFixed(1)}%`;
  const figures = [
    steps.length,
    ...['full', 'partial', 'opaque'].map(one => share(coverage[one])),
    percentile(steps, 0.99),
    Math.max(...steps),
    ...[percentile(took, 0.5), percentile(took, 0.99), Math.max(...took)].map(Math.round),
  ];
  console.log(
    `${name.replace(/\.jsonl(\.gz)?$/, '').padEnd(28)} ${figures.map(one => String(one).padStart(9)).join(' ')}`,
  );
  const common = [...reasons].toSorted((a, b) => b[1] - a[1]).slice(0, 6);
  console.log(`  unknown: ${common.map(([reason, count]) => `${reason} ${share(count)}`).join(', ')}`);
}
process.exitCode = broken === 0 ? 0 : 1;
