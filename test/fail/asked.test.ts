import { afterEach, describe, expect, it } from 'vitest';
import { ask, made, refusal, ruled, unasked, WAYS } from './asking.ts';
import type { Scene } from './scene.ts';

let scene: Scene;
afterEach(() => scene.close());

describe.each(WAYS)('a command that a person is asked about, by %s', way => {
  it('runs once a person approves', async () => {
    scene = await unasked();
    const { came, id } = await ask(scene, way);
    expect(scene.sandbox.rampart(['approve', id]).exit).toBe(0);
    const { exit, stdout, stderr } = await came;
    expect(exit, stderr.toString()).toBe(0);
    expect(stdout.toString()).toBe('');
    expect(made(scene)).toBe(way !== 'hook');
    expect(ruled(scene)).toEqual([['run', 'person']]);
  });

  it('does not run once a person denies', async () => {
    scene = await unasked();
    const { came, id } = await ask(scene, way);
    expect(scene.sandbox.rampart(['deny', id, '--reason', 'not today']).exit).toBe(0);
    const { exit, stderr } = await came;
    expect(exit).toBe(refusal(way));
    expect(stderr.toString()).toContain('refused by a person');
    expect(made(scene)).toBe(false);
    expect(ruled(scene)).toEqual([['refuse', 'person']]);
  });
});

it('waits no longer than --wait says', async () => {
  scene = await unasked();
  const { exit, stderr } = scene.sandbox.rampart(['exec', '--wait', '500ms', '-c', 'touch made']);
  expect(exit, stderr).toBe(126);
  expect(made(scene)).toBe(false);
});

it('cannot be approved by the agent that asks', async () => {
  scene = await unasked();
  const { came, id } = await ask(scene, 'shim');
  const { exit, stderr } = await scene.run('shim', `rampart approve ${id}`);
  expect(exit, stderr.toString()).toBe(126);
  expect(scene.sandbox.rampart(['deny', id]).exit).toBe(0);
  expect((await came).exit).toBe(126);
});
