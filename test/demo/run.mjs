// The main job, end to end: a scripted agent under `rampart wrap`, then what the log says of it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path => fileURLToPath(new URL(path, import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'rampart-demo-'));
const home = join(root, 'home');
const work = join(root, 'work');
mkdirSync(work);
// The demonstration shows the agent's commands, not what this machine's start-up files run beside them.
const { BASH_ENV: _, ...env } = process.env;

function rampart(...args) {
  process.stdout.write(`$ rampart ${args.map(one => one.replace(`${here('../..')}`, '')).join(' ')}\n`);
  const { status } = spawnSync(process.execPath, [here('../../bin/rampart.js'), '--home', home, ...args], {
    cwd: work,
    env,
    stdio: 'inherit',
  });
  process.stdout.write(`-> exit ${status}\n\n`);
  return status;
}

try {
  const statuses = [
    rampart('wrap', '--', process.execPath, here('../agent/agent.mjs'), here('steps.json'), '--show'),
    rampart('audit', 'tail', '-n', '20'),
    rampart('audit', 'verify'),
    rampart('serve', 'stop'),
  ];
  process.exitCode = statuses.every(status => status === 0) ? 0 : 1;
} finally {
  rmSync(root, { recursive: true, force: true });
}
