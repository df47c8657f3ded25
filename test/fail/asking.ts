import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Shown } from '../cli/sandbox.ts';
import { start } from '../daemon/serving.ts';
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

export const WAYS: readonly Way[] = ['exec', 'shim', 'hook'];
export const refusal = (way: Way): number => (way === 'hook' ? 2 : 126);

/** A home whose rules have a person asked about `touch`. */
export function unasked(approvalTimeout = '60s'): Promise<Scene> {
  const config = `${CONFIG}approval_timeout: ${approvalTimeout}\n`;
  return Scene.set({ daemon: 'running', config, policy: POLICY });
}

/** Asks for a command, and waits until a person would see the question. */
export async function ask(scene: Scene, way: Way): Promise<{ came: Promise<Observed>; id: string }> {
  const came = scene.run(way, 'touch made');
  let over = false;
  void came.finally(() => {
    over = true;
  });
  while (!over) {
    const { stdout } = await start(scene.sandbox, ['pending', '--json']).ran;
    const [question] = JSON.parse(stdout).pending as { id: string }[];
    if (question !== undefined) return { came, id: question.id };
    await sleep(20);
  }
  throw new Error(`nobody was asked: ${(await came).stderr}`);
}

export const made = ({ sandbox }: Scene): boolean => existsSync(join(sandbox.work, 'made'));

/** What became of each call, and who said so. */
export const ruled = ({ sandbox }: Scene): unknown[][] =>
  sandbox
    .records()
    .filter(({ leaf }: Shown) => leaf.kind === 'call')
    .map(({ leaf }) => [leaf.effect, leaf.by]);
