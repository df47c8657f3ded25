// How figures are taken and shown. Nothing here judges: a budget that is missed is said, and the exit code stays 0.
import { mkdtempSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A folder on the disk of the repository (/tmp may be memory), gone when the process ends. */
export function scratch() {
  const folder = mkdtempSync(`${ROOT}node_modules/.bench-`);
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Bundles lines of TypeScript that import from src, and loads the result. */
export async function load(folder, name, lines) {
  const outfile = `${folder}/${name}.mjs`;
  await build({
    stdin: { contents: lines.join('\n'), resolveDir: ROOT, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: ['better-sqlite3'],
    banner: {
      js: "import { createRequire as __r } from 'node:module'; const require = __r(import.meta.url);",
    },
  });
  return outfile;
}

export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

export const median = values => percentile(values, 0.5);

export function heading(text) {
  console.log(`\n${text}`);
}

/**
 * @param budget `{ at, most }` or `{ at, least }`, in the figure's own unit; none: just a figure
 */
export function figure(name, value, unit, budget) {
  const shown = `${name.padEnd(52)} ${number(value).padStart(9)} ${unit}`;
  if (budget === undefined) return console.log(shown);
  const limit = budget.most ?? budget.least;
  const met = budget.most === undefined ? value >= limit : value <= limit;
  console.log(
    `${shown.padEnd(74)} budget ${budget.most === undefined ? '>=' : '<='} ${number(limit)}${met ? '' : '  MISSED'}`,
  );
}

function number(value) {
  if (value >= 1_000) return Math.round(value).toLocaleString('en');
  return value.toPrecision(3);
}
