// What recording and verifying cost: node test/bench/audit.mjs [records]. Prints figures and judges none of them.
import { mkdtempSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const records = Number(process.argv[2] ?? 1_000_000);
const root = fileURLToPath(new URL('../../', import.meta.url));
// Beside the packages, and on the same disk as the repository: /tmp may be memory.
const folder = mkdtempSync(`${root}node_modules/.cache-bench-`);
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

await bundle('audit', [
  "export { WorkerLog } from './src/audit/log.ts';",
  "export { verify } from './src/audit/verify/verify.ts';",
  "export { hashInThread } from './src/audit/verify/worker.ts';",
  "export { Writer } from './src/audit/writer.ts';",
]);
await bundle('thread', [
  "import { parentPort, workerData } from 'node:worker_threads';",
  "import { runHasher } from './src/audit/verify/worker.ts';",
  "import { runWriter } from './src/audit/writer-worker.ts';",
  "(workerData.role === 'writer' ? runWriter : runHasher)(parentPort, workerData);",
]);
const { WorkerLog, verify, hashInThread, Writer } = await import(`${folder}/audit.mjs`);
const script = `${folder}/thread.mjs`;

for (const [group, total] of [
  [1, 5_000],
  [16, 50_000],
  [256, 100_000],
]) {
  const writer = new Writer(`${folder}/group-${group}/log.db`, 'bench');
  const took = [];
  const began = performance.now();
  for (let done = 0; done < total; done += group) {
    const bundles = Array.from({ length: group }, (_, index) => [call(done + index)]);
    const start = performance.now();
    writer.commit(bundles);
    took.push(performance.now() - start);
  }
  report(`append, groups of ${group}`, total, began, took);
  writer.close();
}

for (const clients of [1, 64]) {
  const log = await WorkerLog.open({
    database: `${folder}/clients-${clients}/log.db`,
    script,
    version: 'bench',
  });
  const took = [];
  const began = performance.now();
  let count = 0;
  const client = async () => {
    while (performance.now() - began < 3_000) {
      const start = performance.now();
      await log.append(call(count++));
      took.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  report(`append through the thread, ${clients} at a time`, took.length, began, took);
  await log.close();
}

const database = `${folder}/verify/log.db`;
const writer = new Writer(database, 'bench');
for (let done = 0; done < records; done += 256)
  writer.commit(Array.from({ length: 128 }, (_, index) => [call(done + index), outcome(done + index)]));
writer.close();
for (const [name, hashElsewhere] of [
  ['one thread', undefined],
  ['two threads', hashInThread(script)],
]) {
  const { size, integrity, records_per_s } = await verify({ database, live: false, hashElsewhere });
  const rss = Math.round(process.memoryUsage().rss / 2 ** 20);
  console.log(
    `verify ${size} records, ${name}: ${integrity.ok ? 'ok' : 'BROKEN'}, ${records_per_s}/s, RSS ${rss} MiB`,
  );
}

async function bundle(name, lines) {
  await build({
    stdin: { contents: lines.join('\n'), resolveDir: root, loader: 'ts' },
    outfile: `${folder}/${name}.mjs`,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: ['better-sqlite3'],
  });
}

function report(name, total, began, took) {
  const seconds = (performance.now() - began) / 1_000;
  took.sort((a, b) => a - b);
  const at = share => (took[Math.floor(took.length * share)] ?? 0).toFixed(2);
  console.log(`${name}: ${Math.round(total / seconds)} records/s, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`);
}

function call(number) {
  return {
    kind: 'call',
    session: 's-1',
    agent: 'claude-code',
    actor: null,
    corr: null,
    call: `toolu_${number}`,
    cseq: null,
    fields: {
      action: 'exec',
      status: 'run',
      verdict: 'allow',
      effect: 'run',
      by: 'rule',
      rule: 'standard/default',
      policy: `sha256:${'ab'.repeat(32)}`,
      coverage: 'full',
      expects: 'outcome',
      mode: 'enforce',
      fail_mode: false,
    },
    texts: { resource: `git commit -m 'number ${number}'`, cwd: '/home/user/project' },
  };
}

function outcome(number) {
  const fields = { ended: 'exit', exit: 0, signal: null, duration_ms: 12 };
  return { ...call(number), kind: 'outcome', fields, texts: {} };
}
