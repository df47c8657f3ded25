import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { LIMITS } from '../../src/core/limits.ts';
import { Sandbox } from '../cli/sandbox.ts';
import { Speaker } from '../wire/speaker.ts';
import { ASKS } from './asking.ts';
import { start } from './serving.ts';
import { shortOf, Talker } from './talker.ts';

vi.setConfig({ testTimeout: 90_000 });

const sandbox = new Sandbox();
beforeAll(() => void sandbox.serve());
afterAll(() => sandbox.close());

const answers = async (): Promise<boolean> => {
  const talker = await Talker.agent(sandbox);
  const answered = (await talker.evaluate('echo well')).ok;
  talker.close();
  return answered;
};

describe('a daemon', () => {
  it('answers hundreds of clients at once', async () => {
    const talkers = await Promise.all(Array.from({ length: 300 }, () => Talker.agent(sandbox)));
    const said = await Promise.all(talkers.map((talker, index) => talker.evaluate(`echo ${index}`)));
    expect(said.map(shortOf)).toEqual(Array.from({ length: 300 }, () => 'run'));
    for (const talker of talkers) talker.close();
  });

  it.each<[who: string, act: (speaker: Speaker) => void]>([
    ['begins a frame and says no more', speaker => speaker.say('{"v":1,')],
    ['closes its half inside a frame', speaker => void speaker.socket.end('{"v":1,"id":"x"')],
    ['babbles', speaker => speaker.say('GET / HTTP/1.1\r\n\r\n'.repeat(1_000))],
    ['sends a frame without an end', speaker => speaker.say(Buffer.alloc(LIMITS.frameBytes + 1, '{"x":"'))],
    [
      'floods and reads nothing',
      speaker => {
        speaker.socket.pause();
        speaker.say('{"v":1,"id":"x","op":"ping"}\n'.repeat(20_000));
      },
    ],
    [
      'asks much and leaves',
      speaker => {
        const call = { tool: 'exec', command: 'echo left', cwd: '/' };
        for (let id = 0; id < 200; id++)
          speaker.say(`${JSON.stringify({ v: 1, id: `left-${id}`, op: 'evaluate', call })}\n`);
        speaker.socket.destroy();
      },
    ],
  ])('answers others while a client %s', async (_, act) => {
    const speakers = await Promise.all(
      Array.from({ length: 8 }, () => Speaker.at(sandbox.places.agentSocket)),
    );
    for (const speaker of speakers) act(speaker);
    expect(await answers()).toBe(true);
    for (const speaker of speakers) speaker.socket.destroy();
    expect(await answers()).toBe(true);
  });

  it('answers others while it judges a command of a megabyte', async () => {
    const [long, short] = [await Talker.agent(sandbox), await Talker.agent(sandbox)];
    let over = false;
    // It is too long to be read as a whole, and so a question for a person.
    const judged = new Promise<unknown>(resolve => {
      const onEvent = ({ body }: { body: Readonly<Record<string, unknown>> }) => resolve(body.rule);
      long.evaluate('echo a; '.repeat(128 * 1_024), { onEvent }).then(resolve, () => {});
    }).finally(() => {
      over = true;
    });
    expect(shortOf(await short.evaluate('echo short'))).toBe('run');
    expect(over).toBe(false);
    expect(await judged).toBe('standard/unread');
    long.close();
    short.close();
  });

  it.each([
    ['on its own thread', LIMITS.inlineJudgeBytes],
    ['in the other', LIMITS.inlineJudgeBytes + 1],
  ])('judges alike %s', async (_, length) => {
    const talker = await Talker.agent(sandbox);
    const pad = (command: string): string => command + ' '.repeat(length - command.length);
    expect(shortOf(await talker.evaluate(pad('rm -rf /')))).toBe('refuse');
    expect(shortOf(await talker.evaluate(pad('echo rm')))).toBe('run');
    talker.close();
  });

  it('says clearly that it speaks another version than a client', async () => {
    const speaker = await Speaker.at(sandbox.places.agentSocket);
    speaker.say('{"v":2,"id":"a","op":"ping"}\n');
    expect(await speaker.lines(1)).toMatchObject([
      {
        v: 1,
        id: 'a',
        ok: false,
        error: { code: 'E_VERSION', message: expect.stringContaining('version 1') },
      },
    ]);
    speaker.socket.destroy();
  });
});

it('a client says clearly that a daemon speaks another version, and judges by itself', async () => {
  const other = new Sandbox();
  other.configure('policies/team.yaml', ASKS.replace('action: ask', 'action: deny'));
  mkdirSync(other.places.run, { mode: 0o700 });
  const server = createServer(socket => {
    socket.on('error', () => {});
    socket.on('data', chunk => {
      const { id } = JSON.parse(chunk.toString());
      socket.write(`${JSON.stringify({ v: 2, id, ok: true, effect: 'run' })}\n`);
    });
  });
  server.listen(other.places.agentSocket);
  await once(server, 'listening');
  const status = await start(other, ['status']).ran;
  expect(status).toMatchObject({
    exit: 1,
    stderr: expect.stringContaining('another version of the protocol'),
  });
  const denied = await start(other, ['exec', '--', 'touch', 'made']).ran;
  expect(denied).toMatchObject({
    exit: 126,
    stderr: expect.stringContaining('another version of the protocol'),
  });
  server.close();
  other.close();
});
