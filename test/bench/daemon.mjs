// What one daemon can answer: decisions judged and on disk, from clients in processes of their own.
import { fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { execaSync } from 'execa';
import { figure, heading, load, percentile, ROOT, scratch } from './figures.mjs';

const SECONDS = 4;

export async function benchDaemon() {
  heading('daemon: judged, recorded, committed with synchronous=FULL');
  const folder = scratch();
  const home = `${folder}/h`;
  mkdirSync(home, { mode: 0o700 });
  const rampart = (...args) =>
    execaSync(process.execPath, [`${ROOT}bin/rampart.js`, '--home', home, ...args]);
  rampart('serve', '--background');
  try {
    const client = await load(folder, 'client', ["export { connect } from './src/wire/client.ts';"]);
    for (const [name, fresh, budgets] of [
      ['64 connections kept', false, { rate: 10_000, p99: 20 }],
      ['64 at a time, a connection per call', true, { rate: 5_000 }],
    ]) {
      const halves = await Promise.all([0, 1].map(() => run(client, `${home}/run/agent.sock`, 32, fresh)));
      const took = halves.flatMap(half => half.took);
      figure(
        `${name}: decisions`,
        halves.reduce((sum, half) => sum + half.rate, 0),
        '/s',
        { least: budgets.rate },
      );
      figure(
        `${name}: p99`,
        percentile(took, 0.99),
        'ms',
        budgets.p99 === undefined ? undefined : { most: budgets.p99 },
      );
    }
  } finally {
    rampart('serve', 'stop');
  }
}

function run(client, socket, connections, fresh) {
  return new Promise((resolve, reject) => {
    const child = fork(new URL('load-client.mjs', import.meta.url), [
      client,
      socket,
      String(connections),
      String(fresh),
      String(SECONDS),
    ]);
    child.once('message', resolve);
    child.once('exit', code => code !== 0 && reject(new Error(`load client: exit ${code}`)));
  });
}
