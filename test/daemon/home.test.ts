import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, type TestContext, vi } from 'vitest';
import { appendSpill } from '../../src/audit/spill.ts';
import { LIMITS } from '../../src/core/limits.ts';
import { callEntry } from '../audit/scratch.ts';
import { type Ran, Sandbox } from '../cli/sandbox.ts';
import { serving, start } from './serving.ts';
import { bodyOf, shortOf, Talker } from './talker.ts';

vi.setConfig({ testTimeout: 90_000 });

function sandboxed(root?: string): Sandbox {
  const sandbox = new Sandbox(root);
  onTestFinished(() => sandbox.close());
  return sandbox;
}

const STRANGER = 54_321;
function needsRoot(context: TestContext): void {
  if (process.geteuid?.() !== 0) context.skip('only root may give files to somebody else');
}

const codeOf = ({ stdout }: Ran): unknown => JSON.parse(stdout).error.code;
const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('a home', () => {
  it('has one daemon, however many are started at once', async () => {
    const sandbox = sandboxed();
    const all = await Promise.all(
      Array.from({ length: 4 }, () => start(sandbox, ['serve', '--background', '--json']).ran),
    );
    expect(all.map(({ exit }) => exit)).toEqual([0, 0, 0, 0]);
    expect(new Set(all.map(({ stdout }) => JSON.parse(stdout).pid)).size).toBe(1);
    expect(sandbox.records().filter(({ leaf }) => leaf.kind === 'start')).toHaveLength(1);
  });

  it('that others may enter is closed to them', () => {
    const sandbox = sandboxed();
    for (const path of [sandbox.home, sandbox.places.run, sandbox.places.data]) {
      mkdirSync(path, { recursive: true });
      chmodSync(path, 0o777);
    }
    sandbox.serve();
    for (const path of [sandbox.home, sandbox.places.run, sandbox.places.data, sandbox.places.spill])
      expect(modeOf(path)).toBe(0o700);
  });

  it('of somebody else is refused', context => {
    needsRoot(context);
    const sandbox = sandboxed();
    chownSync(sandbox.home, STRANGER, STRANGER);
    const ran = sandbox.rampart(['serve', '--json']);
    expect(ran.exit).toBe(3);
    expect(codeOf(ran)).toBe('E_OWNER');
  });

  it.each([
    ['as long as the kernel surely takes serves', 0, true],
    ['a byte longer is refused', 1, false],
  ])('whose socket path is %s', (_, more, serves) => {
    const root = mkdtempSync(join(tmpdir(), 'rp-'));
    const rest = '/home/run/agent.sock'.length;
    const long = join(root, 'x'.repeat(LIMITS.socketPathBytes - root.length - 1 - rest + more));
    mkdirSync(long);
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    const sandbox = sandboxed(long);
    expect(sandbox.places.agentSocket).toHaveLength(LIMITS.socketPathBytes + more);
    const ran = sandbox.rampart(['serve', '--background', '--json']);
    expect(ran.exit).toBe(serves ? 0 : 1);
    if (!serves) expect(codeOf(sandbox.rampart(['serve', '--json']))).toBe('E_SOCKET');
  });
});

describe('a daemon whose home', () => {
  it('is deleted ends', async () => {
    const sandbox = sandboxed();
    const { child } = await serving(sandbox);
    const ended = once(child, 'exit');
    rmSync(sandbox.home, { recursive: true });
    expect(await ended).toEqual([0, null]);
  });

  it('is deleted and made again leaves the next one alone', async () => {
    const sandbox = sandboxed();
    const { child } = await serving(sandbox);
    const ended = once(child, 'exit');
    rmSync(sandbox.home, { recursive: true });
    mkdirSync(sandbox.home, { mode: 0o700 });
    const next = sandbox.serve();
    await ended;
    expect(readFileSync(sandbox.places.pid, 'utf8')).toBe(`${next}\n`);
    expect(sandbox.rampart(['exec', '--', 'true'])).toMatchObject({ exit: 0, stderr: '' });
  });
});

describe('a socket', () => {
  it('that a crash left is replaced', async () => {
    const sandbox = sandboxed();
    sandbox.serve();
    await sandbox.crash();
    expect(existsSync(sandbox.places.agentSocket)).toBe(true);
    sandbox.serve();
    expect(sandbox.rampart(['exec', '--', 'true'])).toMatchObject({ exit: 0, stderr: '' });
  });

  it('whose place something else has taken stops the daemon from starting', () => {
    const sandbox = sandboxed();
    mkdirSync(sandbox.places.run, { mode: 0o700 });
    writeFileSync(sandbox.places.agentSocket, '');
    expect(codeOf(sandbox.rampart(['serve', '--json']))).toBe('E_SOCKET');
  });

  it('of somebody else is not believed, by a daemon or by a client', async context => {
    needsRoot(context);
    const sandbox = sandboxed();
    mkdirSync(sandbox.places.run, { mode: 0o700 });
    const server = createServer();
    server.listen(sandbox.places.agentSocket);
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    chownSync(sandbox.places.agentSocket, STRANGER, STRANGER);
    const serve = await start(sandbox, ['serve', '--json']).ran;
    expect(codeOf(serve)).toBe('E_OWNER');
    const exec = await start(sandbox, ['exec', '--', 'true']).ran;
    expect(exec).toMatchObject({ exit: 0, stderr: expect.stringContaining('belongs to somebody else') });
  });

  it('that is replaced under a running daemon leaves what stands there alone when it stops', async () => {
    const sandbox = sandboxed();
    const { child } = await serving(sandbox);
    rmSync(sandbox.places.agentSocket);
    writeFileSync(sandbox.places.agentSocket, 'mine');
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(existsSync(sandbox.places.agentSocket)).toBe(true);
    expect(existsSync(sandbox.places.adminSocket)).toBe(false);
  });
});

describe('stopping', () => {
  it('answers what was asked before, and leaves no lock, socket or process id', async () => {
    const sandbox = sandboxed();
    const { child } = await serving(sandbox);
    const [talker, admin] = [await Talker.agent(sandbox), await Talker.admin(sandbox)];
    const asked = Array.from({ length: 100 }, (_, index) => talker.evaluate(`echo ${index}`));
    const first = await asked[0];
    bodyOf(await admin.ask('stop'));
    const all = await Promise.allSettled(asked);
    expect(first && shortOf(first)).toBe('run');
    const answered = all.filter(({ status }) => status === 'fulfilled').length;
    if (child.exitCode === null) await once(child, 'exit');
    expect(child.exitCode).toBe(0);
    for (const path of ['agentSocket', 'adminSocket', 'pid'] as const)
      expect(existsSync(sandbox.places[path])).toBe(false);
    const records = sandbox.records();
    expect(records.at(-1)?.leaf).toMatchObject({ kind: 'stop' });
    expect(records.filter(({ leaf }) => leaf.kind === 'call')).toHaveLength(answered);
  });
});

describe('what clients wrote down without a daemon', () => {
  it('is taken in when one starts, once, also of a client that crashed in the middle of a line', () => {
    const sandbox = sandboxed();
    appendSpill(sandbox.places.spill, [callEntry('spilled')]);
    // The file of another process that is no more.
    const dead = join(sandbox.places.spill, 'b0000000-999999.jsonl');
    writeFileSync(dead, '{"v":1,"ts":"2026-', { mode: 0o600 });
    sandbox.serve();
    const gaps = sandbox.records().filter(({ leaf }) => leaf.kind === 'gap');
    expect(gaps.map(({ leaf }) => [leaf.reason, leaf.damaged])).toContainEqual(['spill', 1]);
    expect(existsSync(dead)).toBe(false);
  });
});

describe('a policy', () => {
  it('of somebody else rules nobody', context => {
    needsRoot(context);
    const sandbox = sandboxed();
    const path = sandbox.configure(
      'policies/team.yaml',
      'version: "1"\ndefault_action: allow\npolicies: []\n',
    );
    chownSync(path, STRANGER, STRANGER);
    const check = sandbox.rampart(['check', 'true', '--json']);
    expect(check.exit).toBe(3);
    expect(codeOf(check)).toBe('E_OWNER');
  });

  it.each([
    ['open', 'run', 0],
    ['closed', 'refuse', 125],
  ])('that is broken when the daemon starts leaves calls to the fail mode %s', async (fail, effect, exit) => {
    const sandbox = sandboxed();
    sandbox.configure('config.yaml', `fail: ${fail}\n`);
    sandbox.configure('policies/team.yaml', 'version: [\n');
    sandbox.serve();
    const talker = await Talker.agent(sandbox);
    expect(bodyOf(await talker.evaluate('echo x'))).toMatchObject({
      decision: 'error',
      effect,
      fail_mode: true,
    });
    expect(sandbox.rampart(['exec', '--', 'true']).exit).toBe(exit);
    talker.close();
  });
});
