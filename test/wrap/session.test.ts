import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AGENT, DrivenAgent } from '../agent/driven.ts';
import { Sandbox } from '../cli/sandbox.ts';
import { sendSignal } from '../run/send-signal.ts';

const POLICY = `
version: "1"
default_action: allow
policies:
  - name: own
    rules: [{id: no-touch, when: {program: touch}, action: deny, message: hands off}]
`;

let sandbox: Sandbox;
const agents: DrivenAgent[] = [];
beforeEach(() => {
  sandbox = new Sandbox();
  sandbox.configure('config.yaml', 'profile: watch\nautostart: false\n');
  sandbox.configure('policies/own.yaml', POLICY);
});
afterEach(async () => {
  for (const agent of agents.splice(0)) await agent.end();
  sandbox.close();
});

function wrapped(wrap: readonly string[] = [], env: NodeJS.ProcessEnv = {}): DrivenAgent {
  const agent = new DrivenAgent(sandbox, { wrap, env: { ...sandbox.env, SHELL: '/bin/bash', ...env } });
  agents.push(agent);
  return agent;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(20);
}

const folders = (): string[] => readdirSync(sandbox.places.wrap);
const TOUCH = { how: 'shell', command: 'touch pwned' } as const;

describe('a wrapped session', () => {
  it.each([
    ['no SHELL', { SHELL: undefined }],
    ['an empty SHELL', { SHELL: '' }],
    ['a SHELL that is no program', { SHELL: '/no/such/bash' }],
    ['a SHELL that is no path', { SHELL: 'bash' }],
    ['no PATH', { PATH: undefined }],
    ['empty entries in PATH', { PATH: ':/usr/bin::/bin:' }],
    ['a PATH that begins here', { PATH: '.:/usr/bin:/bin' }],
  ])('guards with %s', async (_what, env) => {
    const rampart = join(sandbox.root, 'bin', 'rampart');
    const agent = new DrivenAgent(sandbox, {
      wrap: [],
      rampart,
      env: { ...sandbox.env, SHELL: '/bin/bash', ...env },
    });
    agents.push(agent);
    for (const how of ['shell', 'bash', 'sh']) {
      const { exit, stderr } = await agent.run({ ...TOUCH, how });
      expect(exit, stderr.toString()).toBe(126);
    }
    expect((await agent.run({ how: 'shell', command: 'echo fine' })).stdout.toString()).toBe('fine\n');
  });

  it('inside another judges and records once', async () => {
    const agent = new DrivenAgent(sandbox, {
      wrap: ['--', 'rampart', 'wrap', '-q'],
      env: { ...sandbox.env, SHELL: '/bin/bash' },
    });
    agents.push(agent);
    expect((await agent.run(TOUCH)).exit).toBe(126);
    const { stdout } = await agent.run({ how: 'shell', command: 'echo "$0"; bash -c "echo \\$0"' });
    expect(stdout.toString()).toBe('/bin/bash\nbash\n');
    const calls = sandbox.records().filter(({ leaf }) => leaf.kind === 'call');
    expect(calls.map(({ payload }) => payload?.resource)).toEqual([
      'touch pwned',
      'echo "$0"; bash -c "echo \\$0"',
    ]);
  });

  it('goes on guarding an agent whose supervisor was killed, and is swept once that has ended, too', async () => {
    sandbox.write(
      'agent',
      '#!/usr/bin/env perl\nopen F, ">ready"; sleep 1 while !-e "go"; exit system("bash", "-c", "touch pwned") >> 8;\n',
    );
    sandbox.sh('chmod +x agent; { rampart wrap -- ./agent; } >/dev/null 2>&1 &');
    await until(() => existsSync(join(sandbox.work, 'ready')));
    const [left = ''] = folders();
    sendSignal(Number(readFileSync(join(sandbox.places.wrap, left, '.rampart-wrap'), 'utf8')), 'SIGKILL');
    sandbox.rampart(['wrap', '--', 'true']);
    expect(folders()).toEqual([left]);

    sandbox.write('go', '');
    await until(() => sandbox.records('--session', left).some(({ leaf }) => leaf.verdict === 'deny'));
    expect(existsSync(join(sandbox.work, 'pwned'))).toBe(false);
    await until(() => {
      sandbox.rampart(['wrap', '--', 'true']);
      return folders().length === 0;
    });
  });

  it('enforces when the daemon that was told to monitor is gone', async () => {
    const agent = wrapped(['--mode', 'monitor']);
    expect((await agent.run({ how: 'shell', command: 'touch watched' })).exit).toBe(0);
    await sandbox.crash();
    expect((await agent.run(TOUCH)).exit).toBe(126);
    expect(existsSync(join(sandbox.work, 'pwned'))).toBe(false);
  });

  it('is judged by the set it was opened with, also without a daemon', async () => {
    sandbox.write('other.yaml', POLICY.replaceAll('touch', 'date'));
    const agent = wrapped(['--policy', 'other.yaml']);
    for (const gone of [false, true]) {
      if (gone) await sandbox.crash();
      const { exit, stderr } = await agent.run({ how: 'shell', command: 'touch fine' });
      expect(exit, stderr.toString()).toBe(0);
      expect((await agent.run({ how: 'shell', command: 'date' })).exit).toBe(126);
    }
  });

  it('has its daemon started again by the first command that finds none, once, and goes on with it', async () => {
    sandbox.configure('config.yaml', 'profile: watch\n');
    const agent = wrapped(['--policy', sandbox.write('other.yaml', POLICY.replaceAll('touch', 'date'))]);
    const { stdout } = await agent.run({ how: 'shell', command: 'echo $RAMPART_SESSION' });
    await sandbox.crash();
    for (let count = 0; count < 3; count++)
      expect((await agent.run({ how: 'shell', command: 'true' })).exit).toBe(0);
    const status = () => JSON.parse(sandbox.rampart(['status', '--json']).stdout);
    await until(() => status().daemon.running === true);
    expect((await agent.run({ how: 'shell', command: 'date' })).exit).toBe(126);
    expect((await agent.run({ how: 'shell', command: 'touch fine' })).stderr.toString()).toBe('');
    expect(status().sessions).toMatchObject([{ id: stdout.toString().trim(), mode: 'enforce' }]);
    const starts = sandbox.records().filter(({ leaf }) => leaf.kind === 'start');
    expect(starts).toHaveLength(2);
    expect(readFileSync(sandbox.places.log, 'utf8')).not.toContain('another daemon');
  });

  it('ends with its agent when it is told to end', async () => {
    const agent = wrapped();
    const { stdout } = await agent.run({ how: 'shell', command: 'echo $PPID >&2; echo $RAMPART_SESSION' });
    const ended = once(agent.child, 'exit');
    agent.child.kill('SIGTERM');
    const [exit] = await ended;
    expect(exit).toBe(143);
    expect(folders()).toEqual([]);
    const marks = sandbox.records('--session', stdout.toString().trim());
    expect(marks.filter(({ leaf }) => leaf.kind === 'session').map(({ leaf }) => leaf.phase)).toEqual([
      'start',
      'end',
    ]);
  });

  it('lets an agent that is a script find its own programs', () => {
    sandbox.write('agent', `#!/bin/sh\nexec '${process.execPath}' '${AGENT}' steps.json\n`);
    sandbox.write('steps.json', JSON.stringify([{ how: 'bash', command: 'touch pwned' }]));
    const { exit, stderr } = sandbox.sh('chmod +x agent; rampart wrap -- ./agent');
    expect(stderr).toContain('1 command: 0 allowed, 0 watched, 0 asked, 1 denied');
    expect(exit).toBe(1);
  });
});
