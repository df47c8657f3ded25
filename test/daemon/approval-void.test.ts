import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Sandbox } from '../cli/sandbox.ts';
import { ASKS, callOf, kindsOf, Waiting } from './asking.ts';

const sandbox = new Sandbox();
beforeAll(() => {
  sandbox.configure('config.yaml', 'profile: watch\n');
  sandbox.configure('policies/team.yaml', ASKS);
  sandbox.serve();
});
afterAll(() => sandbox.close());

const hash = (): unknown => JSON.parse(sandbox.rampart(['status', '--json']).stdout).policy.hash;
const made = (name: string): boolean => existsSync(join(sandbox.work, name));

async function changePolicy(text: string): Promise<void> {
  const before = hash();
  sandbox.configure('policies/team.yaml', text);
  while (hash() === before) await sleep(50);
}

describe('an approval', () => {
  it.each<[what: string, text: string]>([
    ['a word of its message', ASKS.replace('makes a file', 'makes a new file')],
    [
      'a rule beside it',
      ASKS.replace('rules:\n', 'rules:\n      - {id: more, when: {program: xyz}, action: deny}\n'),
    ],
    ['what it does', ASKS.replace('action: ask', 'action: watch')],
  ])('is void when the policy changed under the question: %s', async (what, text) => {
    const name = `void-${what.length}`;
    const waiting = new Waiting(sandbox, ['--', 'touch', name]);
    const id = await waiting.approval();
    await changePolicy(text);
    expect(sandbox.rampart(['approve', id]).exit).toBe(0);
    const { exit, stderr } = await waiting.ended();
    expect(exit).toBe(126);
    expect(stderr).toContain('has changed since');
    expect(made(name)).toBe(false);
    expect(kindsOf(sandbox, callOf(sandbox, id))).toEqual({ call: 1, approval: 1 });
    await changePolicy(ASKS);
  });

  it('lets the same command run once: for the next time somebody is asked again', async () => {
    const first = new Waiting(sandbox, ['--', 'touch', 'once']);
    const id = await first.approval();
    expect(sandbox.rampart(['approve', id]).exit).toBe(0);
    expect((await first.ended()).exit).toBe(0);
    const again = sandbox.rampart(['approve', id, '--json']);
    expect([again.exit, JSON.parse(again.stdout).error.code]).toEqual([4, 'E_ID']);
    const second = new Waiting(sandbox, ['--', 'touch', 'once']);
    const other = await second.approval();
    expect(other).not.toBe(id);
    expect(sandbox.rampart(['deny', other]).exit).toBe(0);
    expect((await second.ended()).exit).toBe(126);
  });
});
