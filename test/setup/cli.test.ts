import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hookLauncher } from '../../src/client/hook-launcher.ts';
import { Sandbox } from '../cli/sandbox.ts';
import { judged } from './judged.ts';

let sandbox: Sandbox;
let folder: string;
let settings: string;
beforeEach(() => {
  sandbox = new Sandbox();
  folder = join(sandbox.root, 'claude');
  settings = join(folder, 'settings.json');
});
afterEach(() => sandbox.close());

/** With Claude Code's own folder inside the sandbox: nothing of the person who tests is touched. */
const run = (...args: string[]) => sandbox.rampart(args, '', { ...sandbox.env, CLAUDE_CONFIG_DIR: folder });
const handlers = () =>
  JSON.parse(readFileSync(settings, 'utf8')).hooks.PreToolUse.flatMap(
    (group: { hooks: object[] }) => group.hooks,
  );

describe('rampart setup claude-code', () => {
  it('puts the launcher into the settings and into the home', () => {
    expect(run('setup', 'claude-code')).toMatchObject({
      exit: 0,
      stdout: `claude-code: set up: ${settings}\n`,
    });
    const launcher = join(sandbox.home, 'bin', 'rampart-hook');
    expect(handlers()).toEqual([{ type: 'command', command: launcher, args: ['claude-code'], timeout: 150 }]);
    expect(statSync(launcher).mode & 0o777).toBe(0o755);
    expect(readFileSync(launcher, 'utf8')).toContain(process.execPath);
    const links = ['agent.sock', 'fail'].map(name => readlinkSync(join(sandbox.home, 'bin', name)));
    expect(links).toEqual([sandbox.places.agentSocket, sandbox.places.fail]);
  });

  it('asks the host to refuse without an answer where the fail mode is closed, and to wait as long as a person may take', () => {
    sandbox.configure('config.yaml', 'fail: closed\napproval_timeout: 5m\n');
    run('setup', 'claude-code');
    expect(handlers()).toMatchObject([
      { args: ['claude-code', '--host-timeout', '330s'], timeout: 330, onFailure: 'block' },
    ]);
  });

  it('edits the settings of the directory with --project', () => {
    expect(run('setup', 'claude-code', '--project').exit).toBe(0);
    expect(existsSync(join(sandbox.work, '.claude', 'settings.json'))).toBe(true);
    expect(existsSync(settings)).toBe(false);
    expect(run('setup', 'claude-code', '--project', '--remove').exit).toBe(0);
    expect(readdirSync(sandbox.work)).toEqual([]);
  });

  it('shows with --dry-run what would change, and changes nothing', () => {
    mkdirSync(folder);
    writeFileSync(settings, '{\n  "model": "a\u202eb"\n}\n');
    const { stdout } = run('setup', 'claude-code', '--dry-run');
    expect(stdout.split('\n').slice(0, 5)).toEqual([
      `${settings}:`,
      '  {',
      '-   "model": "a\\u202eb"',
      '+   "model": "a\\u202eb",',
      '+   "hooks": {',
    ]);
    expect(readFileSync(settings, 'utf8')).toBe('{\n  "model": "a\u202eb"\n}\n');
    expect(readdirSync(sandbox.home)).toEqual([]);
  });

  it('takes the launcher out with the last settings that name it', () => {
    run('setup', 'claude-code');
    run('setup', 'claude-code', '--project');
    const launcher = join(sandbox.home, 'bin', 'rampart-hook');
    run('setup', 'claude-code', '--remove');
    expect(existsSync(launcher)).toBe(true);
    run('setup', 'claude-code', '--project', '--remove');
    expect(readdirSync(sandbox.home)).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  });

  it('says as JSON what it did', () => {
    const said = () => JSON.parse(run('setup', 'claude-code', '--json').stdout);
    expect(said()).toEqual({
      schema: 'rampart.setup/1',
      agent: 'claude-code',
      path: settings,
      result: 'installed',
      dry_run: false,
      launcher: join(sandbox.home, 'bin', 'rampart-hook'),
    });
    expect(said()).toMatchObject({ result: 'unchanged' });
  });

  it('says where settings are not understood, on the line of the message', () => {
    mkdirSync(folder);
    writeFileSync(settings, '{\n  // mine\n}\n');
    const { exit, stderr } = run('setup', 'claude-code');
    expect(exit).toBe(1);
    expect(stderr).toContain(`${settings}:2:3:`);
    expect(stderr).toContain('hint: ');
    expect(readdirSync(sandbox.home)).toEqual([]);
  });

  it.each([[['setup']], [['setup', 'emacs']], [['setup', 'claude-code', '--what']]])(
    '%j is a usage error',
    args => {
      expect(run(...args).exit).toBe(2);
    },
  );

  it('warns where agents started here would look elsewhere', () => {
    const { stderr } = sandbox.rampart(['setup', 'claude-code', '--dry-run']);
    expect(stderr).toContain(`HOME is ${sandbox.root}`);
  });
});

describe('the launcher', () => {
  it('is the hook: it denies what the rules deny, in the bytes of the host', () => {
    sandbox.configure('config.yaml', 'autostart: false\n');
    run('setup', 'claude-code');
    const [{ command, args }] = handlers();
    const call = (text: string) => ({
      session_id: 's',
      cwd: sandbox.work,
      hook_event_name: 'PreToolUse',
      tool_name: 'Bash',
      tool_input: { command: text },
      tool_use_id: 't',
    });
    const ask = (text: string) =>
      spawnSync(command, args, {
        input: JSON.stringify(call(text)),
        encoding: 'utf8',
        env: sandbox.env,
        timeout: 60_000,
      });
    const denied = ask('rm -rf /');
    expect(denied.status).toBe(2);
    expect(JSON.parse(denied.stdout).hookSpecificOutput).toMatchObject({ permissionDecision: 'deny' });
    expect(ask('ls')).toMatchObject({ status: 0, stdout: '' });
  });

  const launcher = (node: string, fail?: string): string => {
    const path = join(sandbox.root, 'rampart-hook');
    const mode = join(sandbox.root, 'fail');
    if (fail !== undefined) writeFileSync(mode, fail);
    const bundle = sandbox.write("it's a bundle.js", 'console.log(JSON.stringify(process.argv.slice(2)))');
    writeFileSync(path, hookLauncher({ node, bundle, home: '/the home', fail: mode }));
    chmodSync(path, 0o755);
    return path;
  };

  it('starts our program with its home, what could change how node starts, and the arguments', () => {
    const stdout = execFileSync(launcher(process.execPath), ['claude-code', '--grant'], {
      encoding: 'utf8',
      env: { PATH: '/nowhere', NODE_OPTIONS: '--throw-deprecation' },
      timeout: 60_000,
    });
    expect(JSON.parse(stdout)).toEqual([
      'hook',
      '/the home',
      '--keep=NODE_OPTIONS=--throw-deprecation',
      '--',
      'claude-code',
      '--grant',
    ]);
  });

  it.each<[fail: string | undefined, exit: number]>([
    ['closed\n', 2],
    ['open\n', 1],
    [undefined, 1],
  ])('says that the program is gone, and in mode %j exits %d', (fail, exit) => {
    const { status, stdout, stderr } = spawnSync(launcher('/nowhere/node', fail), ['claude-code'], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect([status, stdout]).toEqual([exit, '']);
    expect(stderr).toContain('not judged');
  });
});

describe('what setup put anywhere', () => {
  it('is not for agents to write, remove or switch off', () => {
    run('setup', 'claude-code');
    const rules = judged(sandbox, [
      `echo '{}' > ${settings}`,
      `rm ${settings}`,
      `sed -i s/PreToolUse/X/ ${settings}`,
      `rm ${join(sandbox.home, 'bin', 'rampart-hook')}`,
      `chmod 0 ${join(sandbox.home, 'bin', 'rampart-hook')}`,
      `rm -rf ${join(sandbox.home, 'setup')}`,
      'rampart setup claude-code --remove',
      'rampart --json setup --remove claude-code',
      'rampart uninstall --yes',
      `cat ${settings}`,
    ]);
    expect(rules.map(rule => rule.startsWith('rampart/'))).toEqual([...Array(9).fill(true), false]);
  });
});

describe('rampart uninstall', () => {
  it('leaves nothing but the log and what people wrote', () => {
    sandbox.configure('config.yaml', 'profile: watch\n');
    mkdirSync(folder);
    writeFileSync(settings, '{"model": "opus"}');
    run('setup', 'claude-code');
    sandbox.serve();
    run('exec', '--', 'true');
    const { exit, stdout } = run('uninstall', '--yes');
    expect(exit).toBe(0);
    expect(stdout).toContain(`kept  ${sandbox.places.database}`);
    expect(readFileSync(settings, 'utf8')).toBe('{"model": "opus"}');
    expect(readdirSync(sandbox.home).sort()).toEqual(['config.yaml', 'data']);
    expect(readdirSync(join(sandbox.home, 'data')).every(name => name.startsWith('rampart.db'))).toBe(true);
    const [last] = sandbox.records('-n', '1');
    expect(last).toMatchObject({ leaf: { kind: 'admin', act: 'uninstall' } });
    expect(run('audit', 'verify').exit).toBe(0);
  });

  it('leaves nothing at all with --purge', () => {
    sandbox.configure('config.yaml', 'profile: watch\n');
    run('setup', 'claude-code');
    sandbox.serve();
    expect(run('uninstall', '--purge', '--yes').exit).toBe(0);
    expect(existsSync(sandbox.home)).toBe(false);
    expect(existsSync(folder)).toBe(false);
  });

  it('touches nothing of others in its home', () => {
    run('setup', 'claude-code');
    writeFileSync(join(sandbox.home, 'mine.txt'), 'mine');
    run('uninstall', '--purge', '--yes');
    expect(readdirSync(sandbox.home)).toEqual(['mine.txt']);
  });

  it('asks, and without a terminal does nothing', () => {
    run('setup', 'claude-code');
    expect(run('uninstall').exit).toBe(2);
    expect(existsSync(settings)).toBe(true);
    const asked = (answer: string) =>
      spawnSync('script', ['-qec', `rampart uninstall`, '/dev/null'], {
        env: { ...sandbox.env, CLAUDE_CONFIG_DIR: folder },
        input: `${answer}\n`,
        encoding: 'utf8',
        timeout: 60_000,
      });
    expect(asked('n').status).toBe(1);
    expect(existsSync(settings)).toBe(true);
    expect(asked('y').status).toBe(0);
    expect(existsSync(settings)).toBe(false);
  });

  it('shows with --dry-run what would go', () => {
    run('setup', 'claude-code');
    const before = readFileSync(settings, 'utf8');
    const { stdout } = run('uninstall', '--dry-run');
    expect(stdout.split('\n')).toContain(`edit    ${settings}`);
    expect(stdout.split('\n')).toContain(`remove  ${dirname(sandbox.places.launcher)}`);
    expect(readFileSync(settings, 'utf8')).toBe(before);
  });

  it('changes nothing when some settings are not understood', () => {
    run('setup', 'claude-code');
    run('setup', 'claude-code', '--project');
    const project = join(sandbox.work, '.claude', 'settings.json');
    const before = readFileSync(project, 'utf8');
    writeFileSync(settings, '{ broken');
    expect(run('uninstall', '--yes').exit).toBe(1);
    expect(readFileSync(project, 'utf8')).toBe(before);
    expect(existsSync(sandbox.places.launcher)).toBe(true);
  });
});
