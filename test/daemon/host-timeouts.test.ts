import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Sandbox } from '../cli/sandbox.ts';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

/** What the daemon said of a time for a person that is longer than a host waits. */
const said = (): string[] =>
  readFileSync(sandbox.places.log, 'utf8')
    .split('\n')
    .filter(line => line.includes('approval_timeout is'));

const takes = (time: string): string => sandbox.configure('config.yaml', `approval_timeout: ${time}\n`);

function setUp(): string {
  const folder = join(sandbox.root, 'claude');
  const env = { ...sandbox.env, CLAUDE_CONFIG_DIR: folder };
  expect(sandbox.rampart(['setup', 'claude-code'], '', env).exit).toBe(0);
  return join(folder, 'settings.json');
}

describe('the time a person has, against the time hosts wait', () => {
  it('is no matter while a host waits longer', () => {
    takes('2m');
    sandbox.serve();
    expect(said()).toEqual([]);
  });

  it('is told at start when no host is set up to wait so long', () => {
    takes('3m');
    sandbox.serve();
    expect(said()).toEqual([expect.stringMatching(/is 3m, but agents wait 150s .* should be 210s/)]);
  });

  it('is no matter where setup has told the host, and is told as soon as it grows again', async () => {
    takes('5m');
    const settings = setUp();
    sandbox.serve();
    expect(said()).toEqual([]);
    takes('10m');
    await vi.waitFor(() => expect(said()).toHaveLength(1), { timeout: 20_000 });
    expect(said()[0]).toContain(`agents wait 330s for their hook by ${settings}`);
    takes('4m');
    setUp();
    expect(said()).toHaveLength(1);
  });
});
