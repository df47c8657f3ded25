import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Did, DrivenAgent, type Step } from '../agent/driven.ts';
import captured from '../call/claude-envelopes.json' with { type: 'json' };
import { Sandbox, type Shown } from '../cli/sandbox.ts';

const POLICIES = {
  'a rule that denies': `
version: "1"
default_action: allow
policies:
  - name: own
    rules: [{id: no-touch, when: {program: touch}, action: deny, message: "hands off\\e[31m", suggest: ls}]
`,
  'rules that allow other commands only': `
version: "1"
default_action: deny
policies:
  - name: own
    rules: [{id: fine, when: {command_matches: ["echo *", "cat *", "ls *"]}, action: allow}]
`,
} as const;

/** Each way to run `touch pwned`; in a script that is fed piece by piece, what comes after it still runs. */
const STEPS: readonly Step[] = [
  ...[
    'shell',
    'login-shell',
    'bash',
    'bash -lc',
    'bash -ec',
    'bash -o pipefail -c',
    'bash -c -l',
    'sh',
    'dash',
    'spawn',
    'subprocess',
    'claude',
    'stdin',
    'stdin sh',
    'stdin -s',
  ].map(how => ({ how, command: 'touch pwned && echo RAN' })),
  { how: 'shell', command: captured.commands[1]?.sent ?? '' },
  { how: 'shell', command: 'echo one; X=to; "$X"uch pwned; echo RAN' },
  { how: 'shell', command: 'echo $(touch pwned)RAN' },
  { how: 'shell', command: 'eval "$(echo dG91Y2ggcHduZWQK | base64 -d)"; echo RAN' },
  { how: 'file', command: 'script.sh' },
  { how: 'argv', command: 'bash', args: ['script.sh', 'x'] },
  { how: 'argv', command: 'bash', args: ['--norc', '-euo', 'pipefail', '-c', 'touch pwned; echo RAN'] },
  { how: 'argv', command: 'sh', args: ['-c', '"$@"; echo RAN', 'sh', 'touch', 'pwned'] },
];

describe.each(Object.entries(POLICIES))('what is denied by %s', (_what, policy) => {
  const sandbox = new Sandbox();
  const did: { readonly done: Did; readonly pwned: boolean }[] = [];
  let opened: Did;
  let summary = '';
  let records: Shown[];
  beforeAll(async () => {
    sandbox.configure('config.yaml', 'profile: watch\n');
    sandbox.configure('policies/own.yaml', policy);
    sandbox.write('script.sh', 'touch pwned\necho RAN\n');
    const agent = new DrivenAgent(sandbox, { wrap: [] });
    for (const step of STEPS) {
      const done = await agent.run(step);
      did.push({ done, pwned: existsSync(join(sandbox.work, 'pwned')) });
    }
    opened = await agent.run({
      how: 'open',
      pieces: [
        { text: 'echo first\n', until: 'first' },
        { text: 'touch pwned\n', until: 'denied' },
        { text: 'echo "then $?"\n', until: 'then' },
      ],
    });
    summary = (await agent.end()).stderr;
    records = sandbox.records();
  }, 60_000);
  afterAll(() => sandbox.close());

  it.each(STEPS.map(({ how, command = '', args = [] }, index) => [how, command, args, index] as const))(
    'does not run by %s: %j %j',
    (_how, _command, _args, index) => {
      const { done, pwned } = did[index] ?? {};
      const stderr = done?.stderr.toString() ?? '';
      expect(pwned).toBe(false);
      expect(done?.stdout.toString()).toBe('');
      expect(stderr).toMatch(/^rampart: denied by \S+: .+\n(?:hint: ls\n)?$/);
      expect(stderr).not.toContain('\u001b');
      expect(done?.exit).toBe(126);
    },
  );

  it('does not run in a shell that is kept open, which goes on', () => {
    expect(existsSync(join(sandbox.work, 'pwned'))).toBe(false);
    expect(opened.stdout.toString()).toBe('first\nthen 126\n');
    expect(opened.stderr.toString()).toContain('rampart: denied by ');
  });

  it('is recorded once each, and counted at the end', () => {
    const calls = records.filter(({ leaf }) => leaf.kind === 'call');
    const denied = calls.filter(({ leaf }) => leaf.verdict === 'deny');
    expect(denied).toHaveLength(STEPS.length + 1);
    expect(denied.every(({ leaf }) => leaf.effect === 'refuse')).toBe(true);
    const count = (verdict: string): number => calls.filter(({ leaf }) => leaf.verdict === verdict).length;
    expect(summary).toContain(
      `${calls.length} commands: ${count('allow')} allowed, ${count('watch')} watched, 0 asked, ${denied.length} denied`,
    );
    const { exit, stdout } = sandbox.rampart(['audit', 'verify']);
    expect(exit, stdout).toBe(0);
  });
});

describe('with rules that allow `touch *` and `echo *`, and nothing else', () => {
  const sandbox = new Sandbox();
  let agent: DrivenAgent;
  beforeAll(() => {
    sandbox.configure('config.yaml', 'profile: watch\n');
    sandbox.configure(
      'policies/own.yaml',
      `
version: "1"
default_action: deny
policies:
  - name: own
    rules: [{id: fine, when: {command_matches: ["touch *", "echo *"]}, action: allow}]
`,
    );
    agent = new DrivenAgent(sandbox, { wrap: [] });
  });
  afterAll(async () => {
    await agent.end();
    sandbox.close();
  });

  it.each([
    ['touch a1', 0],
    ['touch a2 && echo done', 0],
    ['touch a3; ls', 126],
    ['echo $(ls)', 126],
    ['ls; touch a4', 126],
    ['touch a5 | cat', 126],
  ])('%s ends with %i', async (command, exit) => {
    const did = await agent.run({ how: 'shell', command });
    expect(did.exit, did.stderr.toString()).toBe(exit);
    const [made] = /a\d/.exec(command) ?? [];
    if (made !== undefined) expect(existsSync(join(sandbox.work, made))).toBe(exit === 0);
  });
});
