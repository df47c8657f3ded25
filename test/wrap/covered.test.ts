import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DrivenAgent } from '../agent/driven.ts';
import { Sandbox } from '../cli/sandbox.ts';

const POLICY = `
version: "1"
default_action: deny
policies:
  - name: own
    rules:
      - {id: tool, when: {command_matches: "./tool *"}, action: allow}
      - {id: look, when: {command_contains: ask-me}, action: ask, message: somebody should look}
      - {id: forbidden, when: {command_contains: forbidden}, action: deny, message: never}
`;

/** Runs each of its arguments by a shell that PATH finds. Compiled: in a script, Rampart would see what it starts. */
const TOOL = `
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int count, char **words) {
  for (int at = 1; at < count; at++) {
    if (fork() == 0) { execlp("bash", "bash", "-c", words[at], (char *)0); _exit(127); }
    wait(0);
  }
  puts("tool done");
}
`;

describe('a process that a granted call starts', () => {
  const sandbox = new Sandbox();
  let agent: DrivenAgent;
  beforeAll(() => {
    sandbox.configure('config.yaml', 'profile: watch\napproval_timeout: 2s\nautostart: false\n');
    sandbox.configure('policies/own.yaml', POLICY);
    sandbox.write('tool.c', TOOL);
    sandbox.sh('cc -o tool tool.c');
    agent = new DrivenAgent(sandbox, { wrap: [] });
  });
  afterAll(async () => {
    await agent.end();
    sandbox.close();
  });
  const made = (name: string): boolean => existsSync(join(sandbox.work, name));

  it('needs no grant of its own, and is recorded beside the call', async () => {
    const did = await agent.run({ how: 'shell', command: "./tool 'touch child-1' 'touch child-2'" });
    expect(did.stdout.toString()).toBe('tool done\n');
    expect([did.exit, made('child-1'), made('child-2')]).toEqual([0, true, true]);
    const records = sandbox.records();
    const [call] = records.filter(({ leaf }) => leaf.kind === 'call');
    const children = records.filter(({ leaf }) => leaf.kind === 'exec');
    expect(children.map(({ leaf, payload }) => [leaf.call, payload?.resource])).toEqual([
      [call?.leaf.call, 'touch child-1'],
      [call?.leaf.call, 'touch child-2'],
    ]);
  });

  it('is not asked about', async () => {
    const did = await agent.run({ how: 'shell', command: "./tool 'sh ask-child.sh' 2>&1" });
    expect(did.stdout.toString()).toContain('ask-child.sh');
    sandbox.write('ask-child.sh', ': ask-me; touch child-3\n');
    await agent.run({ how: 'shell', command: "./tool 'sh ask-child.sh'" });
    expect(made('child-3')).toBe(true);
  });

  it('is denied by a rule that denies', async () => {
    sandbox.write('child.sh', 'touch forbidden-file\n');
    const did = await agent.run({ how: 'shell', command: "./tool 'sh child.sh'" });
    expect(did.stderr.toString()).toContain('rampart: denied by own/forbidden: never\n');
    expect([did.exit, made('forbidden-file')]).toEqual([0, false]);
  });

  it('is one of the session’s own: without a grant above it there is none', async () => {
    const did = await agent.run({ how: 'subprocess', command: 'touch child-4' });
    expect([did.exit, made('child-4')]).toEqual([126, false]);
  });

  it('is judged by itself while no daemon can say what covers it, and so is not what it would be', async () => {
    const gone = join(sandbox.work, 'gone');
    const wait = `until [ -e ${gone} ]; do sleep 0.1; done`;
    sandbox.write('wait-child.sh', `${wait}\n`);
    const running = agent.run({ how: 'shell', command: "./tool 'sh wait-child.sh' 'touch child-5'" });
    while (!sandbox.records().some(({ payload }) => payload?.resource === 'sh wait-child.sh'))
      await new Promise(resolve => setTimeout(resolve, 20));
    await sandbox.crash();
    sandbox.write('gone', '');
    const { stderr } = await running;
    expect(stderr.toString()).toContain('the daemon did not answer');
    expect(stderr.toString()).toContain('rampart: denied by default');
    expect(made('child-5')).toBe(false);
    sandbox.serve();
    const [refused] = sandbox.records().filter(({ payload }) => payload?.resource === 'touch child-5');
    expect(refused?.leaf).toMatchObject({ kind: 'call', effect: 'refuse', rule: 'default' });
  });

  it('leaves nothing unaccounted for', () => {
    const { integrity, completeness } = JSON.parse(sandbox.rampart(['audit', 'verify', '--json']).stdout);
    expect(integrity.ok).toBe(true);
    expect(completeness).toMatchObject({ open: 0, lost: 0, duplicates: 0, orphans: 0 });
  });
});
