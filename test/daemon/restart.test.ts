import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Sandbox } from '../cli/sandbox.ts';
import { ASKS, callOf, kindsOf, Waiting } from './asking.ts';
import { bodyOf, shortOf, Talker } from './talker.ts';

vi.setConfig({ testTimeout: 90_000 });

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
  sandbox.configure('policies/team.yaml', ASKS);
  sandbox.serve();
});
afterEach(() => sandbox.close());

const verified = () => JSON.parse(sandbox.rampart(['audit', 'verify', '--json']).stdout);

describe('a daemon that is killed while a person is asked', () => {
  it('asks on when it is back; the command runs once', async () => {
    const waiting = new Waiting(sandbox, ['--', 'touch', 'made']);
    const id = await waiting.approval();
    await sandbox.crash();
    sandbox.serve();
    expect(JSON.parse(sandbox.rampart(['pending', '--json']).stdout).pending).toMatchObject([
      { id, command: 'touch made', rule: 'team/touch' },
    ]);
    expect(sandbox.rampart(['approve', id]).exit).toBe(0);
    expect(await waiting.ended()).toMatchObject({ exit: 0 });
    expect(existsSync(join(sandbox.work, 'made'))).toBe(true);
    expect(kindsOf(sandbox, callOf(sandbox, id))).toEqual({ call: 1, approval: 1, outcome: 1 });
    expect(verified()).toMatchObject({ integrity: { ok: true }, completeness: { ok: true } });
  });

  it('holds to an answer it had recorded and not passed on', async () => {
    const talker = await Talker.agent(sandbox);
    const approval = await new Promise<unknown>(resolve => {
      const onEvent = ({ body }: { body: Readonly<Record<string, unknown>> }) => resolve(body.approval);
      talker.evaluate('touch once', { id: 'away', onEvent }).catch(() => {});
    });
    talker.close();
    const admin = await Talker.admin(sandbox);
    // Its asker is away, so the approval waits.
    for (;;) {
      const { pending } = bodyOf(await admin.ask('status'));
      if (pending === 1) break;
    }
    expect(bodyOf(await admin.ask('approve', { approval, by: 'test' }))).toMatchObject({ awaited: false });
    await sandbox.crash();
    sandbox.serve();
    const back = await Talker.agent(sandbox);
    expect(bodyOf(await back.evaluate('touch once', { id: 'away' }))).toMatchObject({
      effect: 'run',
      by: 'person',
    });
    expect(bodyOf(await back.evaluate('touch once', { id: 'away' }))).toMatchObject({ effect: 'run' });
    expect(kindsOf(sandbox, 'away')).toEqual({ call: 1, approval: 1 });
    back.close();
  });

  it('records a question whose asker never comes back when its time is over', async () => {
    sandbox.configure('config.yaml', 'approval_timeout: 2s\n');
    sandbox.stop();
    sandbox.serve();
    const talker = await Talker.agent(sandbox);
    await new Promise<void>(resolve => {
      talker.evaluate('touch gone', { id: 'gone', onEvent: () => resolve() }).catch(() => {});
    });
    await sandbox.crash();
    sandbox.serve();
    while (kindsOf(sandbox, 'gone').call === undefined) await new Promise(again => setTimeout(again, 50));
    expect(sandbox.records().find(({ leaf }) => leaf.call === 'gone')?.leaf).toMatchObject({
      effect: 'refuse',
      by: 'timeout',
      verdict: 'ask',
    });
    const late = await Talker.agent(sandbox);
    expect(shortOf(await late.evaluate('touch gone', { id: 'gone' }))).toBe('refuse');
    expect(kindsOf(sandbox, 'gone')).toEqual({ call: 1 });
    talker.close();
    late.close();
  });

  it.each<[what: string, policy: string]>([
    ['another rule’s', ASKS.replace('makes a file', 'makes a file, says somebody else')],
    ['one that allows', ASKS.replace('action: ask', 'action: watch')],
  ])('holds a question void when the policy is %s meanwhile', async (_, policy) => {
    const waiting = new Waiting(sandbox, ['--', 'touch', 'void']);
    const id = await waiting.approval();
    await sandbox.crash();
    sandbox.configure('policies/team.yaml', policy);
    sandbox.serve();
    const { exit, stderr } = await waiting.ended();
    expect(exit).toBe(126);
    expect(stderr).toContain('has changed since');
    expect(existsSync(join(sandbox.work, 'void'))).toBe(false);
    expect(sandbox.rampart(['approve', id]).exit).toBe(4);
    const refused = sandbox.records().filter(({ leaf }) => leaf.kind === 'call');
    expect(refused).toMatchObject([{ leaf: { effect: 'refuse', rule: 'team/touch' } }]);
  });
});

describe('a hook that is started twice for one call, with a daemon of its own each', () => {
  const hook = (command: string) =>
    sandbox.rampart(
      ['hook', '--format', 'claude-code'],
      JSON.stringify({
        session_id: 'h',
        hook_event_name: 'PreToolUse',
        cwd: sandbox.work,
        tool_name: 'Bash',
        tool_input: { command },
        tool_use_id: 'toolu_twice',
      }),
    );
  const calls = () => sandbox.records().filter(({ leaf }) => leaf.kind === 'call');

  it('has it recorded once', async () => {
    const [first] = [hook('echo TOKEN=ghp_0123456789abcdefghijABCDEFGHIJ012345'), await sandbox.crash()];
    sandbox.serve();
    expect(hook('echo TOKEN=ghp_0123456789abcdefghijABCDEFGHIJ012345')).toEqual(first);
    expect(calls()).toHaveLength(1);
  });

  it('has another command under the same id recorded too', async () => {
    hook('echo one');
    await sandbox.crash();
    sandbox.serve();
    hook('echo two');
    expect(calls().map(({ payload }) => payload?.resource)).toEqual(['echo one', 'echo two']);
  });

  it('has it recorded once where the first found no daemon', async () => {
    sandbox.configure('config.yaml', 'autostart: false\n');
    sandbox.stop();
    expect(hook('echo one')).toMatchObject({ exit: 0, stdout: '' });
    sandbox.serve();
    expect(hook('echo one')).toMatchObject({ exit: 0, stdout: '' });
    expect(calls()).toHaveLength(1);
  });
});

describe('a client that vanishes', () => {
  it('has its call recorded as lost once its process is gone, and not before', async () => {
    const talker = await Talker.agent(sandbox);
    expect(
      shortOf(await talker.evaluate('true', { id: 'alive', expects: 'outcome', pid: process.pid })),
    ).toBe('run');
    expect(shortOf(await talker.evaluate('true', { id: 'gone', expects: 'outcome' }))).toBe('run');
    talker.close();
    while (kindsOf(sandbox, 'gone').outcome === undefined) await new Promise(again => setTimeout(again, 20));
    expect(sandbox.records().findLast(({ leaf }) => leaf.call === 'gone')?.leaf).toMatchObject({
      ended: 'lost',
    });
    const again = await Talker.agent(sandbox);
    expect(bodyOf(await again.outcome('alive')).seq).toEqual(expect.any(Number));
    expect(bodyOf(await again.outcome('alive')).seq).toBe(null);
    expect(kindsOf(sandbox, 'alive')).toEqual({ call: 1, outcome: 1 });
    expect(kindsOf(sandbox, 'gone')).toEqual({ call: 1, outcome: 1 });
    again.close();
  });
});
