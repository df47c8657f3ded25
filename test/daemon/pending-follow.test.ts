import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sandbox } from '../cli/sandbox.ts';
import { ASKS } from './asking.ts';
import { bodyOf, Talker } from './talker.ts';

const LAUNCHER = fileURLToPath(new URL('../../bin/rampart.js', import.meta.url));

let sandbox: Sandbox;
let talker: Talker;
beforeEach(async () => {
  sandbox = new Sandbox();
  sandbox.configure('policies/team.yaml', ASKS);
  sandbox.serve();
  talker = await Talker.agent(sandbox);
});
afterEach(() => {
  talker.close();
  sandbox.close();
});

/** `rampart pending --follow`, line by line. */
function following(...flags: readonly string[]) {
  const argv = [LAUNCHER, '--home', sandbox.home, 'pending', '--follow', ...flags];
  const child = spawn(process.execPath, argv, {
    cwd: sandbox.work,
    env: sandbox.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, 'close');
  let stderr = '';
  child.stderr.on('data', chunk => {
    stderr += chunk;
  });
  return {
    child,
    next: async (): Promise<string> => (await lines.next()).value ?? 'nothing more',
    ended: async () => ({ exit: (await ended)[0] as number | null, signal: (await ended)[1], stderr }),
  };
}

const asked = (name: string): Promise<string> =>
  new Promise(resolve => {
    const onEvent = ({ body }: { body: Readonly<Record<string, unknown>> }) => resolve(String(body.approval));
    talker.evaluate(`touch ${name}`, { onEvent }).catch(() => undefined);
  });

describe('rampart pending --follow', () => {
  it('shows what waits, then each that comes, once, and how each ended', async () => {
    const first = await asked('first');
    const { child, next } = following('--json');
    expect(JSON.parse(await next())).toMatchObject({ id: first, command: 'touch first' });
    const second = await asked('second');
    expect(JSON.parse(await next())).toMatchObject({ id: second, command: 'touch second' });
    expect(sandbox.rampart(['approve', first]).exit).toBe(0);
    expect(JSON.parse(await next())).toEqual({ id: first, state: 'approved' });
    expect(sandbox.rampart(['deny', second]).exit).toBe(0);
    expect(JSON.parse(await next())).toEqual({ id: second, state: 'denied' });
    child.kill();
  });

  it('shows people the same prompt as without it', async () => {
    const id = await asked('shown');
    const { child, next } = following();
    const prompt = sandbox.rampart(['pending']).stdout.split('\n');
    for (const line of prompt.slice(0, 3)) expect(await next()).toBe(line);
    expect(prompt[0]).toContain(id);
    child.kill();
  });

  it('leaves the question where it is when it is interrupted', async () => {
    const id = await asked('kept');
    const { child, next, ended } = following('--json');
    await next();
    child.kill('SIGINT');
    expect(await ended()).toMatchObject({ signal: 'SIGINT', stderr: '' });
    const admin = await Talker.admin(sandbox);
    expect(bodyOf(await admin.ask('status')).pending).toBe(1);
    bodyOf(await admin.ask('deny', { approval: id, by: 'test' }));
    admin.close();
  });

  it('says so when the daemon goes, and where there is none', async () => {
    const id = await asked('left');
    const { next, ended } = following('--json');
    expect(JSON.parse(await next())).toMatchObject({ id });
    await sandbox.crash();
    expect(JSON.parse(await next())).toMatchObject({
      schema: 'rampart.error/1',
      error: { code: 'E_SOCKET' },
    });
    expect(await ended()).toMatchObject({ exit: 1 });
    const without = following('--json');
    expect(JSON.parse(await without.next())).toMatchObject({ error: { code: 'E_SOCKET' } });
    expect(await without.ended()).toMatchObject({ exit: 1 });
  });
});
