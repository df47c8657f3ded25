import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/core/limits.ts';
import { type Client, connect } from '../../src/wire/client.ts';
import type { Event } from '../../src/wire/messages.ts';
import { type Listener, listen } from '../../src/wire/server.ts';
import { crash, serveApart, socketPath } from './served.ts';

const clients: Client[] = [];
const servers: (Listener | Server)[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  for (const server of servers.splice(0))
    if ('connections' in server && 'path' in server) await server.close({ graceMs: 0 });
    else (server as Server).close();
});

async function client(path: string): Promise<Client> {
  const one = await connect(path, { connectTimeoutMs: 20_000 });
  clients.push(one);
  return one;
}

/** A daemon that answers each piece it hears as `act` does: what a broken or hostile one might. */
async function impostor(act: (socket: Socket, heard: string) => void): Promise<string> {
  const path = socketPath();
  mkdirSync(dirname(path), { mode: 0o700 });
  const server = createServer({ allowHalfOpen: true }, socket => {
    socket.on('error', () => {});
    socket.on('data', chunk => act(socket, chunk.toString()));
  });
  servers.push(server);
  server.listen(path);
  await once(server, 'listening');
  return path;
}

const LONG = { timeoutMs: 20_000 };

describe('requests', () => {
  it('are answered, many at once and in any order', async () => {
    const path = socketPath();
    servers.push(
      await listen({
        path,
        ops: ['session'],
        handle: async request => {
          const number = request.op === 'session' ? Number(request.session) : -1;
          await sleep((200 - number) % 17);
          return { number };
        },
      }),
    );
    const one = await client(path);
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        one.request('session', { session: String(index), phase: 'start' }, LONG),
      ),
    );
    expect(answers).toEqual(answers.map((_, number) => ({ ok: true, body: { number } })));
  });

  it('that are refused are answered all the same', async () => {
    const path = socketPath();
    servers.push(await listen({ path, ops: ['ping'], handle: () => ({}) }));
    expect(await (await client(path)).request('stop', {}, LONG)).toMatchObject({
      ok: false,
      error: { code: 'E_INPUT' },
    });
  });

  it('cannot change their envelope', async () => {
    const path = await impostor((socket, heard) => {
      const { id, v, op } = JSON.parse(heard);
      socket.write(`${JSON.stringify({ v: 1, id, ok: true, seen: [v, op] })}\n`);
    });
    const answer = await (await client(path)).request('ping', { v: 7, id: 'x', op: 'stop' }, LONG);
    expect(answer).toEqual({ ok: true, body: { seen: [1, 'ping'] } });
  });

  it('may keep their id, but not twice at once', async () => {
    const path = await impostor(() => {});
    const one = await client(path);
    const first = one.request('ping', {}, { timeoutMs: 20_000, id: 'same' });
    await expect(one.request('ping', {}, { timeoutMs: 20_000, id: 'same' })).rejects.toMatchObject({
      code: 'E_ID',
    });
    one.close();
    await expect(first).rejects.toMatchObject({ code: 'E_SOCKET' });
  });

  it('longer than a frame are not sent, and hurt no other', async () => {
    const path = socketPath();
    servers.push(await listen({ path, ops: ['ping'], handle: () => ({}) }));
    const one = await client(path);
    await expect(one.request('ping', { pad: 'x'.repeat(LIMITS.frameBytes) }, LONG)).rejects.toMatchObject({
      code: 'E_LIMIT',
    });
    expect((await one.request('ping', {}, LONG)).ok).toBe(true);
  });
});

describe('time', () => {
  it('runs out when the daemon is stopped, and the connection is of use again when it goes on', async () => {
    const path = socketPath();
    const { child } = await serveApart(path);
    try {
      child.kill('SIGSTOP');
      const one = await client(path);
      await expect(one.request('ping', {}, { timeoutMs: 200 })).rejects.toMatchObject({ code: 'E_TIMEOUT' });
      child.kill('SIGCONT');
      expect(await one.request('ping', {}, LONG)).toEqual({ ok: true, body: { pid: child.pid } });
    } finally {
      await crash(child);
    }
  });

  it('runs out when the daemon takes no connections and its queue is full', async () => {
    const path = socketPath();
    mkdirSync(dirname(path), { mode: 0o700 });
    const script =
      'import socket, sys, time; s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen(0); print(1, flush=True); time.sleep(60)';
    const python = spawn('python3', ['-c', script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await once(python.stdout, 'data');
      await client(path);
      await expect(connect(path, { connectTimeoutMs: 200 })).rejects.toMatchObject({ code: 'E_TIMEOUT' });
    } finally {
      python.kill('SIGKILL');
    }
  });

  it('is counted anew from an event, for people are slower than daemons', async () => {
    const path = await impostor((socket, heard) => {
      const { id } = JSON.parse(heard);
      socket.write(`${JSON.stringify({ v: 1, id, event: 'pending', approval: 'p' })}\n`);
      setTimeout(() => socket.write(`${JSON.stringify({ v: 1, id, ok: true })}\n`), 600);
    });
    const events: Event[] = [];
    const one = await client(path);
    const options = { timeoutMs: 300, onEvent: (event: Event) => events.push(event) };
    expect(await one.request('ping', {}, { ...options, afterEventMs: 20_000 })).toEqual({
      ok: true,
      body: {},
    });
    expect(events).toEqual([{ event: 'pending', body: { approval: 'p' } }]);
    await expect(
      one.request('ping', {}, { ...options, timeoutMs: 20_000, afterEventMs: 50 }),
    ).rejects.toMatchObject({
      code: 'E_TIMEOUT',
    });
  });

  it('that has run out makes a late answer nobody’s', async () => {
    let late: (() => void) | undefined;
    const path = await impostor((socket, heard) => {
      const { id } = JSON.parse(heard);
      const answer = (): unknown => socket.write(`${JSON.stringify({ v: 1, id, ok: true, id_seen: id })}\n`);
      if (id === 'slow') late = answer;
      else {
        late?.();
        answer();
      }
    });
    const one = await client(path);
    await expect(one.request('ping', {}, { timeoutMs: 50, id: 'slow' })).rejects.toMatchObject({
      code: 'E_TIMEOUT',
    });
    expect(await one.request('ping', {}, { timeoutMs: 20_000, id: 'next' })).toEqual({
      ok: true,
      body: { id_seen: 'next' },
    });
  });
});

describe('a daemon that', () => {
  it.each<[name: string, say: (id: string) => string | Buffer, code: string]>([
    ['babbles', () => 'HTTP/1.1 400 Bad Request\r\n', 'E_INPUT'],
    ['sends half an object', () => '{"v":1\n', 'E_INPUT'],
    ['sends bytes that are not UTF-8', () => Buffer.from('{"a":"\xff"}\n', 'latin1'), 'E_INPUT'],
    ['speaks raw', () => Buffer.of(1, 0, 0, 0, 0), 'E_VERSION'],
    ['speaks another version', id => `{"v":2,"id":"${id}","ok":true}\n`, 'E_VERSION'],
    ['says no version', id => `{"id":"${id}","ok":true}\n`, 'E_VERSION'],
    ['answers without an id', () => '{"v":1,"ok":true}\n', 'E_INPUT'],
    ['answers neither yes nor no', id => `{"v":1,"id":"${id}","ok":"yes"}\n`, 'E_INPUT'],
    ['answers twice in one', id => `{"v":1,"id":"${id}","ok":false,"ok":true}\n`, 'E_INPUT'],
    ['answers without an end', () => Buffer.alloc(LIMITS.frameBytes + 1, '{"x":"aaaaaa'), 'E_LIMIT'],
    [
      'refuses the connection',
      () => '{"v":1,"id":null,"ok":false,"error":{"code":"E_BUSY","message":"m"}}\n',
      'E_BUSY',
    ],
  ])('%s is not believed, and no longer asked', async (_, say, code) => {
    const path = await impostor((socket, heard) => socket.write(say(JSON.parse(heard).id)));
    const one = await client(path);
    await expect(one.request('ping', {}, LONG)).rejects.toMatchObject({ code });
    await expect(one.request('ping', {}, LONG)).rejects.toMatchObject({ code });
  });

  it.each<[name: string, error: string, code: string]>([
    ['without a reason', 'null', 'E_INPUT'],
    ['with a code nobody knows', '{"code":"E_FUN","message":"m"}', 'E_INPUT'],
    ['with a code that objects inherit', '{"code":"toString","message":"m"}', 'E_INPUT'],
    ['with a reason that is no text', '{"code":"E_ID","message":7}', 'E_INPUT'],
    ['with a reason', '{"code":"E_LATCH","message":"m"}', 'E_LATCH'],
  ])('refuses %s is understood to refuse', async (_, error, code) => {
    const path = await impostor((socket, heard) => {
      socket.write(`{"v":1,"id":"${JSON.parse(heard).id}","ok":false,"error":${error}}\n`);
    });
    expect(await (await client(path)).request('ping', {}, LONG)).toMatchObject({
      ok: false,
      error: { code },
    });
  });

  it.each<[name: string, act: (socket: Socket) => void]>([
    ['closes', socket => socket.destroy()],
    ['closes its half', socket => void socket.end()],
    ['closes in the middle of an answer', socket => void socket.end('{"v":1,"id":')],
  ])('%s loses what is on its way', async (_, act) => {
    const path = await impostor(act);
    const one = await client(path);
    const both = await Promise.allSettled([one.request('ping', {}, LONG), one.request('ping', {}, LONG)]);
    expect(both).toMatchObject([{ reason: { code: 'E_SOCKET' } }, { reason: { code: 'E_SOCKET' } }]);
    await expect(one.request('ping', {}, LONG)).rejects.toMatchObject({ code: 'E_SOCKET' });
  });

  it('is killed loses what is on its way', async () => {
    const path = socketPath();
    const { child } = await serveApart(path);
    child.kill('SIGSTOP');
    const one = await client(path);
    const lost = one.request('ping', {}, LONG);
    const crashed = crash(child);
    await expect(lost).rejects.toMatchObject({ code: 'E_SOCKET' });
    await crashed;
  });
});
