import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';

/** What a daemon that is none says to whoever connects, given what it was asked. */
const BABBLE = {
  garbage: () => '\x00\x01 not a frame\n{"v":1,\n\n',
  'another protocol': ask => `${JSON.stringify({ v: 99, id: ask.id, ok: true, effect: 'run' })}\n`,
  'half a frame': () => '{"v":1,"id":',
  'somebody else’s answer': () => `${JSON.stringify({ v: 1, id: 'x', ok: true, effect: 'run' })}\n`,
  'a ruling with holes': ask => `${JSON.stringify({ v: 1, id: ask.id, ok: true, effect: 'run' })}\n`,
} as const satisfies Readonly<Record<string, (ask: { readonly id: unknown }) => string>>;

export type Babble = keyof typeof BABBLE;

export const BABBLES = Object.keys(BABBLE) as readonly Babble[];

/** Listens where a daemon would and answers nonsense. */
export class FakeDaemon {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async at(path: string, babble: Babble): Promise<FakeDaemon> {
    rmSync(path, { force: true });
    const server = createServer();
    const fake = new FakeDaemon(server);
    server.on('connection', socket => {
      fake.#sockets.add(socket);
      socket.on('error', () => {});
      let heard = '';
      socket.on('data', chunk => {
        heard += chunk.toString();
        if (!heard.endsWith('\n')) return;
        socket.end(BABBLE[babble](JSON.parse(heard)));
        heard = '';
      });
    });
    server.listen(path);
    await once(server, 'listening');
    chmodSync(path, 0o600);
    return fake;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
