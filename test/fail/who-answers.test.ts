import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FailMode } from '../../src/core/resolve.ts';
import type { Observed } from '../run/observe.ts';
import { type DaemonState, Scene, type Way } from './scene.ts';

const POLICY = `
version: "1"
default_action: allow
policies:
  - name: own
    rules:
      - {id: forbidden, when: {command_contains: deny-}, action: deny, message: stays away}
      - {id: look, when: {command_contains: ask-}, action: ask, message: somebody should look}
`;

const WAYS: readonly Way[] = ['exec', 'shim'];
const MODES: readonly FailMode[] = ['open', 'closed'];
const STATES: readonly DaemonState[] = ['running', 'killed', 'babbling', 'never started'];

const RUNS = 0;
const REFUSED = 126;

describe.each(STATES)('with a daemon that is %s', daemon => {
  describe.each(MODES)('and fail mode %s', fail => {
    let scene: Scene;
    const came = new Map<string, Observed>();
    beforeAll(async () => {
      const config = `profile: watch\nfail: ${fail}\napproval_timeout: 1s\n`;
      scene = await Scene.set({ daemon, config, policy: POLICY });
      await Promise.all(
        ['allow', 'deny', 'ask'].flatMap(what =>
          WAYS.map(async way => {
            const name = `${what}-${way}`;
            came.set(name, await scene.run(way, `touch ${name}`));
          }),
        ),
      );
    });
    afterAll(() => scene.close());

    const unreachable = daemon === 'running' ? REFUSED : fail === 'open' ? RUNS : REFUSED;
    const rows = WAYS.flatMap(
      way =>
        [
          [`allow-${way}`, RUNS],
          [`deny-${way}`, REFUSED],
          [`ask-${way}`, unreachable],
        ] as const,
    );
    it.each(rows)('%s ends with %i', (name, exit) => {
      const said = came.get(name)?.stderr.toString();
      expect(came.get(name)?.exit, said).toBe(exit);
      expect(existsSync(join(scene.sandbox.work, name)), said).toBe(exit === RUNS);
    });
  });
});
