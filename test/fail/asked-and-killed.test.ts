import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ask, made, refusal, ruled, unasked, WAYS } from './asking.ts';
import type { Scene } from './scene.ts';

const ENDS = WAYS.flatMap(way => (['SIGKILL', 'SIGSTOP'] as const).map(signal => [way, signal] as const));

// Side by side, because each waits until the question's time is up; daemons that start would hold up each other's.
const scenes = new Map<(typeof ENDS)[number], Scene>();
beforeAll(async () => {
  for (const row of ENDS) scenes.set(row, await unasked('8s'));
}, 120_000);
afterAll(() => Promise.all([...scenes.values()].map(scene => scene.close())), 120_000);

let single: Scene | undefined;
afterEach(() => single?.close());

describe('a command that a person is asked about', () => {
  it.concurrent.each(ENDS.map(row => [...row, row] as const))(
    'by %s does not run when the daemon gets %s while it waits',
    async (way, signal, row) => {
      const scene = scenes.get(row);
      if (scene === undefined) throw new Error('its daemon did not start');
      const { came } = await ask(scene, way);
      if (signal === 'SIGKILL') await scene.sandbox.crash();
      else scene.stall();
      const { exit, stdout, stderr } = await came;
      const said = `${stderr}${stdout}`;
      expect(exit, said).toBe(refusal(way));
      expect(said).not.toContain('fail mode');
      expect(made(scene)).toBe(false);
    },
  );

  it.each(WAYS)('by %s runs once, if a daemon comes back in time and a person approves', async way => {
    const scene = await unasked();
    single = scene;
    const { came, id } = await ask(scene, way);
    await scene.sandbox.crash();
    scene.sandbox.serve();
    expect(scene.sandbox.rampart(['approve', id]).exit).toBe(0);
    const { exit, stderr } = await came;
    expect(exit, stderr.toString()).toBe(0);
    expect(made(scene)).toBe(way !== 'hook');
    expect(ruled(scene)).toEqual([['run', 'person']]);
    const { exit: verified, stdout } = scene.sandbox.rampart(['audit', 'verify']);
    expect(verified, stdout).toBe(0);
  });
});
