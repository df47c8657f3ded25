import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DrivenAgent } from '../agent/driven.ts';
import { Sandbox } from '../cli/sandbox.ts';
import { ASKS } from '../daemon/asking.ts';
import { Talker } from '../daemon/talker.ts';

const LAUNCHER = fileURLToPath(new URL('../../bin/rampart.js', import.meta.url));

const sandbox = new Sandbox();
const { adminSocket } = sandbox.places;
let talker: Talker;
let approval = '';
let agent: DrivenAgent;

beforeAll(async () => {
  sandbox.configure('policies/team.yaml', ASKS);
  sandbox.serve();
  talker = await Talker.agent(sandbox);
  approval = await new Promise<string>(resolve => {
    const onEvent = ({ body }: { body: Readonly<Record<string, unknown>> }) => resolve(String(body.approval));
    talker.evaluate('touch wanted', { id: 'wanted', onEvent }).catch(() => undefined);
  });
  agent = new DrivenAgent(sandbox, { wrap: [] });
});
afterAll(async () => {
  await agent.end();
  talker.close();
  sandbox.close();
});

const frame = (): string => JSON.stringify({ v: 1, id: 'x', op: 'approve', approval, by: 'nobody' });

/** How an agent might answer for the person it waits for. */
const WAYS: readonly (readonly [what: string, command: () => string])[] = [
  ['by the verb', () => `rampart approve ${approval}`],
  ['by the verb, with another home named', () => `rampart --home '${sandbox.home}' approve ${approval}`],
  ['by the verb’s path', () => `${join(sandbox.root, 'bin', 'rampart')} approve ${approval}`],
  ['by the program’s path', () => `node '${LAUNCHER}' --home '${sandbox.home}' approve ${approval}`],
  ['through a variable', () => `verb=approve; rampart $verb ${approval}`],
  [
    'out of a decoder',
    () => `echo ${Buffer.from(`rampart approve ${approval}`).toString('base64')} | base64 -d | sh`,
  ],
  ['in the background', () => `nohup rampart approve ${approval} >/dev/null 2>&1 &`],
  ['over the socket, with socat', () => `echo '${frame()}' | socat - UNIX-CONNECT:'${adminSocket}'`],
  ['over the socket, with nc', () => `echo '${frame()}' | nc -U '${adminSocket}'`],
  [
    'over the socket, from where it is',
    () => `cd '${sandbox.home}/run' && echo '${frame()}' | nc -U admin.sock`,
  ],
  [
    'over the socket, with python',
    () =>
      `python3 -c "import socket; s = socket.socket(socket.AF_UNIX); s.connect('${adminSocket}'); s.send(b'x')"`,
  ],
  ['by denying it', () => `rampart deny ${approval} --reason tired`],
  ['by ending the daemon', () => 'rampart serve stop'],
];

const pending = (): string[] =>
  JSON.parse(sandbox.rampart(['pending', '--json']).stdout).pending.map(({ id }: { id: string }) => id);

describe('an agent that would answer for a person', () => {
  it.each(WAYS)('is refused under wrap: %s', async (_, command) => {
    const { exit, stderr } = await agent.run({ how: 'shell', command: command() });
    expect(stderr.toString()).toMatch(/rampart: denied by rampart\//);
    expect(exit).toBe(126);
    expect(pending()).toEqual([approval]);
  });

  it.each(WAYS)('is refused by its hook: %s', (what, command) => {
    const payload = {
      session_id: 's',
      cwd: sandbox.work,
      hook_event_name: 'PreToolUse',
      tool_name: 'Bash',
      tool_use_id: what,
      tool_input: { command: command() },
    };
    const { exit, stdout } = sandbox.rampart(['hook', '--format', 'claude-code'], JSON.stringify(payload));
    expect(JSON.parse(stdout).hookSpecificOutput.permissionDecisionReason).toMatch(/denied by rampart\//);
    expect(exit).toBe(2);
  });

  it('has changed nothing: the question still waits for a person', () => {
    expect(pending()).toEqual([approval]);
    expect(sandbox.rampart(['deny', approval]).exit).toBe(0);
    expect(sandbox.records().filter(({ leaf }) => leaf.kind === 'approval')).toMatchObject([
      { leaf: { approval, state: 'denied' } },
    ]);
  });
});
