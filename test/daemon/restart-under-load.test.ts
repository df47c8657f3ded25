import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type GuardOptions, rule } from '../../src/client/guard.ts';
import type { Ruling } from '../../src/core/ruling.ts';
import { Sandbox } from '../cli/sandbox.ts';
import { serving } from './serving.ts';

const RESTARTS = 10;
const CLIENTS = 4;

const POLICY = `version: "1"
default_action: allow
policies:
  - name: team
    rules: [{id: no-touch, when: {program: touch}, action: deny, message: hands off}]
`;

/** What one call came to, for its client. */
interface Told {
  readonly wanted: 'run' | 'refuse';
  readonly ruling: Ruling;
  readonly notices: readonly string[];
}

const sandbox = new Sandbox();
beforeAll(() => {
  sandbox.configure('config.yaml', 'profile: watch\nautostart: false\n');
  sandbox.configure('policies/team.yaml', POLICY);
});
afterAll(() => sandbox.close());

/** Asks, and reports how it ended, without a pause: as hooks and stand-ins do, with a daemon or without. */
async function client(name: string, told: Map<string, Told>, goOn: () => boolean): Promise<void> {
  for (let count = 0; goOn(); count++) {
    const id = `${name}-${count}`;
    const denied = count % 3 === 0;
    const notices: string[] = [];
    const options: GuardOptions = {
      places: sandbox.places,
      userHome: sandbox.root,
      reader: () => Promise.reject(new Error('the compiled set is there')),
      socket: sandbox.places.agentSocket,
      notice: message => notices.push(message),
      id,
    };
    const call = {
      tool: 'exec',
      command: denied ? `touch ${id}` : `echo ${id}`,
      cwd: '/',
      session: name,
      agent: 'test',
      actor: null,
      corr: null,
      callId: null,
      env: {},
    } as const;
    const { ruling, ended, close } = await rule(call, options);
    told.set(id, { wanted: denied ? 'refuse' : 'run', ruling, notices });
    if (ruling.effect === 'run') await ended({ ended: 'exit', exit: 0, signal: null, durationMs: 1 });
    close();
    // Without a daemon a call never waits, and nothing else of this process would have its turn.
    if (ruling.seq === null) await sleep(20);
    await immediate();
  }
}

it('a daemon that is restarted again and again under load loses, doubles and lets through nothing', {
  timeout: 240_000,
}, async () => {
  const told = new Map<string, Told>();
  let going = true;
  let daemon = await serving(sandbox);
  const clients = Array.from({ length: CLIENTS }, (_, index) => client(`c${index}`, told, () => going));
  for (let round = 0; round < RESTARTS; round++) {
    const enough = told.size + 20;
    while (told.size < enough) await sleep(5);
    if (round % 2 === 0) await daemon.kill();
    else expect(await daemon.stop()).toMatchObject({ exit: 0 });
    await sleep(100);
    daemon = await serving(sandbox);
  }
  going = false;
  await Promise.all(clients);
  expect(await daemon.stop()).toMatchObject({ exit: 0 });

  for (const [id, { wanted, ruling, notices }] of told) {
    expect([id, ruling.effect, ruling.failMode]).toEqual([id, wanted, false]);
    // Whoever was not answered by the daemon was told so.
    expect([id, notices.length > 0]).toEqual([id, ruling.seq === null]);
  }
  const alone = [...told.values()].filter(({ ruling }) => ruling.seq === null).length;
  expect(alone).toBeGreaterThan(0);
  expect(told.size - alone).toBeGreaterThan(RESTARTS * 10);

  // Ours is the process that wrote down what no daemon was told, and files of living processes are left to them: here
  // another one takes its place.
  for (const name of readdirSync(sandbox.places.spill))
    renameSync(
      join(sandbox.places.spill, name),
      join(sandbox.places.spill, name.replace(/-\d+/, '-999999999')),
    );
  sandbox.serve();
  const log = sandbox.records();
  expect(sandbox.spilled()).toEqual([]);
  const numberOf = (kind: string): Map<string | null, number> => {
    const numbers = new Map<string | null, number>();
    for (const { leaf } of log)
      if (leaf.kind === kind) numbers.set(leaf.call, (numbers.get(leaf.call) ?? 0) + 1);
    return numbers;
  };
  expect(numberOf('call')).toEqual(new Map([...numberOf('call')].map(([id]) => [id, 1])));
  expect([...numberOf('call').keys()].toSorted()).toEqual([...told.keys()].toSorted());
  const ran = [...told].filter(([, { wanted }]) => wanted === 'run').map(([id]) => id);
  expect(numberOf('outcome')).toEqual(new Map([...numberOf('outcome')].map(([id]) => [id, 1])));
  expect([...numberOf('outcome').keys()].toSorted()).toEqual(ran.toSorted());
  const { integrity, completeness } = JSON.parse(sandbox.rampart(['audit', 'verify', '--json']).stdout);
  expect(integrity.ok).toBe(true);
  expect(completeness).toMatchObject({ open: 0, lost: 0, duplicates: 0, orphans: 0 });
  for (let index = 0; index < CLIENTS; index++) {
    const session = log.filter(({ leaf }) => leaf.kind === 'session' && leaf.session === `c${index}`);
    expect(session.map(({ leaf }) => leaf.phase).join(' ')).toMatch(/^start( end start)*( end)?$/);
  }
});
