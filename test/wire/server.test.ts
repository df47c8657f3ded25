import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { RampartError } from '../../src/core/error.ts';
import { LIMITS } from '../../src/core/limits.ts';
import { connect } from '../../src/wire/client.ts';
import type { Handler, Peer } from '../../src/wire/connection.ts';
import { OPS } from '../../src/wire/messages.ts';
import { type Listener, type ListenOptions, listen } from '../../src/wire/server.ts';
import { socketPath } from './served.ts';
import { Speaker } from './speaker.ts';

const listeners: Listener[] = [];
afterEach(async () => {
  await Promise.all(listeners.splice(0).map(one => one.close({ graceMs: 0 })));
});

async function serve(handle: Handler, more: Partial<ListenOptions> = {}): Promise<Listener> {
  const listener = await listen({ path: socketPath(), ops: OPS, handle, ...more });
  listeners.push(listener);
  return listener;
}

const pong: Handler = () => ({ pong: true });
const ping = (id: string): string => `{"v":1,"id":"${id}","op":"ping"}\n`;

/** A handler that answers when it is told to, and the requests it holds. */
function held(): { handle: Handler; open: Map<string, () => void>; peers: Peer[] } {
  const open = new Map<string, () => void>();
  const peers: Peer[] = [];
  return {
    open,
    peers,
    handle: (request, peer) => {
      peers.push(peer);
      return new Promise(resolve => open.set(request.id, () => resolve({ held: true })));
    },
  };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(5);
}

describe('answers', () => {
  it('carry the id of their request, in whatever order they come', async () => {
    const { handle, open } = held();
    const speaker = await Speaker.at((await serve(handle)).path);
    speaker.say(ping('a') + ping('b') + ping('c'));
    await until(() => open.size === 3);
    for (const id of ['c', 'a', 'b']) open.get(id)?.();
    expect(await speaker.lines(3)).toEqual(['c', 'a', 'b'].map(id => ({ v: 1, id, ok: true, held: true })));
  });

  it('come after the events of their request', async () => {
    const listener = await serve(async (_, _peer, notify) => {
      notify('pending', { approval: 'p1' });
      await sleep(10);
      return { decision: 'allow' };
    });
    const speaker = await Speaker.at(listener.path);
    speaker.say(ping('a'));
    expect(await speaker.lines(2)).toEqual([
      { v: 1, id: 'a', event: 'pending', approval: 'p1' },
      { v: 1, id: 'a', ok: true, decision: 'allow' },
    ]);
  });

  it('are not given to whoever has stopped waiting, and nothing is done for them', async () => {
    const asked: string[] = [];
    const speaker = await Speaker.at(
      (
        await serve(({ id }) => {
          asked.push(id);
          return {};
        })
      ).path,
    );
    const by = (id: string, when: number): string =>
      `${JSON.stringify({ v: 1, id, op: 'ping', until: when })}\n`;
    speaker.say(by('late', Date.now() - 1) + by('early', Date.now() + 60_000));
    expect(await speaker.lines(2)).toMatchObject([
      { id: 'late', ok: false, error: { code: 'E_TIMEOUT' } },
      { id: 'early', ok: true },
    ]);
    expect(asked).toEqual(['early']);
  });

  it('keep their envelope whatever the handler says', async () => {
    const speaker = await Speaker.at((await serve(() => ({ v: 9, id: 'z', ok: false, x: 1 }))).path);
    speaker.say(ping('a'));
    expect(await speaker.lines(1)).toEqual([{ v: 1, id: 'a', ok: true, x: 1 }]);
  });

  it('are given to somebody who types', async () => {
    const { path } = await serve(pong);
    const script = [
      'import socket, sys',
      's = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1])',
      `s.sendall(b'{"v":1,"id":"by hand","op":"ping"}\\r\\n'); s.shutdown(socket.SHUT_WR)`,
      'print(s.makefile().read(), end="")',
    ].join('\n');
    const python = spawn('python3', ['-c', script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = (await once(python.stdout, 'data')) as [Buffer];
    expect(said.toString()).toBe('{"v":1,"id":"by hand","ok":true,"pong":true}\n');
  });
});

describe('refusals', () => {
  it.each<[name: string, say: string, id: string | null, code: string]>([
    ['another version', '{"v":2,"id":"a","op":"ping"}\n', 'a', 'E_VERSION'],
    ['an op nobody knows', '{"v":1,"id":"a","op":"fly"}\n', 'a', 'E_INPUT'],
    ['an op of another socket', '{"v":1,"id":"a","op":"stop"}\n', 'a', 'E_INPUT'],
    ['no id', '{"v":1,"op":"ping"}\n', null, 'E_INPUT'],
    ['an id that is too long', ping('x'.repeat(65)), null, 'E_INPUT'],
    ['a call that is none', '{"v":1,"id":"a","op":"evaluate","call":[]}\n', 'a', 'E_INPUT'],
  ])('leave the connection open: %s', async (_, say, id, code) => {
    const speaker = await Speaker.at((await serve(pong, { ops: ['ping', 'evaluate'] })).path);
    speaker.say(say + ping('after'));
    expect(await speaker.lines(2)).toEqual([
      { v: 1, id, ok: false, error: { code, message: expect.any(String) } },
      { v: 1, id: 'after', ok: true, pong: true },
    ]);
  });

  const circular: Record<string, unknown> = {};
  circular.self = circular;

  it.each<[name: string, handle: Handler, code: string, internal: boolean]>([
    [
      'an error that was foreseen',
      () => Promise.reject(new RampartError('E_LATCH', 'disk full')),
      'E_LATCH',
      false,
    ],
    ['one that was not', () => Promise.reject(new TypeError('secret detail')), 'E_INPUT', true],
    [
      'one thrown at once',
      () => {
        throw new TypeError('secret detail');
      },
      'E_INPUT',
      true,
    ],
    ['something that is no error', () => Promise.reject('secret detail'), 'E_INPUT', true],
    ['an answer longer than a frame', () => ({ x: 'a'.repeat(LIMITS.frameBytes) }), 'E_LIMIT', false],
    ['an answer that is no JSON', () => circular, 'E_INPUT', true],
    [
      'an endless message',
      () => Promise.reject(new RampartError('E_ID', 'x'.repeat(LIMITS.frameBytes))),
      'E_ID',
      false,
    ],
  ])('are what becomes of %s', async (_, handle, code, internal) => {
    const thrown: unknown[] = [];
    const speaker = await Speaker.at((await serve(handle, { onError: one => thrown.push(one) })).path);
    speaker.say(ping('a') + ping('b'));
    const lines = await speaker.lines(2);
    expect(lines.map(line => line.error)).toEqual([
      { code, message: expect.any(String) },
      { code, message: expect.any(String) },
    ]);
    expect(JSON.stringify(lines)).not.toContain('secret');
    expect(thrown).toHaveLength(internal ? 2 : 0);
  });
});

describe('a client that babbles', () => {
  it.each<[name: string, say: string | Buffer, code: string]>([
    ['HTTP', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', 'E_INPUT'],
    ['a raw frame', Buffer.of(1, 4, 0, 0, 0, 1, 2, 3, 4), 'E_VERSION'],
    ['random bytes', Buffer.from('\xfe\x80\x00garbage\n\xff'.repeat(1_000), 'latin1'), 'E_INPUT'],
    ['half an object', '{"v":1\n', 'E_INPUT'],
    ['a thousand mistakes', 'x\n'.repeat(1_000), 'E_INPUT'],
    ['a frame one byte too long', `{"x":"${'a'.repeat(LIMITS.frameBytes - 7)}"}\n`, 'E_LIMIT'],
    ['a frame without an end', Buffer.alloc(LIMITS.frameBytes + 1, '{"x":"aaaaaa'), 'E_LIMIT'],
    ['deep nesting', `{"a":${'['.repeat(50_000)}\n`, 'E_LIMIT'],
  ])('is told once and closed: %s', async (_, say, code) => {
    const listener = await serve(pong);
    const speaker = await Speaker.at(listener.path);
    speaker.say(say);
    const lines = await speaker.lines(2);
    await speaker.closed;
    expect(lines).toMatchObject([{ v: 1, id: null, ok: false, error: { code } }]);
    expect(lines).toHaveLength(1);
    const other = await Speaker.at(listener.path);
    other.say(ping('a'));
    expect(await other.lines(1)).toHaveLength(1);
  });

  it('is cut off when it goes on and on', async () => {
    const { path } = await serve(pong);
    // Heedless of the answer and of the end of the server's half.
    const socket = connectSocket({ path, allowHalfOpen: true });
    const flood = Buffer.alloc(1024 * 1024, 'x');
    let sent = 0;
    socket.on('error', () => {});
    socket.on('drain', () => {
      sent += flood.length;
      socket.write(flood);
    });
    socket.write(flood);
    await new Promise(resolve => socket.once('close', resolve));
    expect(sent).toBeLessThan(64 * flood.length);
  });
});

describe('slow clients', () => {
  it('are understood byte by byte', async () => {
    const speaker = await Speaker.at((await serve(pong)).path);
    for (const byte of Buffer.from(ping('slow'))) {
      speaker.say(Buffer.of(byte));
      await sleep(1);
    }
    expect(await speaker.lines(1)).toEqual([{ v: 1, id: 'slow', ok: true, pong: true }]);
  });

  it('may send a frame of exactly the cap', async () => {
    const speaker = await Speaker.at((await serve(pong)).path);
    const frame = '{"v":1,"id":"a","op":"ping","pad":"';
    speaker.say(`${frame}${'a'.repeat(LIMITS.frameBytes - frame.length - 2)}"}\n`);
    expect(await speaker.lines(1)).toEqual([{ v: 1, id: 'a', ok: true, pong: true }]);
  });

  it.each<[name: string, trickle: boolean]>([
    ['say nothing more', false],
    ['trickle on', true],
  ])('lose a frame that they begin and do not end in time when they %s', async (_, trickle) => {
    const speaker = await Speaker.at((await serve(pong, { frameIdleMs: 150 })).path);
    speaker.say(`${ping('a')}{"v":1`);
    const trickling = trickle ? setInterval(() => speaker.say(' '), 10) : undefined;
    const lines = await speaker.lines(3);
    clearInterval(trickling);
    expect(lines).toEqual([
      { v: 1, id: 'a', ok: true, pong: true },
      { v: 1, id: null, ok: false, error: { code: 'E_TIMEOUT', message: expect.any(String) } },
    ]);
  });

  it('may take any time between frames, and handlers any time for an answer', async () => {
    const { handle, open } = held();
    const speaker = await Speaker.at((await serve(handle, { frameIdleMs: 20 })).path);
    await sleep(100);
    speaker.say(ping('a'));
    await until(() => open.size === 1);
    await sleep(100);
    open.get('a')?.();
    await speaker.lines(1);
    await sleep(100);
    speaker.say(ping('b'));
    await until(() => open.size === 2);
    open.get('b')?.();
    expect(await speaker.lines(2)).toHaveLength(2);
  });

  it.each<[name: string, size: number, cutOff: boolean]>([
    ['is cut off when more than the cap waits for it', (LIMITS.outboundBytes * 1.25) / 128, true],
    ['gets it all when it comes to read what is less', (LIMITS.outboundBytes * 0.9) / 128, false],
  ])('one that does not read %s', async (_, size, cutOff) => {
    const { open, handle } = held();
    const filler = 'a'.repeat(size);
    const listener = await serve(async (request, peer, notify) => ({
      ...(await handle(request, peer, notify)),
      filler,
    }));
    const speaker = await Speaker.at(listener.path);
    speaker.socket.pause();
    for (let i = 0; i < 128; i++) speaker.say(ping(`r${i}`));
    await until(() => open.size === 128);
    for (const answer of open.values()) answer();
    const other = await Speaker.at(listener.path);
    other.say(ping('other'));
    await until(() => open.has('other'));
    open.get('other')?.();
    expect(await other.lines(1)).toHaveLength(1);
    speaker.socket.resume();
    const lines = await speaker.lines(128).catch(() => []);
    expect(lines.length < 128).toBe(cutOff);
  });
});

describe('clients that stop sending', () => {
  it('still get their answers', async () => {
    const { handle, open } = held();
    const speaker = await Speaker.at((await serve(handle)).path);
    speaker.socket.end(ping('a') + ping('b'));
    await until(() => open.size === 2);
    // Longer than the server's look at clients that are not read from.
    await sleep(LIMITS.probeMs + 200);
    open.get('b')?.();
    open.get('a')?.();
    expect((await speaker.lines(3)).map(line => line.id)).toEqual(['b', 'a']);
    await speaker.closed;
  });

  it('are told when they stop inside a frame, after what was asked before', async () => {
    const speaker = await Speaker.at((await serve(pong)).path);
    speaker.socket.end(`${ping('a')}{"v":1,"id":"b"`);
    expect(await speaker.lines(3)).toEqual([
      { v: 1, id: 'a', ok: true, pong: true },
      { v: 1, id: null, ok: false, error: { code: 'E_INPUT', message: expect.any(String) } },
    ]);
  });

  it('without having asked anything are let go', async () => {
    const listener = await serve(pong);
    const speaker = await Speaker.at(listener.path);
    speaker.socket.end();
    await speaker.closed;
    await until(() => listener.connections === 0);
  });
});

describe('clients that are gone', () => {
  it.each<[name: string, leave: (speaker: Speaker) => Promise<void> | void]>([
    ['close', speaker => void speaker.socket.destroy()],
    [
      'close after half closing',
      async speaker => {
        speaker.socket.end();
        await sleep(50);
        speaker.socket.destroy();
      },
    ],
    [
      'ask too much at once and close',
      async speaker => {
        for (let i = 0; i < LIMITS.connectionBacklog + 10; i++) speaker.say(ping(`more${i}`));
        await sleep(100);
        speaker.socket.destroy();
      },
    ],
  ])('are noticed while a request waits, when they %s', async (_, leave) => {
    const { handle, open, peers } = held();
    const closed: Peer[] = [];
    const listener = await serve(handle, { onClose: peer => closed.push(peer) });
    const speaker = await Speaker.at(listener.path);
    speaker.say(ping('a'));
    await until(() => open.size > 0);
    expect(peers[0]?.gone.aborted).toBe(false);
    await leave(speaker);
    await until(() => closed.length === 1);
    expect(closed[0]).toBe(peers[0]);
    expect(closed[0]?.gone.aborted).toBe(true);
    open.get('a')?.();
    await until(() => listener.connections === 0);
  });

  it('in the middle of an answer hurt nobody', async () => {
    const listener = await serve(() => ({ x: 'a'.repeat(3_000_000) }));
    for (let i = 0; i < 20; i++) {
      const speaker = await Speaker.at(listener.path);
      speaker.say(ping('a'));
      speaker.socket.once('data', () => speaker.socket.destroy());
      await speaker.closed;
    }
    const other = await Speaker.at(listener.path);
    other.say(ping('a'));
    expect(await other.lines(1)).toHaveLength(1);
  });
});

describe('many', () => {
  it('requests of one client wait outside once as many as allowed are open', async () => {
    const { handle, open } = held();
    const speaker = await Speaker.at((await serve(handle)).path);
    const total = LIMITS.connectionBacklog + 100;
    for (let i = 0; i < total; i++) speaker.say(ping(`r${i}`));
    await until(() => open.size >= LIMITS.connectionBacklog);
    await sleep(50);
    expect(open.size).toBe(LIMITS.connectionBacklog);
    open.get('r0')?.();
    await until(() => open.size > LIMITS.connectionBacklog);
    expect(open.size).toBe(LIMITS.connectionBacklog + 1);
    for (let i = 1; i < total; i++) {
      await until(() => open.has(`r${i}`));
      open.get(`r${i}`)?.();
    }
    expect(await speaker.lines(total)).toHaveLength(total);
  });

  it('clients at once are all answered', async () => {
    const { path } = await serve(pong);
    const answers = await Promise.all(
      Array.from({ length: 600 }, async () => {
        const client = await connect(path, { connectTimeoutMs: 20_000 });
        const answer = await client.request('ping', {}, { timeoutMs: 20_000 });
        client.close();
        return answer.ok;
      }),
    );
    expect(answers.filter(Boolean)).toHaveLength(600);
  });

  it('connections are kept up to the cap, and the next one is told so', async () => {
    const listener = await serve(pong);
    const speakers: Speaker[] = [];
    while (speakers.length < LIMITS.connections) speakers.push(await Speaker.at(listener.path));
    await until(() => listener.connections === LIMITS.connections);
    const last = speakers.at(-1);
    last?.say(ping('a'));
    expect(await last?.lines(1)).toMatchObject([{ ok: true }]);
    const refused = await Speaker.at(listener.path);
    expect(await refused.lines(2)).toMatchObject([{ id: null, error: { code: 'E_BUSY' } }]);
    last?.socket.destroy();
    await until(() => listener.connections < LIMITS.connections);
    const next = await Speaker.at(listener.path);
    next.say(ping('b'));
    expect(await next.lines(1)).toMatchObject([{ ok: true }]);
    for (const speaker of [...speakers, next]) speaker.socket.destroy();
  });
});

describe('closing', () => {
  it('gives the socket up, answers what was asked, takes no more', async () => {
    const { handle, open } = held();
    const listener = await serve(handle);
    const speaker = await Speaker.at(listener.path);
    speaker.say(ping('a'));
    await until(() => open.size === 1);
    const closed = listener.close({ graceMs: 20_000 });
    expect(existsSync(listener.path)).toBe(false);
    speaker.say(ping('late'));
    await sleep(50);
    open.get('a')?.();
    expect(await speaker.lines(2)).toEqual([{ v: 1, id: 'a', ok: true, held: true }]);
    await closed;
    expect(open.size).toBe(1);
  });

  it('ends idle connections at once', async () => {
    const listener = await serve(pong);
    const speaker = await Speaker.at(listener.path);
    await until(() => listener.connections === 1);
    await Promise.all([listener.close({ graceMs: 20_000 }), speaker.lines(1)]);
    expect(listener.connections).toBe(0);
  });

  it('cuts off what is not answered within the grace', async () => {
    const { handle, open, peers } = held();
    const listener = await serve(handle);
    const speaker = await Speaker.at(listener.path);
    speaker.say(ping('a'));
    await until(() => open.size === 1);
    await listener.close({ graceMs: 50 });
    expect(peers[0]?.gone.aborted).toBe(true);
    expect(await speaker.lines(1)).toEqual([]);
  });
});
