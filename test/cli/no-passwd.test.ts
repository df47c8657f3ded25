import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { Sandbox } from './sandbox.ts';

/** A user id that nobody has, in a user namespace (user_namespaces(7)): as containers are given by some clusters. */
const NOBODY = ['--user', '--map-user=54321'];
const possible = spawnSync('unshare', [...NOBODY, 'true']).status === 0;

describe.skipIf(!possible)('a user without a passwd entry', () => {
  const sandbox = new Sandbox();
  afterAll(() => sandbox.close());
  const run = (command: string, stdin = '') =>
    sandbox.sh(`unshare ${NOBODY.join(' ')} sh -c '${command}'`, stdin);
  const hooked = (command: string) =>
    JSON.stringify({
      session_id: 'h',
      hook_event_name: 'PreToolUse',
      cwd: sandbox.work,
      tool_name: 'Bash',
      tool_input: { command },
      tool_use_id: 'toolu_1',
    });

  it('has to say where Rampart’s home is', () => {
    const { exit, stderr } = run(
      `rampart=$(command -v rampart); sed "s/--home [^ ]*//" "$rampart" > bare; sh bare status`,
    );
    expect({ exit, hint: stderr.split('\n')[1] }).toEqual({ exit: 1, hint: 'hint: say --home DIR' });
  });

  it.each([
    ['rampart check ls', 0],
    ['rampart check "rm -rf ~"', 11],
    ['rampart exec -c "exit 3"', 3],
    ['rampart serve --background', 0],
    ['rampart exec -c "exit 3"', 3],
    ['rampart wrap -- sh -c "sh -c \\"exit 4\\""', 4],
    ['rampart approve none', 4],
    ['rampart uninstall --dry-run', 0],
  ])('is guarded there: %s', (command, exit) => {
    expect(run(command).exit).toBe(exit);
  });

  it('has a hook', () => {
    expect(run('rampart hook --format claude-code', hooked('ls'))).toEqual({
      exit: 0,
      stdout: '',
      stderr: '',
    });
    expect(run('rampart hook --format claude-code', hooked('rm -rf ~'))).toMatchObject({ exit: 2 });
  });

  it('is named by number in the log', () => {
    expect(run('rampart serve stop').exit).toBe(0);
    const stopped = sandbox.records().find(({ leaf }) => leaf.kind === 'admin' && leaf.act === 'stop');
    expect(stopped?.payload).toEqual({ by: 'uid 54321' });
  });
});
