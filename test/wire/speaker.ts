import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A client that says exactly what it is told to, byte for byte, and keeps what it hears. */
export class Speaker {
  readonly socket: Socket;
  readonly closed: Promise<void>;
  #heard = '';
  #waiters: (() => void)[] = [];

  constructor(socket: Socket) {
    this.socket = socket;
    this.closed = new Promise(resolve => socket.once('close', () => resolve()));
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      this.#heard += chunk.toString();
      this.#wake();
    });
    socket.once('end', () => socket.end());
    socket.once('close', () => this.#wake());
  }

  static async at(path: string): Promise<Speaker> {
    const socket = connect({ path, allowHalfOpen: true });
    await once(socket, 'connect');
    return new Speaker(socket);
  }

  say(text: string | Buffer): void {
    this.socket.write(text);
  }

  /** Waits for `count` lines, or for the end if fewer come; all of them so far, read as JSON. */
  async lines(count: number): Promise<Record<string, unknown>[]> {
    while (this.#lines().length < count && !this.socket.destroyed) await this.#news();
    return this.#lines();
  }

  #lines(): Record<string, unknown>[] {
    return this.#heard
      .split('\n')
      .slice(0, -1)
      .map(line => JSON.parse(line) as Record<string, unknown>);
  }

  #news(): Promise<void> {
    return new Promise(resolve => this.#waiters.push(resolve));
  }

  #wake(): void {
    for (const waiter of this.#waiters.splice(0)) waiter();
  }
}
