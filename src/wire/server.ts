import { createServer, type Socket } from 'node:net';
import { RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { Connection, type ConnectionOptions, type Peer } from './connection.ts';
import { placeSocket } from './socket-file.ts';

export interface ListenOptions extends ConnectionOptions {
  readonly path: string;
  /** Of the socket; 0600 when absent. Connecting takes write permission. */
  readonly mode?: number;
  /** Called once for each connection that is gone, after its signal. */
  readonly onClose?: (peer: Peer) => void;
}

export interface CloseOptions {
  /** Milliseconds that requests already taken have to be answered in. */
  readonly graceMs: number;
}

/** Something that answers on a socket. */
export interface Listener {
  readonly path: string;
  readonly connections: number;
  /** Gives the socket up at once, lets what was asked be answered, and resolves when every connection is gone. */
  close(options: CloseOptions): Promise<void>;
}

/**
 * Answers requests on a Unix socket. Connections are served side by side, and what a client does wrong costs that
 * client its connection and nobody else anything.
 * @throws RampartError E_SOCKET, E_OWNER or E_BUSY when there can be no socket at `path`
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  /** Each with the moment at which it is gone and its end has been told. */
  const connections = new Map<Connection, Promise<void>>();
  let count = 0;

  // Clients may close their half and still wait for answers.
  const server = createServer({ allowHalfOpen: true }, (socket: Socket) => {
    const connection = new Connection(socket, ++count, options);
    if (connections.size >= LIMITS.connections) {
      connection.refuse(new RampartError('E_BUSY', 'too many connections'));
      return;
    }
    const closed = new Promise<void>(resolve => {
      socket.once('close', () => {
        connections.delete(connection);
        options.onClose?.(connection);
        resolve();
      });
    });
    connections.set(connection, closed);
  });
  const file = await placeSocket(server, options.path, options.mode);
  // A connection that could not be accepted (too many open files) is its client's loss; the next one may fare better.
  server.on('error', thrown => options.onError?.(thrown));
  const probing = setInterval(() => {
    for (const connection of connections.keys()) connection.probe();
  }, LIMITS.probeMs).unref();

  return {
    path: options.path,
    get connections() {
      return connections.size;
    },
    async close({ graceMs }) {
      file.remove();
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      for (const connection of connections.keys()) connection.drain();
      const grace = setTimeout(() => {
        for (const connection of connections.keys()) connection.destroy();
      }, graceMs);
      await Promise.all([closed, ...connections.values()]);
      clearTimeout(grace);
      clearInterval(probing);
    },
  };
}
