import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Observed } from '../run/observe.ts';
import { BABBLES } from './fake-daemon.ts';
import { RULES } from './grid.ts';
import { Scene, type Way } from './scene.ts';

/** What is asked for, by which way, and its exit code: judged here, and nothing the babbler says is leave to run. */
const CASES: readonly (readonly [what: string, way: Way, exit: number])[] = [
  ['allowed', 'exec', 0],
  ['allowed', 'shim', 0],
  ['denied', 'exec', 126],
  ['denied', 'shim', 126],
  ['denied', 'hook', 2],
  ['asked', 'exec', 126],
];

/** A daemon's answer to each of these says that the call may run, in one wrong way or another. */
describe.each(BABBLES)('where a daemon would be somebody says %s', babble => {
  let scene: Scene;
  const came = new Map<string, Observed>();
  const markOf = (what: string, way: Way): string => join(scene.sandbox.work, `${what}-${way}`);
  beforeAll(async () => {
    const config = 'profile: watch\nfail: closed\nautostart: false\n';
    scene = await Scene.set({ daemon: 'babbling', babble, config, policy: RULES });
    await Promise.all(
      CASES.map(async ([what, way]) =>
        came.set(`${what} ${way}`, await scene.run(way, `touch ${markOf(what, way)}`)),
      ),
    );
  }, 60_000);
  afterAll(() => scene.close());

  it.each(CASES)('%s by %s is judged all the same', (what, way, exit) => {
    const { exit: got, stdout, stderr } = came.get(`${what} ${way}`) ?? {};
    const said = `${stderr}${stdout}`;
    expect(got, said).toBe(exit);
    expect(said).toContain('the daemon did not answer');
    expect(existsSync(markOf(what, way))).toBe(exit === 0);
  });

  it('and each call is recorded once, with what came of it', async () => {
    const log = await scene.settledLog();
    for (const [what, way, exit] of CASES) {
      const records = log.filter(({ payload }) => payload?.resource?.includes(markOf(what, way)));
      expect(records).toMatchObject([{ leaf: { kind: 'call', effect: exit === 0 ? 'run' : 'refuse' } }]);
    }
    const { integrity, completeness } = JSON.parse(
      scene.sandbox.rampart(['audit', 'verify', '--json']).stdout,
    );
    expect(integrity.ok).toBe(true);
    expect(completeness).toMatchObject({ open: 0, lost: 0, duplicates: 0, orphans: 0 });
  });
});
