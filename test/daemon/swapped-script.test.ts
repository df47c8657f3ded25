import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { Scene } from '../fail/scene.ts';
import { ASKS } from './asking.ts';

let scene: Scene | undefined;
afterEach(() => scene?.close());

/** Approves the one question that waits, or that is about to. */
async function approve({ sandbox }: Scene): Promise<void> {
  for (;;) {
    const { pending } = JSON.parse(sandbox.rampart(['pending', '--json']).stdout);
    if (pending.length > 0 && sandbox.rampart(['approve', pending[0].id]).exit === 0) return;
    await sleep(50);
  }
}

it.each([
  ['as it was', 1, 'echo fine\n'],
  // Between a hook and the shell, an agent has all the time its host's user takes to answer.
  ['with a script that was swapped', 2, 'echo other\n'],
])(
  'what a person approved for a hook runs %s after %d question(s)',
  async (_, questions, text) => {
    scene = await Scene.set({ daemon: 'running', config: '', policy: ASKS });
    const { sandbox } = scene;
    sandbox.write('asked.sh', 'echo fine\n');
    const hooked = scene.run('hook', 'bash asked.sh');
    await approve(scene);
    expect(await hooked).toMatchObject({ exit: 0 });
    sandbox.write('asked.sh', text);
    const ran = scene.run('shim', 'bash asked.sh');
    if (questions === 2) await approve(scene);
    expect((await ran).exit).toBe(0);
    const asked = sandbox.records().filter(({ leaf }) => leaf.kind === 'approval');
    expect(asked).toHaveLength(questions);
  },
  60_000,
);
