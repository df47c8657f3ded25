import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/core/limits.ts';
import { connect } from '../../src/wire/client.ts';
import { type Listener, listen } from '../../src/wire/server.ts';
import { crash, serveApart, socketPath } from './served.ts';

const listeners: Listener[] = [];
afterEach(async () => {
  await Promise.all(listeners.splice(0).map(one => one.close({ graceMs: 0 })));
});

const root = process.geteuid?.() === 0;
const STRANGER = 12_345;

async function serve(path: string, mode?: number): Promise<Listener> {
  const listener = await listen({
    path,
    ops: ['ping'],
    handle: () => ({ pid: process.pid }),
    ...(mode === undefined ? {} : { mode }),
  });
  listeners.push(listener);
  return listener;
}

async function whoAnswers(path: string): Promise<unknown> {
  const client = await connect(path, { connectTimeoutMs: 20_000 });
  const answer = await client.request('ping', {}, { timeoutMs: 20_000 });
  client.close();
  return answer.ok && answer.body.pid;
}

describe('the socket', () => {
  it.each([0o000, 0o022, 0o077])(
    'is for its owner only, in a directory for its owner only, under umask %o',
    async mask => {
      const path = socketPath();
      const before = process.umask(mask);
      try {
        await serve(path);
      } finally {
        process.umask(before);
      }
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
      expect(readdirSync(dirname(path))).toEqual(['agent.sock']);
      expect(await whoAnswers(path)).toBe(process.pid);
    },
  );

  it('can be for a group', async () => {
    const path = socketPath();
    await serve(path, 0o660);
    expect(statSync(path).mode & 0o777).toBe(0o660);
  });

  it('may have a path of as many bytes as allowed, and not one more', async () => {
    const directory = dirname(dirname(socketPath()));
    const pathOf = (bytes: number): string => {
      const fill = bytes - Buffer.byteLength(directory) - 3;
      return `${directory}/${'d'.repeat(fill)}/s`;
    };
    expect(Buffer.byteLength(pathOf(LIMITS.socketPathBytes))).toBe(100);
    await serve(pathOf(LIMITS.socketPathBytes));
    expect(await whoAnswers(pathOf(LIMITS.socketPathBytes))).toBe(process.pid);
    const tooLong = pathOf(LIMITS.socketPathBytes + 1);
    await expect(serve(tooLong)).rejects.toMatchObject({ code: 'E_SOCKET' });
    await expect(connect(tooLong, { connectTimeoutMs: 1_000 })).rejects.toMatchObject({ code: 'E_SOCKET' });
    expect(existsSync(dirname(tooLong))).toBe(false);
  });
});

describe('its place', () => {
  it('is taken over from a server that was killed', async () => {
    const path = socketPath();
    const { child, said } = await serveApart(path);
    expect(said).toBe('listening');
    await crash(child);
    expect(lstatSync(path).isSocket()).toBe(true);
    await expect(connect(path, { connectTimeoutMs: 1_000 })).rejects.toMatchObject({ code: 'E_SOCKET' });
    await serve(path);
    expect(await whoAnswers(path)).toBe(process.pid);
    expect(readdirSync(dirname(path))).toEqual(['agent.sock']);
  });

  it.each(['runs', 'is stopped'])('is left to a server that %s', async how => {
    const path = socketPath();
    const { child } = await serveApart(path);
    try {
      if (how === 'is stopped') child.kill('SIGSTOP');
      await expect(serve(path)).rejects.toMatchObject({ code: 'E_BUSY' });
      child.kill('SIGCONT');
      expect(await whoAnswers(path)).toBe(child.pid);
    } finally {
      await crash(child);
    }
  });

  it.each<[name: string, put: (path: string) => void]>([
    ['a file', path => writeFileSync(path, 'precious')],
    ['a directory', path => mkdirSync(path)],
    ['a link to nowhere', path => symlinkSync('/no/such/place', path)],
    ['a link to a file', path => symlinkSync('/etc/passwd', path)],
  ])('is not taken from %s', async (_, put) => {
    const path = socketPath();
    mkdirSync(dirname(path), { mode: 0o700 });
    put(path);
    const before = lstatSync(path);
    await expect(serve(path)).rejects.toMatchObject({ code: 'E_SOCKET' });
    expect(lstatSync(path).ino).toBe(before.ino);
    expect(readdirSync(dirname(path))).toEqual(['agent.sock']);
  });

  it.each([0o722, 0o702, 0o720, 0o777])('is refused in a directory of mode %o', async mode => {
    const path = socketPath();
    mkdirSync(dirname(path));
    chmodSync(dirname(path), mode);
    await expect(serve(path)).rejects.toMatchObject({ code: 'E_OWNER' });
  });

  it('is refused below a file', async () => {
    const path = socketPath();
    writeFileSync(dirname(path), '');
    await expect(serve(path)).rejects.toMatchObject({ code: 'E_SOCKET' });
  });

  it.runIf(root)('is refused in somebody else’s directory', async () => {
    const path = socketPath();
    mkdirSync(dirname(path), { mode: 0o700 });
    chownSync(dirname(path), STRANGER, STRANGER);
    await expect(serve(path)).rejects.toMatchObject({ code: 'E_OWNER' });
  });

  it.runIf(root)('is not taken from somebody else’s socket', async () => {
    const path = socketPath();
    await crash((await serveApart(path)).child);
    chownSync(path, STRANGER, STRANGER);
    await expect(serve(path)).rejects.toMatchObject({ code: 'E_OWNER' });
  });
});

describe('servers that come at once', () => {
  it.each([
    ['a free place', false],
    ['one that a killed server left', true],
  ])('are one in the end, for %s', async (_, stale) => {
    for (let round = 0; round < 20; round++) {
      const path = socketPath();
      if (stale) await leaveStale(path);
      const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => serve(path)));
      const failures = attempts.filter(one => one.status === 'rejected').map(one => one.reason as object);
      expect(failures).toHaveLength(7);
      expect(failures).toEqual(failures.map(() => expect.objectContaining({ code: 'E_BUSY' })));
      expect(await whoAnswers(path)).toBe(process.pid);
      expect(readdirSync(dirname(path))).toEqual(['agent.sock']);
    }
  });

  it('in processes of their own, too', async () => {
    const path = socketPath();
    const servers = await Promise.all(Array.from({ length: 4 }, () => serveApart(path)));
    const winners = servers.filter(one => one.said === 'listening');
    expect(servers.map(one => one.said).sort()).toEqual(['E_BUSY', 'E_BUSY', 'E_BUSY', 'listening']);
    expect(await whoAnswers(path)).toBe(winners[0]?.child.pid);
    for (const { child } of winners) await crash(child);
  });
});

describe('closing', () => {
  it('takes the socket away', async () => {
    const path = socketPath();
    await (await serve(path)).close({ graceMs: 0 });
    expect(readdirSync(dirname(path))).toEqual([]);
  });

  it.each<[name: string, replace: (path: string) => Promise<void> | void, left: string[]]>([
    [
      'another server’s',
      async path => {
        renameSync(path, `${path}.old`);
        await serve(path);
      },
      ['agent.sock', 'agent.sock.old'],
    ],
    [
      'a file',
      path => {
        unlinkSync(path);
        writeFileSync(path, 'x');
      },
      ['agent.sock'],
    ],
    ['nothing', path => unlinkSync(path), []],
  ])('leaves what stands there instead: %s', async (_, replace, left) => {
    const path = socketPath();
    const first = await serve(path);
    await replace(path);
    await first.close({ graceMs: 0 });
    expect(readdirSync(dirname(path)).sort()).toEqual(left);
  });
});

describe('a client', () => {
  it.each<[name: string, put: (path: string) => void, code: string]>([
    ['nothing there', () => {}, 'E_SOCKET'],
    ['a file', path => writeFileSync(path, ''), 'E_SOCKET'],
    ['a link to nowhere', path => symlinkSync('/no/such/place', path), 'E_SOCKET'],
  ])('is refused: %s', async (_, put, code) => {
    const path = socketPath();
    mkdirSync(dirname(path), { mode: 0o700 });
    put(path);
    await expect(connect(path, { connectTimeoutMs: 1_000 })).rejects.toMatchObject({ code });
  });

  it('follows a link beside its launcher', async () => {
    const path = socketPath();
    await serve(path);
    const link = join(mkdtempSync(join(dirname(path), 'bin')), 'agent.sock');
    symlinkSync(path, link);
    expect(await whoAnswers(link)).toBe(process.pid);
  });

  it.runIf(root)('believes no stranger, unless it is told to', async () => {
    const path = socketPath();
    await serve(path);
    chownSync(path, STRANGER, STRANGER);
    await expect(connect(path, { connectTimeoutMs: 1_000 })).rejects.toMatchObject({ code: 'E_OWNER' });
    const client = await connect(path, { connectTimeoutMs: 20_000, trusted: [STRANGER] });
    expect((await client.request('ping', {}, { timeoutMs: 20_000 })).ok).toBe(true);
    client.close();
  });

  it.runIf(root)('follows no stranger’s link', async () => {
    const path = socketPath();
    await serve(path);
    const link = `${path}.link`;
    symlinkSync(path, link);
    lchownSync(link, STRANGER, STRANGER);
    await expect(connect(link, { connectTimeoutMs: 1_000 })).rejects.toMatchObject({ code: 'E_OWNER' });
  });
});

/** A socket file that nobody listens on, as a crash leaves it. */
async function leaveStale(path: string): Promise<void> {
  const listener = await listen({ path, ops: [], handle: () => ({}) });
  renameSync(path, `${path}.kept`);
  await listener.close({ graceMs: 0 });
  renameSync(`${path}.kept`, path);
}
