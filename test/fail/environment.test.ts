import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Scene, type Way } from './scene.ts';

const POLICY = `
version: "1"
default_action: allow
policies:
  - name: own
    rules: [{id: look, when: {program: touch}, action: ask, message: somebody should look}]
`;

/** What an agent could set in the hope of another home, mode or policy; `EVIL` is a directory of its own making. */
const ROWS: readonly (readonly [
  what: string,
  ways: readonly Way[],
  env: Readonly<Record<string, string>>,
])[] = [
  ['HOME', ['exec', 'shim'], { HOME: 'EVIL' }],
  ['XDG_*', ['exec', 'shim'], { XDG_CONFIG_HOME: 'EVIL', XDG_DATA_HOME: 'EVIL', XDG_RUNTIME_DIR: 'EVIL' }],
  ['a home of Rampart’s', ['exec', 'shim'], { RAMPART_HOME: 'EVIL/.rampart', RAMPART_DIR: 'EVIL/.rampart' }],
  ['a mode', ['exec', 'shim'], { RAMPART_MODE: 'monitor', RAMPART_FAIL: 'open', RAMPART_FAIL_MODE: 'open' }],
  [
    'an off switch',
    ['exec', 'shim'],
    { RAMPART: '0', RAMPART_OFF: '1', RAMPART_DISABLE: '1', NO_RAMPART: '1' },
  ],
  [
    'a policy',
    ['exec', 'shim'],
    { RAMPART_POLICY: 'EVIL/.rampart/policies/own.yaml', RAMPART_PROFILE: 'watch' },
  ],
  ['a session', ['exec', 'shim'], { RAMPART_SESSION: 'monitored' }],
  ['TMPDIR and PAGER', ['exec', 'shim'], { TMPDIR: 'EVIL', PAGER: 'touch EVIL/paged', TERM: 'xterm' }],
  ['start-up files of shells', ['shim'], { BASH_ENV: 'EVIL/startup.sh', ENV: 'EVIL/startup.sh' }],
  ['code for node', ['shim'], { NODE_OPTIONS: '--require EVIL/preload.cjs', NODE_PATH: 'EVIL' }],
  ['a library', ['shim'], { LD_PRELOAD: 'EVIL/none.so', LD_LIBRARY_PATH: 'EVIL' }],
  ['functions in place of builtins', ['shim'], { 'BASH_FUNC_exec%%': '() { touch pwned; }', IFS: '/' }],
];

describe('the environment of whoever starts a command is no configuration', () => {
  let scene: Scene;
  let evil: string;
  beforeAll(async () => {
    // Asked, nobody there, closed: whatever changes home, mode or policy lets it run.
    scene = await Scene.set({
      daemon: 'killed',
      config: 'profile: watch\nfail: closed\nautostart: false\n',
      policy: POLICY,
    });
    evil = join(scene.sandbox.work, 'evil');
    scene.sandbox.write('evil/.rampart/config.yaml', 'profile: watch\nfail: open\n');
    scene.sandbox.write('evil/rampart/config.yaml', 'profile: watch\nfail: open\n');
    scene.sandbox.write('evil/.rampart/policies/own.yaml', POLICY.replace('touch', 'nothing'));
    scene.sandbox.write('evil/startup.sh', 'touch pwned\n');
    scene.sandbox.write('evil/preload.cjs', "require('node:fs').writeFileSync('pwned', '');\n");
  });
  afterAll(() => scene.close());

  it.each(ROWS)('%s', async (_what, ways, env) => {
    const given = Object.fromEntries(
      Object.entries(env).map(([name, value]) => [name, value.replaceAll('EVIL', evil)]),
    );
    for (const way of ways) {
      const { exit, stderr } = await scene.run(way, 'touch pwned', given);
      expect(exit, stderr.toString()).toBe(126);
      expect(stderr.toString()).toContain('fail mode: it does not run');
      expect(existsSync(join(scene.sandbox.work, 'pwned'))).toBe(false);
    }
  });

  it('and nothing is written where it points', () => {
    const { stdout } = scene.sandbox.sh('find evil -newer evil/preload.cjs -type f');
    expect(stdout).toBe('');
  });
});
