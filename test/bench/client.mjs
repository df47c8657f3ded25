// What a command pays for being guarded, process starts included: medians of runs taken in turn, so that a machine
// that changes its speed changes it for all.
import { mkdirSync } from 'node:fs';
import { execaSync } from 'execa';
import { figure, heading, median, ROOT, scratch } from './figures.mjs';

const ROUNDS = 25;

export function benchClient() {
  heading('client: a process start for each call');
  const folder = scratch();
  const home = `${folder}/h`;
  mkdirSync(home, { mode: 0o700 });
  const rampart = (...args) =>
    execaSync(process.execPath, [`${ROOT}bin/rampart.js`, '--home', home, ...args], { reject: false });
  rampart('serve', '--background');
  const wrapped = script => {
    const { stdout } = rampart('wrap', '-q', '--', process.execPath, '-e', script);
    return JSON.parse(stdout);
  };
  // Inside a wrapped session $SHELL is a stand-in: client, daemon, record and outcome on disk.
  const inside = `
    const { spawnSync } = require('node:child_process');
    const time = (file, args) => { const start = process.hrtime.bigint(); spawnSync(file, args, { env: process.env }); return Number(process.hrtime.bigint() - start) / 1e6; };
    const rows = { guarded: [], node: [], bare: [], bash: [] };
    for (let round = 0; round < ${ROUNDS}; round++) {
      rows.guarded.push(time(process.env.SHELL, ['-c', 'true']));
      rows.node.push(time(process.execPath, ['-e', '0']));
      rows.bare.push(time('/bin/true', []));
      rows.bash.push(time('/bin/bash', ['-c', 'true']));
    }
    console.log(JSON.stringify(rows));`;
  const there = wrapped(inside);
  figure('/bin/true', median(there.bare), 'ms');
  figure('bash -c true', median(there.bash), 'ms');
  figure('node -e 0', median(there.node), 'ms');
  figure('$SHELL -c true, guarded, daemon answers', median(there.guarded), 'ms');
  figure('  against node -e 0', median(there.guarded) / median(there.node), 'x');

  const alone = [];
  const first = [];
  const version = [];
  const help = [];
  const node = [];
  rampart('serve', 'stop');
  for (let round = 0; round < ROUNDS; round++) {
    alone.push(timed(() => rampart('exec', '-q', '--', '/bin/true')));
    first.push(firstExec(`${folder}/new-${round}`));
    version.push(timed(() => rampart('--version')));
    help.push(timed(() => rampart('--help')));
    node.push(timed(() => execaSync(process.execPath, ['-e', '0'])));
  }
  figure('rampart --version', median(version), 'ms');
  figure('rampart --help', median(help), 'ms');
  figure('rampart exec -- /bin/true, first in a new home', median(first), 'ms');
  figure('rampart exec -- /bin/true, no daemon', median(alone), 'ms');
  figure('  against node -e 0', median(alone) / median(node), 'x', { most: 2 });

  const lines = Array.from({ length: 20_000 }, (_, id) =>
    JSON.stringify({ id, command: `git commit -m "change ${id}" && npm test` }),
  ).join('\n');
  const began = performance.now();
  execaSync(process.execPath, [`${ROOT}bin/rampart.js`, '--home', home, 'check', '--batch'], {
    input: lines,
    maxBuffer: 2 ** 30,
  });
  figure('check --batch', 20_000 / ((performance.now() - began) / 1_000), 'lines/s');
}

/** With nothing of Rampart's there but the package; whatever daemon it starts is stopped again. */
function firstExec(home) {
  mkdirSync(home, { mode: 0o700 });
  const rampart = (...args) =>
    execaSync(process.execPath, [`${ROOT}bin/rampart.js`, '--home', home, ...args], { reject: false });
  const took = timed(() => rampart('exec', '-q', '--', '/bin/true'));
  rampart('serve', 'stop');
  return took;
}

function timed(run) {
  const start = performance.now();
  run();
  return performance.now() - start;
}
