import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

/** Inside node_modules, so that what is built there finds the packages; a folder for each test process. */
const FOLDER = new URL(`../../node_modules/.cache/rampart-audit-${process.pid}/`, import.meta.url);

/** Builds a TypeScript file as the bundle does it, for threads and processes that run without vitest. */
export async function built(source: string): Promise<string> {
  mkdirSync(FOLDER, { recursive: true });
  const outfile = fileURLToPath(new URL(`${source.replaceAll(/[^a-z]+/g, '-')}.mjs`, FOLDER));
  await build({ ...AS_BUNDLED, entryPoints: [fileURLToPath(new URL(source, import.meta.url))], outfile });
  return outfile;
}

const AS_BUNDLED: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  external: ['better-sqlite3'],
  logLevel: 'error',
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
};

export function removeBuilt(): void {
  rmSync(FOLDER, { recursive: true, force: true });
}
