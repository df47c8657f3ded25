import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stub } from '../../src/client/stub.ts';
import { LIMITS } from '../../src/core/limits.ts';
import { type Ran, Sandbox } from '../cli/sandbox.ts';

/** A payload in, and the exact bytes and the exit code out. */
interface Row {
  readonly title: string;
  /** An object is sent as Claude Code sends it; text as it stands. */
  readonly in: object | string;
  readonly out: Ran;
}

const HOOK = new URL('../../dist/hook.cjs', import.meta.url).pathname;

function rows(name: string): readonly (readonly [string, Row])[] {
  const text = readFileSync(new URL(`claude-code/${name}.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as Row[]).map(row => [row.title, row]);
}

function bytes(payload: object | string): string {
  return typeof payload === 'string' ? payload : `${JSON.stringify(payload)}\n`;
}

function sandboxed(): Sandbox {
  const sandbox = new Sandbox();
  sandbox.configure('config.yaml', 'profile: watch\nautostart: false\n');
  sandbox.configure(
    'policies/own.yaml',
    readFileSync(new URL('claude-code/policy.yaml', import.meta.url), 'utf8'),
  );
  return sandbox;
}

/** The hook as hosts start it: through the launcher in Rampart's home. */
async function launch(sandbox: Sandbox, input: string | Buffer, flags: readonly string[] = []): Promise<Ran> {
  const { exitCode, stdout, stderr } = await execa(launcherOf(sandbox), ['claude-code', ...flags], {
    cwd: sandbox.work,
    env: sandbox.env,
    extendEnv: false,
    input,
    reject: false,
    stripFinalNewline: false,
  });
  return { exit: exitCode ?? null, stdout, stderr };
}

function launcherOf(sandbox: Sandbox): string {
  const launcher = join(sandbox.root, 'rampart-hook');
  if (!existsSync(launcher)) {
    writeFileSync(launcher, stub({ node: process.execPath, bundle: HOOK, words: ['hook', sandbox.home] }));
    chmodSync(launcher, 0o755);
  }
  return launcher;
}

const BASH = {
  session_id: 's',
  cwd: '/tmp',
  hook_event_name: 'PreToolUse',
  tool_name: 'Bash',
  tool_use_id: 't',
};
const denied = { exit: 2, stdout: expect.stringContaining('"permissionDecision":"deny"') };

describe('with a daemon', () => {
  const sandbox = sandboxed();
  beforeAll(() => {
    sandbox.serve();
  });
  afterAll(() => sandbox.close());

  // Each row is a call of its own.
  let calls = 0;
  const numbered = (payload: object | string): string =>
    bytes(payload).replace('"toolu_01"', `"toolu_${++calls}"`);

  it.concurrent.each(rows('with-daemon'))('%s', async (_, row) => {
    expect(await launch(sandbox, numbered(row.in))).toEqual(row.out);
  });

  it('answers the same as a verb of the command line, however its flags are written', async () => {
    const input = (): string =>
      numbered({ ...BASH, tool_use_id: 'toolu_01', tool_input: { command: 'cat ~/.ssh/id_rsa' } });
    const { stdout, exit } = await launch(sandbox, input());
    for (const words of [
      ['--format', 'claude-code'],
      ['--json', '--format=claude-code'],
    ])
      expect(sandbox.rampart(['hook', ...words], input())).toMatchObject({ stdout, exit });
  });

  it('says allow itself only where it was told to', async () => {
    const input = bytes({ ...BASH, tool_input: { command: 'ls' }, tool_use_id: 'grant' });
    const { stdout, exit } = await launch(sandbox, input, ['--grant']);
    expect(JSON.parse(stdout)).toEqual({
      hookSpecificOutput: {
        hookEventName: 'PreToolUse',
        permissionDecision: 'allow',
        permissionDecisionReason: 'rampart: default: no rule forbids it, and what no rule allows is watched',
      },
    });
    expect(exit).toBe(0);
  });

  it('reads input up to its cap, and denies what is longer', async () => {
    const call = (length: number): string => {
      const text = bytes({
        ...BASH,
        tool_use_id: `w${length}`,
        tool_name: 'Write',
        tool_input: { file_path: '/tmp/x', content: '' },
      });
      return text.replace('"content":""', `"content":"${'a'.repeat(length - text.length)}"`);
    };
    expect(await launch(sandbox, call(LIMITS.hookBytes))).toEqual({ exit: 0, stdout: '', stderr: '' });
    expect(await launch(sandbox, call(LIMITS.hookBytes + 1))).toMatchObject(denied);
    expect(await launch(sandbox, call(20_000_000))).toMatchObject(denied);
  });

  it('reads input nested as deep as its cap, and denies what is deeper', async () => {
    const call = (levels: number): string =>
      bytes({ ...BASH, tool_use_id: `n${levels}`, tool_name: 'mcp__s__t', tool_input: { x: 'N' } }).replace(
        '"N"',
        `${'['.repeat(levels - 2)}${']'.repeat(levels - 2)}`,
      );
    expect(await launch(sandbox, call(LIMITS.hookDepth))).toEqual({ exit: 0, stdout: '', stderr: '' });
    expect(await launch(sandbox, call(LIMITS.hookDepth + 1))).toMatchObject(denied);
    expect(await launch(sandbox, call(200_000))).toMatchObject(denied);
  });

  it('judges a command of a megabyte', async () => {
    const command = `echo ${'x'.repeat(1_000_000)}; cat ~/.ssh/id_rsa`;
    expect(
      await launch(sandbox, numbered({ ...BASH, tool_use_id: 'toolu_01', tool_input: { command } })),
    ).toMatchObject(denied);
  });

  it('denies bytes that are no UTF-8', async () => {
    const input = Buffer.from(bytes({ ...BASH, tool_input: { command: 'ls X' } }));
    input[input.indexOf('X')] = 0xff;
    expect(await launch(sandbox, input)).toMatchObject(denied);
  });

  it('denies when the host never ends its input, before the host gives up', async () => {
    const script = `(printf '{"a":1'; sleep 20) | '${launcherOf(sandbox)}' claude-code --host-timeout 6s`;
    const { stdout, status } = spawnSync('/bin/bash', ['-o', 'pipefail', '-c', `${script} & wait $!`], {
      encoding: 'utf8',
      env: sandbox.env,
      timeout: 25_000,
    });
    expect(stdout).toContain('"permissionDecision":"deny"');
    expect(status).not.toBe(0);
  });

  it('records a call once, however often its hook is started, and how it ended', async () => {
    const input = bytes({ ...BASH, tool_input: { command: 'echo once' }, tool_use_id: 'once' });
    await launch(sandbox, input);
    await launch(sandbox, input);
    const after = { ...BASH, hook_event_name: 'PostToolUseFailure', tool_use_id: 'once', duration_ms: 7 };
    const ended = bytes({ ...after, tool_input: { command: 'echo once' }, error: 'Exit code 3\nno' });
    await launch(sandbox, ended);
    await launch(sandbox, ended);
    const records = sandbox.records();
    const call = records.find(({ payload }) => payload?.resource === 'echo once')?.leaf;
    expect(call).toMatchObject({ kind: 'call', call_id: 'once', expects: 'none', agent: 'claude-code' });
    const about = records.filter(({ leaf }) => leaf.call === call?.call).map(({ leaf }) => leaf);
    expect(about.map(({ kind }) => kind)).toEqual(['call', 'outcome']);
    expect(about[1]).toMatchObject({ ended: 'exit', exit: 3, duration_ms: 7, session: 's' });
  });

  it('leaves a log that verifies', () => {
    const verdict = JSON.parse(sandbox.rampart(['audit', 'verify', '--json']).stdout);
    expect(verdict).toMatchObject({
      integrity: { ok: true },
      // Two rows tell of the end of calls that nobody had asked about.
      completeness: { open: 0, lost: 0, duplicates: 0, gaps_total: 0, orphans: 2 },
    });
  });
});

describe('without a daemon', () => {
  const sandbox = sandboxed();
  afterAll(() => sandbox.close());

  it.each(rows('without-daemon'))('%s', async (_, row) => {
    const { exit, stdout, stderr } = await launch(sandbox, bytes(row.in));
    expect({ exit, stdout }).toEqual({ exit: row.out.exit, stdout: row.out.stdout });
    expect(stderr).toMatch(/^rampart: the daemon did not answer/);
    expect(stderr.endsWith(row.out.stderr)).toBe(true);
  });

  it('starts none where the configuration says so', () => {
    expect(existsSync(sandbox.places.log)).toBe(false);
  });

  it('writes each call down for the daemon to come', async () => {
    expect(sandbox.spilled().map(({ kind }) => kind)).toEqual(rows('without-daemon').map(() => 'call'));
  });

  it('writes down how a call ended', async () => {
    const after = { ...BASH, hook_event_name: 'PostToolUse', tool_input: { command: 'ls' } };
    expect(await launch(sandbox, bytes(after))).toEqual({ exit: 0, stdout: '', stderr: '' });
    expect(sandbox.spilled().at(-1)).toMatchObject({ kind: 'outcome', fields: { exit: 0 } });
  });

  it.each(['open', 'closed'])('follows the fail mode %s where it cannot judge, and shows it', async fail => {
    const broken = sandboxed();
    broken.configure('config.yaml', `autostart: false\nfail: ${fail}\n`);
    broken.configure('policies/own.yaml', 'polices: []\n');
    const { exit, stdout, stderr } = await launch(broken, bytes({ ...BASH, tool_input: { command: 'ls' } }));
    const said = JSON.parse(stdout);
    expect(exit).toBe(fail === 'open' ? 0 : 2);
    expect(said.hookSpecificOutput?.permissionDecision).toBe(fail === 'open' ? undefined : 'deny');
    expect(said.systemMessage).toContain('fail mode');
    expect(stderr).toContain('fail mode');
    expect(stderr).toContain('policies/own.yaml:1:1');
    expect(broken.spilled().at(-1)).toMatchObject({ fields: { error: 'E_POLICY', fail_mode: true } });
    const own = bytes({ ...BASH, tool_input: { command: 'rampart approve x' } });
    expect(await launch(broken, own)).toMatchObject(denied);
    broken.close();
  });

  it('starts one that outlives it, with an environment of its own', async () => {
    const lonely = sandboxed();
    lonely.configure('config.yaml', 'profile: watch\n');
    const env = { ...lonely.env, SECRET: 'token', NODE_OPTIONS: '' };
    const input = bytes({ ...BASH, tool_input: { command: 'ls' } });
    expect(lonely.rampart(['hook', '--format', 'claude-code'], input, env)).toMatchObject({
      exit: 0,
      stdout: '',
    });
    const running = (): boolean => JSON.parse(lonely.rampart(['status', '--json']).stdout).daemon.running;
    while (!running()) await new Promise(resolve => setTimeout(resolve, 50));
    const { pid } = JSON.parse(lonely.rampart(['status', '--json']).stdout).daemon;
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain('SECRET');
    expect(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }).trim()).toBe('1');
    lonely.close();
  });
});

describe('words that name no hook', () => {
  const sandbox = sandboxed();
  afterAll(() => sandbox.close());

  it.each([[['hook']], [['hook', '--format', 'nobody']], [['hook', '--format', 'claude-code', '--what']]])(
    'exits as a denial does: %j',
    words => {
      expect(sandbox.rampart(words, '{}')).toMatchObject({ exit: 2, stdout: '' });
    },
  );
});
