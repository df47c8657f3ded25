import { createHmac } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { LIMITS } from '../../src/core/limits.ts';
import { commandSink } from '../../src/daemon/notify/command.ts';
import { Delivery } from '../../src/daemon/notify/delivery.ts';
import { type Message, type Sink, Undelivered } from '../../src/daemon/notify/event.ts';
import { Notifier } from '../../src/daemon/notify/notify.ts';
import { webhookSink } from '../../src/daemon/notify/webhook.ts';
import type { NotifySettings } from '../../src/policy/file/notify-settings.ts';
import { ok, receiver } from './receiver.ts';

const SECRET = 'a secret of enough length';
const NEVER = new AbortController().signal;
const message = (text = 'hello'): Message => ({
  event: 'ask',
  text,
  body: JSON.stringify({ text }),
  since: performance.now(),
});

function notifier(...settings: NotifySettings[]) {
  const notices: string[] = [];
  const made = new Notifier({
    home: '/h',
    notice: text => notices.push(text),
    plain: text => text.replaceAll('\u001b', '\\e'),
    firstPauseMs: 5,
  });
  made.configure(settings);
  onTestFinished(() => made.close());
  return { made, notices };
}

const settled = (made: Notifier, what: object) =>
  vi.waitFor(() => expect(made.state).toMatchObject([what]), { timeout: 10_000 });

describe('a webhook', () => {
  it('gets the message as JSON, signed so that its time is part of the signature', async () => {
    const { url, received } = await receiver();
    const { made } = notifier({ webhook: { url, secret: SECRET } });
    made.tell({ event: 'ask', text: 'look \u001b[2J', data: { id: 'abc', n: 1 } });
    await settled(made, { ok: true, delivered: 1, queued: 0 });
    const [{ headers, body, path } = { headers: {}, body: '', path: '' }] = received;
    expect(path).toBe('/hook/SECRETPATH?k=SECRETQUERY');
    expect(JSON.parse(body)).toMatchObject({
      schema: 'rampart.notify/1',
      event: 'ask',
      home: '/h',
      text: 'look \\e[2J',
      data: { id: 'abc', n: 1 },
    });
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'x-rampart-event': 'ask' });
    const mac = createHmac('sha256', SECRET)
      .update(`${headers['x-rampart-timestamp']}.${body}`)
      .digest('hex');
    expect(headers['x-rampart-signature']).toBe(`sha256=${mac}`);
    expect(Math.abs(Date.now() / 1_000 - Number(headers['x-rampart-timestamp']))).toBeLessThan(60);
  });

  it('without a secret gets no signature', async () => {
    const { url, received } = await receiver();
    await webhookSink({ url }).send(message(), NEVER);
    expect(received[0]?.headers['x-rampart-signature']).toBeUndefined();
  });

  it('that fails is tried again, in order, until it works, and both turns are told without its secrets', async () => {
    const { url, received } = await receiver((response, nth) =>
      nth <= 3 ? response.writeHead(503).end('SECRETANSWER') : ok(response),
    );
    const { made, notices } = notifier({ webhook: { url, secret: SECRET } });
    for (const text of ['one', 'two', 'three']) made.tell({ event: 'start', text, data: {} });
    await settled(made, { ok: true, delivered: 3, queued: 0, lost: 0, error: null });
    expect(received.map(({ body }) => JSON.parse(body).text)).toEqual([
      'one',
      'one',
      'one',
      'one',
      'two',
      'three',
    ]);
    expect(new Set(received.slice(0, 4).map(({ body }) => JSON.parse(body).id)).size).toBe(1);
    expect(notices).toHaveLength(2);
    expect(notices.join() + JSON.stringify(made.state)).not.toContain('SECRET');
    expect(notices.join() + JSON.stringify(made.state)).not.toContain(SECRET);
  });

  it('that nobody serves is tried again when somebody does', async () => {
    const { url } = await receiver();
    const dead = url.replace(/:\d+/, ':1');
    const { made } = notifier({ webhook: { url: dead } });
    made.tell({ event: 'start', text: 'x', data: {} });
    await settled(made, { ok: false, error: 'ECONNREFUSED', queued: 1 });
    made.configure([{ webhook: { url } }]);
    made.tell({ event: 'start', text: 'y', data: {} });
    await settled(made, { ok: true, delivered: 1 });
  });

  it.each([400, 401, 404, 410, 301])('that answers %d is not tried again', async status => {
    const { url, received } = await receiver(response =>
      response.writeHead(status, { location: '/else' }).end(),
    );
    const { made } = notifier({ webhook: { url } });
    made.tell({ event: 'start', text: 'x', data: {} });
    await settled(made, { ok: false, lost: 1, queued: 0, error: `status ${status}` });
    expect(received).toHaveLength(1);
  });

  it.each([408, 425, 429, 500])('that answers %d is tried again', async status => {
    const { url } = await receiver((response, nth) =>
      nth === 1 ? response.writeHead(status).end() : ok(response),
    );
    const { made } = notifier({ webhook: { url } });
    made.tell({ event: 'start', text: 'x', data: {} });
    await settled(made, { delivered: 1 });
  });

  it('whose answer has no end is cut off, and counts by its status', async () => {
    let sent = 0;
    const { url } = await receiver(response => {
      response.writeHead(200);
      const pour = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384))) sent += 16_384;
        if (!response.destroyed) response.once('drain', pour);
      };
      pour();
    });
    await webhookSink({ url }).send(message(), NEVER);
    // What the sockets' buffers hold comes on top of the cap.
    expect(sent).toBeLessThan(LIMITS.notifyAnswerBytes + 16 * 1024 * 1024);
  });

  it('that never answers is given up when the sender is', async () => {
    const { url } = await receiver(() => undefined);
    const abort = new AbortController();
    const sending = webhookSink({ url }).send(message(), abort.signal);
    setTimeout(() => abort.abort(), 50);
    await expect(sending).rejects.toThrow(Undelivered);
  });
});

describe('a command', () => {
  const scratch = () => {
    const dir = mkdtempSync(join(tmpdir(), 'rampart-notify-'));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    return dir;
  };

  it('gets the JSON on its standard input and the text where it asks for it, without a shell', async () => {
    const dir = scratch();
    const text = '$(touch oops) `x` $& "quoted"';
    await commandSink(['sh', '-c', 'cat > "$1/in"; printf %s "$2" > "$1/text"', 'sh', dir, '{text}']).send(
      message(text),
      NEVER,
    );
    expect(JSON.parse(readFileSync(join(dir, 'in'), 'utf8'))).toEqual({ text });
    expect(readFileSync(join(dir, 'text'), 'utf8')).toBe(text);
  });

  it.each<[what: string, command: string[], error: string]>([
    ['that is not there', ['/nowhere/notify'], 'cannot be started: ENOENT'],
    ['that fails', ['sh', '-c', 'exit 3'], 'exit 3'],
    ['that is killed', ['sh', '-c', 'kill -9 $$'], 'SIGKILL'],
  ])('%s is tried again', async (_, command, error) => {
    const { made } = notifier({ command });
    made.tell({ event: 'start', text: 'x', data: {} });
    await settled(made, { ok: false, error, queued: 1 });
  });

  it('that does not read its input is as good', async () => {
    const long = { ...message(), body: 'x'.repeat(1024 * 1024) };
    await commandSink(['true']).send(long, NEVER);
  });

  it('that hangs is killed with what it started', async () => {
    const dir = scratch();
    const abort = new AbortController();
    const sending = commandSink(['sh', '-c', `sleep 1000 & echo $! > ${dir}/pid; wait`]).send(
      message(),
      abort.signal,
    );
    await vi.waitFor(() => expect(readFileSync(join(dir, 'pid'), 'utf8')).toMatch(/\n$/), {
      timeout: 10_000,
    });
    const pid = Number(readFileSync(join(dir, 'pid'), 'utf8'));
    abort.abort();
    await expect(sending).rejects.toThrow(Undelivered);
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 10_000 });
  });
});

describe('delivering', () => {
  const refusing = (): { sink: Sink; tried: string[] } => {
    const tried: string[] = [];
    return {
      tried,
      sink: {
        kind: 'webhook',
        target: 'x',
        send: async ({ text }) => {
          tried.push(text);
          throw new Undelivered('no');
        },
      },
    };
  };

  it(`keeps ${LIMITS.notifyQueue} messages, and of more the newest`, async () => {
    const { sink } = refusing();
    const delivery = new Delivery({ sink, firstPauseMs: 100_000, onTurn: () => undefined });
    for (let n = 0; n < LIMITS.notifyQueue; n++) delivery.push(message(`${n}`));
    expect(delivery.state).toMatchObject({ queued: LIMITS.notifyQueue, lost: 0 });
    delivery.push(message('one more'));
    expect(delivery.state).toMatchObject({ queued: LIMITS.notifyQueue, lost: 1 });
    await delivery.close(0);
  });

  it('gives up what grew too old, and goes on with the next', async () => {
    const { sink, tried } = refusing();
    const delivery = new Delivery({ sink, firstPauseMs: 5, onTurn: () => undefined });
    delivery.push({ ...message('old'), since: performance.now() - LIMITS.notifyAgeMs - 1 });
    delivery.push(message('new'));
    await vi.waitFor(() => expect(tried).toContain('new'));
    expect(tried.filter(text => text === 'old')).toHaveLength(1);
    expect(delivery.state).toMatchObject({ lost: 1, queued: 1 });
    await delivery.close(0);
  });

  it('ends in time though nothing can be delivered', async () => {
    const { sink } = refusing();
    const delivery = new Delivery({ sink, firstPauseMs: 100_000, onTurn: () => undefined });
    delivery.push(message());
    await delivery.close(10);
    delivery.push(message());
    expect(delivery.state.queued).toBe(1);
  });
});

describe('what is told', () => {
  it('is what each asked for', async () => {
    const all = await receiver();
    const some = await receiver();
    const { made } = notifier(
      { webhook: { url: all.url } },
      { webhook: { url: some.url }, events: ['policy'] },
    );
    made.tell({ event: 'start', text: 'x', data: {} });
    made.tell({ event: 'policy', text: 'x', data: {} });
    await vi.waitFor(() => expect(all.received).toHaveLength(2));
    await vi.waitFor(() =>
      expect(some.received.map(({ headers }) => headers['x-rampart-event'])).toEqual(['policy']),
    );
  });

  it('has no secrets of commands in it, and an end', async () => {
    const { url, received } = await receiver();
    const { made } = notifier({ webhook: { url } });
    const token = `ghp_${'a1B2'.repeat(9)}`;
    made.tell({ event: 'ask', text: `curl -H 'authorization: ${token}'`, data: { command: `x ${token}` } });
    made.tell({ event: 'ask', text: 'y'.repeat(LIMITS.notifyTextChars + 1), data: {} });
    await vi.waitFor(() => expect(received).toHaveLength(2));
    expect(received[0]?.body).not.toContain(token);
    expect(JSON.parse(received[1]?.body ?? '').text).toHaveLength(LIMITS.notifyTextChars);
  });

  it('at every call is told once in a while', async () => {
    const { url, received } = await receiver();
    const { made } = notifier({ webhook: { url } });
    for (let n = 0; n < 5; n++) made.tellSeldom({ event: 'fail', text: `${n}`, data: {} });
    await made.close();
    expect(received).toHaveLength(1);
  });

  it('reaches nobody where nobody is named', () => {
    const { made } = notifier();
    made.tell({ event: 'start', text: 'x', data: {} });
    expect(made.state).toEqual([]);
    expect(existsSync('/h')).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
