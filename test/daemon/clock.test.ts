import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { isLocked } from '../../src/audit/lock.ts';
import { isObject } from '../../src/core/json.ts';
import { Sandbox } from '../cli/sandbox.ts';
import { ASKS } from './asking.ts';

vi.setConfig({ testTimeout: 90_000 });

const LAUNCHER = fileURLToPath(new URL('../../bin/rampart.js', import.meta.url));
const SET_CLOCK = fileURLToPath(new URL('set-clock.mjs', import.meta.url));
const DAY = 24 * 60 * 60 * 1_000;

const sandbox = new Sandbox();
const clock = join(sandbox.root, 'clock');
let daemon: ChildProcess;

/** Sets the clock of everything that starts here so far from the true one. */
function set(offsetMs: number): void {
  writeFileSync(clock, String(offsetMs));
}

/** A verb under that clock. */
function start(args: readonly string[]) {
  const child = spawn(process.execPath, ['--import', SET_CLOCK, LAUNCHER, '--home', sandbox.home, ...args], {
    cwd: sandbox.work,
    env: { ...sandbox.env, TEST_CLOCK: clock },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const told = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].on('data', chunk => {
      told[stream] += chunk;
    });
  return { child, told, exit: once(child, 'close').then(([code]) => code as number | null) };
}

async function rampart(...args: readonly string[]): Promise<unknown> {
  const { told, exit } = start([...args, '--json']);
  await exit;
  return JSON.parse(told.stdout);
}

async function serve(): Promise<void> {
  ({ child: daemon } = start(['serve']));
  while (!(await rampart('status').then(status => isObject(status) && isRunning(status)))) await sleep(20);
}

const isRunning = ({ daemon: of }: Readonly<Record<string, unknown>>) => isObject(of) && of.running === true;

async function kill(): Promise<void> {
  const ended = once(daemon, 'exit');
  daemon.kill('SIGKILL');
  await ended;
  while (isLocked(sandbox.places.lock)) await sleep(5);
}

/** A command that waits for a person. */
async function waiting(name: string) {
  const { told, exit } = start(['exec', '--', 'touch', name]);
  for (;;) {
    const id = /rampart approve (\w+)/.exec(told.stderr)?.[1];
    if (id !== undefined) return { id, exit };
    await sleep(10);
  }
}

beforeAll(async () => {
  sandbox.configure('policies/team.yaml', ASKS);
  set(0);
  await serve();
});
afterAll(async () => {
  await kill();
  sandbox.close();
});

it.each([
  ['forward', DAY],
  ['back', -DAY],
])('an approval is neither over nor lengthened when the clock is set %s by a day', async (where, offset) => {
  const { id, exit } = await waiting(where);
  set(offset);
  expect(await rampart('pending')).toMatchObject({ pending: [{ id }] });
  expect(await rampart('approve', id)).toMatchObject({ state: 'approved' });
  expect(await exit).toBe(0);
  set(0);
});

it('an approval outlives a daemon that was killed while its clock was wrong', async () => {
  set(DAY);
  const { id, exit } = await waiting('killed');
  await kill();
  set(-DAY);
  await serve();
  expect(await rampart('pending')).toMatchObject({ pending: [{ id }] });
  expect(await rampart('approve', id)).toMatchObject({ state: 'approved' });
  expect(await exit).toBe(0);
});

it('an approval ends when its time is over though the clock was set back', async () => {
  await kill();
  sandbox.configure('config.yaml', 'approval_timeout: 2s\n');
  set(0);
  await serve();
  const { exit } = await waiting('late');
  set(-DAY);
  expect(await exit).toBe(126);
});

it('the log holds what the clock said, in order by the clock that never steps, and verifies', () => {
  const leaves = sandbox.records().map(({ leaf }) => leaf);
  const times = leaves.map(({ ts }) => Date.parse(String(ts)));
  expect(new Set(times.map(time => Math.round((time - Date.now()) / DAY)))).toEqual(new Set([0, 1, -1]));
  const monotonic = leaves.map(({ mono_us }) => Number(mono_us));
  expect(monotonic).toEqual(monotonic.toSorted((a, b) => a - b));
  const verified = JSON.parse(sandbox.rampart(['audit', 'verify', '--json']).stdout);
  expect(verified).toMatchObject({ integrity: { ok: true }, completeness: { ok: true } });
});
