// Runs the tests on the current long-term Node: takes its binary, and the build of better-sqlite3 that it can load, from
// the npm registry, pinned by the lock file beside this, and runs vitest in a copy of this checkout. What was downloaded
// stays in node_modules/.cache. Arguments are vitest's.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..', '..');
const MODULES = join(ROOT, 'node_modules');
const PLATFORM = `${process.platform}-${process.arch}`;

const { dependencies, optionalDependencies } = readJson(join(HERE, 'package.json'));
const version = optionalDependencies[`node-${PLATFORM}`];
if (version === undefined)
  fail(`the registry has no binary of Node 24 for ${PLATFORM}; install it and run npm test with it`);
const wanted = readJson(join(ROOT, 'package.json')).optionalDependencies['better-sqlite3-13'];
const sqlite = dependencies['better-sqlite3'];
if (wanted !== `npm:better-sqlite3@${sqlite}`)
  fail(`package.json wants ${wanted}, this tests with ${sqlite}`);
const cache = join(MODULES, '.cache', `node-${version}-sqlite-${sqlite}`);

const node = join(install(), 'bin', 'node');
const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
process.exit(test(process.argv.slice(2)));

/** The folder of the Node that is tested with: `bin/node`, `include/node`. */
function install() {
  const dir = join(cache, 'node_modules', `node-${PLATFORM}`);
  if (!existsSync(join(dir, 'bin', 'node'))) {
    mkdirSync(cache, { recursive: true });
    for (const name of ['package.json', 'package-lock.json']) cpSync(join(HERE, name), join(cache, name));
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: cache, env: process.env });
  }
  const found = execFileSync(join(dir, 'bin', 'node'), ['--version'], { encoding: 'utf8' }).trim();
  if (found !== `v${version}`) fail(`expected Node ${version}, found ${found}`);
  return dir;
}

/** Vitest in a copy of what is checked out, where tests that open databases themselves get the same build. */
function test(args) {
  const copy = mkdtempSync(join(tmpdir(), 'rampart-node24-'));
  try {
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    for (const path of listed.split('\0'))
      if (path !== '' && existsSync(join(ROOT, path)))
        cpSync(join(ROOT, path), join(copy, path), { verbatimSymlinks: true });
    // The trailing `/.` copies what a link to the folder leads to.
    run('cp', ['-R', `${MODULES}/.`, join(copy, 'node_modules')], { cwd: copy, env });
    rmSync(join(copy, 'node_modules', '.cache'), { recursive: true, force: true });
    for (const name of ['better-sqlite3', 'better-sqlite3-13'])
      rmSync(join(copy, 'node_modules', name), { recursive: true, force: true });
    const build = join(copy, 'node_modules', 'better-sqlite3');
    cpSync(join(cache, 'node_modules', 'better-sqlite3'), build, { recursive: true });
    // One library under both names: two in one process would not see each other's locks, which are the process's.
    symlinkSync('better-sqlite3', `${build}-13`);
    run(node, ['.config/build.mjs'], { cwd: copy, env });
    console.log(`+ the tests on Node ${version}, better-sqlite3 ${sqlite}`);
    const vitest = join('node_modules', 'vitest', 'vitest.mjs');
    const { status } = spawnSync(node, [vitest, 'run', '--config', '.config/vitest.ts', ...args], {
      cwd: copy,
      env,
      stdio: 'inherit',
    });
    return status ?? 1;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function run(program, args, options) {
  const { status, error } = spawnSync(program, args, { ...options, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) fail(`${program} ${args.join(' ')}: ${error?.message ?? `exit ${status}`}`);
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function fail(message) {
  console.error(`test:node24: ${message}`);
  process.exit(1);
}
