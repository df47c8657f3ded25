// Two bundles, for start-up time: `cli` holds every verb, `hook` is what stands in an agent's way on each call
// and therefore contains none of the packages it can do without (test/bundle.test.ts reads its inputs). When it finds
// neither a daemon nor a compiled policy it loads `policy-reader`, which is built with `cli`.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

await rm('dist', { recursive: true, force: true });
await mkdir('dist');

const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  outdir: 'dist',
  metafile: true,
  sourcemap: false,
  minifySyntax: true,
  legalComments: 'none',
  external: ['better-sqlite3', 'better-sqlite3-13'],
  logLevel: 'warning',
  // CommonJS packages inside an ES module bundle still call require() for node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
};

const cli = await build({
  ...shared,
  entryPoints: { cli: 'src/cli.ts', 'policy-reader': 'src/cli/policy-reader.ts' },
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
});
const hook = await build({
  ...shared,
  entryPoints: { hook: 'src/hook.ts' },
  splitting: true,
  chunkNames: 'hook/[name]-[hash]',
  minify: true,
});
await writeFile('dist/meta.json', JSON.stringify({ cli: cli.metafile, hook: hook.metafile }));
