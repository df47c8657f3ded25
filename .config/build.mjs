// Two bundles, for start-up time: `cli` holds every verb, `hook` is what stands in an agent's way on each call
// (`plain` starts it for `rampart exec`) and therefore contains none of the packages it can do without (test/bundle.test.ts reads its inputs). Its files are
// functions that `hook.cjs` calls, so that V8's code for them can be kept (src/client/bundle.ts). When it finds neither
// a daemon nor a compiled policy it loads `policy-reader`, which is built with `cli`.
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, transform } from 'esbuild';

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
const roles = await build({
  ...shared,
  banner: {},
  entryPoints: { 'hook-roles': 'src/hook-roles.ts' },
  entryNames: '[name]-[hash]',
  outdir: 'dist/hook',
  splitting: true,
  chunkNames: '[name]-[hash]',
  minify: true,
  write: false,
});
await mkdir('dist/hook');
for (const { path, text } of roles.outputFiles) await writeFile(path, await wrapped(text));
const entry = roles.outputFiles
  .map(({ path }) => basename(path))
  .find(name => name.startsWith('hook-roles-'));
const starter = await build({
  ...shared,
  banner: { js: "const __url = require('node:url').pathToFileURL(__filename).href;" },
  entryPoints: { hook: 'src/hook.ts', plain: 'src/plain.ts' },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  define: { 'import.meta.url': '__url', BUNDLE: JSON.stringify({ folder: 'hook', entry }) },
  minify: true,
});
const hook = {
  inputs: { ...roles.metafile.inputs, ...starter.metafile.inputs },
  outputs: { ...roles.metafile.outputs, ...starter.metafile.outputs },
};
await writeFile('dist/meta.json', JSON.stringify({ cli: cli.metafile, hook }));
await shipPolicy();

/** Compiles the set of a home without files of its own, so that nobody's first call has to wait for that. */
async function shipPolicy() {
  const contents = [
    "export { examine } from './src/pipeline.ts';",
    "export { loadPolicy } from './src/policy/load.ts';",
    "export { ship } from './src/policy/shipped.ts';",
  ].join('\n');
  const { outputFiles } = await build({
    ...shared,
    stdin: { contents, resolveDir: '.', loader: 'ts' },
    metafile: false,
    write: false,
  });
  await writeFile('dist/ship-policy.mjs', outputFiles[0].text);
  const { examine, loadPolicy, ship } = await import('../dist/ship-policy.mjs');
  await rm('dist/ship-policy.mjs');
  const none = join(process.cwd(), 'dist', 'none');
  const set = loadPolicy({ system: none, home: none, packageDir: process.cwd() }, { examine, tried: 'all' });
  const { rules, config, files } = set;
  ship(process.cwd(), { rules, config, files: files.map(({ file, layer }) => ({ path: file, layer })) });
  // Whoever installs it is not always whoever runs it.
  await chmod('dist/policies', 0o755);
  for (const name of await readdir('dist/policies')) await chmod(`dist/policies/${name}`, 0o644);
}

/** A file of the hook's bundle as the function that `client/bundle.ts` calls. */
async function wrapped(text) {
  const loads = text.replaceAll(/\bimport\(("\.\/[\w.-]+"|[\w$]+\.href)\)/g, '__load($1)');
  if (/\bimport\(/.test(loads)) throw new Error('the hook has an import() that its loader would not see');
  const { code } = await transform(loads, {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    define: { 'import.meta.url': '__url' },
    minify: true,
    legalComments: 'none',
  });
  return `(function (exports, require, module, __url, __load) {${code}\n})`;
}
