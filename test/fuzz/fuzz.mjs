// Coverage-guided fuzzing of what reads hostile text: `npm run fuzz -- TARGET [minutes] [seed]`. Findings go to a folder of
// their own, an input and what went wrong with it each. Not part of the tests: what it found is, as rows of them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { build } from 'esbuild';
import { instrument } from './instrument.mjs';

/** A text that is read for so long hangs. */
const HANG_MS = 60_000;
const MOST = 65_536;

const path = name => fileURLToPath(new URL(name, import.meta.url));

async function bundle(folder, name, contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: path('.'), loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: ['better-sqlite3', 'better-sqlite3-13'],
    define: { 'import.meta.url': JSON.stringify(import.meta.url) },
    banner: { js: "import { createRequire as __r } from 'node:module'; const require = __r('/');" },
  });
  return { file: `${folder}/${name}.mjs`, text: outputFiles[0].text };
}

async function main([target, minutes = '10', seed = String(Date.now() % 2 ** 31)]) {
  const folder = mkdtempSync(`${tmpdir()}/rampart-fuzz-`);
  const findings = `${folder}/findings`;
  mkdirSync(findings);
  const targets = await bundle(folder, 'targets', "export { TARGETS } from './targets.ts';");
  const { code, count } = instrument(targets.text);
  writeFileSync(targets.file, `const __COUNTERS = globalThis.__COUNTERS;\n${code}`);
  const loop = await bundle(folder, 'loop', "export * from './loop.ts'; export * from './seeds.ts';");
  writeFileSync(loop.file, loop.text);
  const shared = new SharedArrayBuffer(8 + MOST);
  const state = new Int32Array(shared, 0, 2);
  console.log(`${target}: ${count} branches, seed ${seed}, findings in ${findings}`);
  const worker = new Worker(new URL(import.meta.url), {
    workerData: {
      targets: targets.file,
      loop: loop.file,
      target,
      minutes: Number(minutes),
      seed: Number(seed),
      count,
      shared,
      findings,
    },
  });
  let last = -1;
  const watch = setInterval(() => {
    const now = Atomics.load(state, 0);
    if (now !== last) {
      last = now;
      return;
    }
    const input = new Uint8Array(shared, 8, Atomics.load(state, 1));
    writeFileSync(`${findings}/hang`, input);
    console.log(`an input was read for ${HANG_MS} ms: ${findings}/hang`);
    process.exit(1);
  }, HANG_MS);
  worker.on('message', text => console.log(text));
  worker.on('exit', status => {
    clearInterval(watch);
    for (const { file } of [targets, loop]) rmSync(file);
    process.exitCode = status;
  });
}

async function work({ targets, loop, target, minutes, seed, count, shared, findings }) {
  const { parentPort } = await import('node:worker_threads');
  const counters = new Uint8Array(count);
  globalThis.__COUNTERS = counters;
  const { TARGETS } = await import(pathToFileURL(targets).href);
  const { fuzz, seedsFor } = await import(pathToFileURL(loop).href);
  const run = TARGETS[target];
  if (run === undefined) throw new Error(`no target ${target}: ${Object.keys(TARGETS).join(', ')}`);
  const state = new Int32Array(shared, 0, 2);
  const current = new Uint8Array(shared, 8);
  const keys = new Set();
  const say = ({ runs, inputs, branches }) =>
    parentPort.postMessage(
      `${target}: ${runs} runs, ${inputs} inputs kept, ${branches} counts of branches, ${keys.size} findings`,
    );
  const result = fuzz({
    run,
    counters,
    seed,
    seeds: seedsFor(target),
    milliseconds: minutes * 60_000,
    slow: 2_000,
    before: input => {
      current.set(input.subarray(0, MOST));
      Atomics.store(state, 1, Math.min(input.length, MOST));
      Atomics.add(state, 0, 1);
    },
    found: ({ key, what, input }) => {
      if (keys.has(key)) return;
      keys.add(key);
      writeFileSync(`${findings}/${target}-${key}`, input);
      writeFileSync(`${findings}/${target}-${key}.txt`, what);
      parentPort.postMessage(`${target}: ${findings}/${target}-${key}: ${what.split('\n')[0]}`);
    },
    progress: say,
  });
  say(result);
}

if (isMainThread) await main(process.argv.slice(2));
else await work(workerData);
