import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/core/limits.ts';
import { type Ran, Sandbox } from '../cli/sandbox.ts';

const POLICY = `version: "1"
default_action: allow
policies:
  - name: own
    rules:
      - {id: asked, when: {command_matches: "push *"}, action: ask, message: somebody looks first}
`;

const sandbox = new Sandbox();
beforeAll(() => {
  sandbox.configure('config.yaml', 'profile: watch\nautostart: false\n');
  sandbox.configure('policies/own.yaml', POLICY);
  sandbox.serve();
});
afterAll(() => sandbox.close());

let calls = 0;

/** The hook of Claude Code, asked about a push. */
async function push(hostTimeout: string): Promise<Ran> {
  const payload = {
    session_id: 's',
    cwd: '/tmp',
    hook_event_name: 'PreToolUse',
    tool_name: 'Bash',
    tool_input: { command: `push ${++calls}` },
    tool_use_id: `toolu_${calls}`,
  };
  const args = ['hook', '--format', 'claude-code', '--host-timeout', hostTimeout];
  const { exitCode, stdout, stderr } = await execa(join(sandbox.root, 'bin', 'rampart'), args, {
    env: sandbox.env,
    extendEnv: false,
    cwd: sandbox.work,
    input: JSON.stringify(payload),
    reject: false,
  });
  return { exit: exitCode ?? null, stdout, stderr };
}

async function question(): Promise<string> {
  for (;;) {
    const { pending } = JSON.parse(sandbox.rampart(['pending', '--json']).stdout);
    if (pending.length > 0) return pending[0].id;
    await new Promise(resolve => setTimeout(resolve, 30));
  }
}

describe('a hook that waits for a person', () => {
  it('is silent when it is approved, so that the host goes on as it would', async () => {
    const waiting = push('60s');
    const id = await question();
    expect(sandbox.rampart(['approve', id])).toMatchObject({ exit: 0 });
    expect(await waiting).toMatchObject({ exit: 0, stdout: '' });
  });

  it('denies when it is refused', async () => {
    const waiting = push('60s');
    expect(sandbox.rampart(['deny', await question()])).toMatchObject({ exit: 0 });
    const { exit, stdout } = await waiting;
    expect(exit).toBe(2);
    expect(JSON.parse(stdout).hookSpecificOutput).toMatchObject({
      permissionDecision: 'deny',
      permissionDecisionReason: expect.stringContaining('refused by a person'),
    });
  });

  it('tells at once whom it waits for, and denies before the host gives up', async () => {
    const { exit, stdout, stderr } = await push(`${LIMITS.hookMarginMs + 3_000}ms`);
    expect(stderr).toMatch(/^rampart: a person must allow this \(own\/asked: somebody looks first\)/);
    expect(stderr).toContain('hint: rampart approve ');
    expect(exit).toBe(2);
    expect(JSON.parse(stdout).hookSpecificOutput).toMatchObject({
      permissionDecision: 'deny',
      permissionDecisionReason: expect.stringContaining('nobody answered'),
    });
  });

  it('asks once, approves once, and records each call once', () => {
    const asked = sandbox.records().filter(({ payload }) => payload?.resource?.startsWith('push '));
    const first = asked.filter(({ payload, leaf }) => payload?.resource === 'push 1' && leaf.kind === 'call');
    expect(first.map(({ leaf }) => [leaf.verdict, leaf.effect, leaf.by])).toEqual([['ask', 'run', 'person']]);
  });
});
