// Runs the tests on the current long-term Node: takes its binary and headers from the npm registry, pinned by the lock
// file beside this, compiles better-sqlite3 for it, and runs vitest in a copy of this checkout. What was downloaded and
// compiled stays in node_modules/.cache. Arguments are vitest's.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..', '..');
const MODULES = join(ROOT, 'node_modules');
const PLATFORM = `${process.platform}-${process.arch}`;

const pins = readJson(join(HERE, 'package.json')).optionalDependencies;
const version = pins[`node-${PLATFORM}`];
if (version === undefined)
  fail(`the registry has no binary of Node 24 for ${PLATFORM}; install it and run npm test with it`);
const sqlite = readJson(join(MODULES, 'better-sqlite3', 'package.json')).version;
const cache = join(MODULES, '.cache', `node-${version}`);

const node = join(install(), 'bin', 'node');
const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
const compiled = compile();
const code = test(process.argv.slice(2));
process.exit(code);

/** The folder of the Node that is tested with: `bin/node`, `include/node`. */
function install() {
  const dir = join(cache, 'node_modules', `node-${PLATFORM}`);
  if (!existsSync(join(dir, 'bin', 'node'))) {
    mkdirSync(cache, { recursive: true });
    for (const name of ['package.json', 'package-lock.json']) cpSync(join(HERE, name), join(cache, name));
    run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: cache, env: process.env });
  }
  const found = execFileSync(join(dir, 'bin', 'node'), ['--version'], { encoding: 'utf8' }).trim();
  if (found !== `v${version}`) fail(`expected Node ${version}, found ${found}`);
  return dir;
}

/** better-sqlite3 as compiled for it. */
function compile() {
  const done = join(cache, `better-sqlite3-${sqlite}`);
  if (existsSync(done)) return done;
  const gyp = process.env.npm_config_node_gyp ?? nodeGyp();
  const fresh = mkdtempSync(join(cache, 'compiling-'));
  cpSync(join(MODULES, 'better-sqlite3'), fresh, {
    recursive: true,
    filter: path => path !== join(MODULES, 'better-sqlite3', 'build'),
  });
  run(node, [gyp, 'rebuild', '--release'], {
    cwd: fresh,
    env: { ...env, npm_config_nodedir: join(dirname(node), '..') },
  });
  renameSync(fresh, done);
  return done;
}

/** The one that comes with npm. */
function nodeGyp() {
  const modules = execFileSync('npm', ['root', '--global'], { encoding: 'utf8' }).trim();
  return join(modules, 'npm', 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
}

/** Vitest in a copy of what is checked out, so that the binary compiled for the other Node is not touched. */
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
    rmSync(join(copy, 'node_modules', 'better-sqlite3'), { recursive: true });
    cpSync(compiled, join(copy, 'node_modules', 'better-sqlite3'), { recursive: true });
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
