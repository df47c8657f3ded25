import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Shown } from '../cli/sandbox.ts';
import type { Observed } from '../run/observe.ts';
import { Scene, type Way } from './scene.ts';

const POLICY = `
version: "1"
default_action: allow
policies:
  - name: own
    rules: [{id: look, when: {program: touch}, action: ask, message: somebody should look}]
`;

/** Open, so that whatever is taken for "nobody can be asked" would run. */
const CONFIG = 'profile: watch\nfail: open\nautostart: false\n';

const WAYS: readonly Way[] = ['exec', 'shim', 'hook'];
const refusal = (way: Way): number => (way === 'hook' ? 2 : 126);

let scene: Scene;
afterEach(() => scene.close());

/** Asks for a command, and waits until a person would see the question. */
async function ask(way: Way, approvalTimeout = '60s'): Promise<{ came: Promise<Observed>; id: string }> {
  const config = `${CONFIG}approval_timeout: ${approvalTimeout}\n`;
  scene = await Scene.set({ daemon: 'running', config, policy: POLICY });
  const came = scene.run(way, 'touch made');
  for (;;) {
    const { stdout } = scene.sandbox.rampart(['pending', '--json']);
    const [question] = JSON.parse(stdout).pending as { id: string }[];
    if (question !== undefined) return { came, id: question.id };
    await sleep(20);
  }
}

const made = (): boolean => existsSync(join(scene.sandbox.work, 'made'));
const calls = (): Shown[] => scene.sandbox.records().filter(({ leaf }) => leaf.kind === 'call');

describe.each(WAYS)('a command that a person is asked about, by %s', way => {
  it('runs once a person approves', async () => {
    const { came, id } = await ask(way);
    expect(scene.sandbox.rampart(['approve', id]).exit).toBe(0);
    const { exit, stdout, stderr } = await came;
    expect(exit, stderr.toString()).toBe(0);
    expect(stdout.toString()).toBe('');
    expect(made()).toBe(way !== 'hook');
    expect(calls().map(({ leaf }) => [leaf.effect, leaf.by])).toEqual([['run', 'person']]);
  });

  it('does not run once a person denies', async () => {
    const { came, id } = await ask(way);
    expect(scene.sandbox.rampart(['deny', id, '--reason', 'not today']).exit).toBe(0);
    const { exit, stderr } = await came;
    expect(exit).toBe(refusal(way));
    expect(stderr.toString()).toContain('refused by a person');
    expect(made()).toBe(false);
    expect(calls().map(({ leaf }) => [leaf.effect, leaf.by])).toEqual([['refuse', 'person']]);
  });

  it.each(['SIGKILL', 'SIGSTOP'] as const)(
    'does not run when the daemon gets %s while it waits',
    async signal => {
      const { came } = await ask(way, '3s');
      if (signal === 'SIGKILL') await scene.sandbox.crash();
      else scene.stall();
      const { exit, stdout, stderr } = await came;
      const said = `${stderr}${stdout}`;
      expect(exit, said).toBe(refusal(way));
      expect(said).not.toContain('fail mode');
      expect(made()).toBe(false);
    },
  );

  it('runs once, if a daemon comes back in time and a person approves', async () => {
    const { came, id } = await ask(way);
    await scene.sandbox.crash();
    scene.sandbox.serve();
    expect(scene.sandbox.rampart(['approve', id]).exit).toBe(0);
    const { exit, stderr } = await came;
    expect(exit, stderr.toString()).toBe(0);
    expect(made()).toBe(way !== 'hook');
    expect(calls().map(({ leaf }) => [leaf.effect, leaf.by])).toEqual([['run', 'person']]);
    const { exit: verified, stdout } = scene.sandbox.rampart(['audit', 'verify']);
    expect(verified, stdout).toBe(0);
  });
});

it('waits no longer than --wait says', async () => {
  scene = await Scene.set({ daemon: 'running', config: `${CONFIG}approval_timeout: 60s\n`, policy: POLICY });
  const { exit, stderr } = scene.sandbox.rampart(['exec', '--wait', '500ms', '-c', 'touch made']);
  expect(exit, stderr).toBe(126);
  expect(made()).toBe(false);
});

it('cannot be approved by the agent that asks', async () => {
  const { came, id } = await ask('shim');
  const { exit, stderr } = await scene.run('shim', `rampart approve ${id}`);
  expect(exit, stderr.toString()).toBe(126);
  expect(scene.sandbox.rampart(['deny', id]).exit).toBe(0);
  expect((await came).exit).toBe(126);
});
