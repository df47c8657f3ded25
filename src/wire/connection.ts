import { setMaxListeners } from 'node:events';
import type { Socket } from 'node:net';
import { RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { PROTOCOL } from '../core/version.ts';
import { encodeFrame, type Frame, FrameReader } from './frame.ts';
import type { Body, Op, Refusal, Request } from './messages.ts';
import { idOf, parseRequest } from './request.ts';
import { isOverdue } from './until.ts';

/** The client at the other end, as a handler sees it. */
export interface Peer {
  /** Counts connections of one server. */
  readonly number: number;
  /** Aborted when the client is gone, so that what waits for it can be withdrawn. */
  readonly gone: AbortSignal;
  /** Outlives the connection, for those who want to know later. */
  readonly presence: Presence;
}

/** Whether a client is still at the other end. */
export interface Presence {
  readonly left: boolean;
}

/** Tells the client something about its request before the answer. */
export type Notify = (event: string, body?: Body) => void;

/**
 * Answers a request. What it throws becomes a refusal; so the code of a RampartError is seen by the client, and
 * everything else is an internal error that only `onError` is told of.
 */
export type Handler = (request: Request, peer: Peer, notify: Notify) => Body | Promise<Body>;

export interface ConnectionOptions {
  /** What is answered here. */
  readonly ops: readonly Op[];
  readonly handle: Handler;
  /** Told of what a handler threw and should not have. */
  readonly onError?: (thrown: unknown) => void;
  /** Milliseconds; `LIMITS.frameIdleMs` when absent. */
  readonly frameIdleMs?: number;
}

/** Why a signal is aborted; one for all, because making one takes a stack trace. */
const GONE = new RampartError('E_SOCKET', 'the client is gone');

/** One client's connection: requests in, answers out, each cost bounded and borne by this client alone. */
export class Connection implements Peer {
  readonly number: number;
  readonly presence = { left: false };
  readonly #socket: Socket;
  readonly #options: ConnectionOptions;
  readonly #reader = new FrameReader();
  #gone: AbortController | undefined;
  #state: 'serving' | 'draining' | 'closing' = 'serving';
  #unanswered = 0;
  #inputEnded = false;
  #discarded = 0;
  #frameTimer: NodeJS.Timeout | undefined;

  constructor(socket: Socket, number: number, options: ConnectionOptions) {
    this.#socket = socket;
    this.number = number;
    this.#options = options;
    socket.on('data', chunk => this.#receive(chunk));
    socket.on('end', () => this.#inputEnd());
    socket.on('drain', () => this.#serve());
    // What goes wrong with a socket is followed by 'close'.
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#state = 'closing';
      this.presence.left = true;
      clearTimeout(this.#frameTimer);
      this.#gone?.abort(GONE);
    });
  }

  /** Made when first asked for: most requests are answered without waiting, and a signal costs as much as a frame. */
  get gone(): AbortSignal {
    if (this.#gone === undefined) {
      this.#gone = new AbortController();
      setMaxListeners(LIMITS.connectionBacklog, this.#gone.signal);
      if (this.presence.left) this.#gone.abort(GONE);
    }
    return this.#gone.signal;
  }

  /**
   * Finds out whether a client that is not read from, being half-closed or too far ahead, still waits for answers:
   * writing nothing does nothing when it does and fails when it does not.
   */
  probe(): void {
    const unread = this.#inputEnded || this.#socket.isPaused();
    if (unread && this.#unanswered > 0 && this.#socket.writable) this.#socket.write('');
  }

  /** Takes no more requests and ends once those it has taken are answered. */
  drain(): void {
    if (this.#state !== 'serving') return;
    this.#state = 'draining';
    this.#serve();
  }

  /** Says why, and ends; requests without an answer get none. */
  refuse(thrown: unknown): void {
    if (this.#state === 'closing') return;
    this.#state = 'closing';
    this.presence.left = true;
    clearTimeout(this.#frameTimer);
    this.#socket.end(encodeFrame(refusal(null, refusalOf(thrown))));
    this.#gone?.abort(GONE);
    // Closing with input unread resets the connection, which can overtake the reason.
    this.#socket.resume();
    this.#linger();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    if (this.#state === 'closing') {
      this.#discarded += chunk.length;
      if (this.#discarded > LIMITS.frameBytes) this.#socket.destroy();
      return;
    }
    this.#reader.push(chunk);
    this.#serve();
  }

  #inputEnd(): void {
    this.#inputEnded = true;
    this.probe();
    this.#serve();
  }

  /** Takes as many requests as may be unanswered, and reads on only if it could take all there were. */
  #serve(): void {
    try {
      for (let frame = this.#nextFrame(); frame !== undefined; frame = this.#nextFrame()) this.#take(frame);
    } catch (thrown) {
      this.refuse(thrown);
    }
    if (this.#state === 'closing') return;
    if (this.#mayTake()) this.#socket.resume();
    else this.#socket.pause();
    this.#watchFrame();

    const over = this.#state === 'draining' || (this.#inputEnded && this.#mayTake());
    if (!over || this.#unanswered > 0) return;
    if (this.#inputEnded && this.#reader.pending)
      this.refuse(new RampartError('E_INPUT', 'connection ended inside a frame'));
    else this.#end();
  }

  #nextFrame(): Frame | undefined {
    return this.#mayTake() ? this.#reader.next() : undefined;
  }

  #mayTake(): boolean {
    return (
      this.#state === 'serving' &&
      this.#unanswered < LIMITS.connectionBacklog &&
      !this.#socket.writableNeedDrain
    );
  }

  #end(): void {
    this.#state = 'closing';
    clearTimeout(this.#frameTimer);
    this.#socket.end(() => this.#linger());
    this.#socket.resume();
  }

  #linger(): void {
    setTimeout(() => this.#socket.destroy(), LIMITS.lingerMs).unref();
  }

  /** A frame must end in time from its beginning, however steadily it trickles; time we do not read does not count. */
  #watchFrame(): void {
    const waiting = this.#reader.pending && this.#mayTake();
    if (!waiting) {
      clearTimeout(this.#frameTimer);
      this.#frameTimer = undefined;
      return;
    }
    this.#frameTimer ??= setTimeout(() => {
      this.refuse(new RampartError('E_TIMEOUT', 'frame was begun and not ended'));
    }, this.#options.frameIdleMs ?? LIMITS.frameIdleMs).unref();
  }

  #take(frame: Frame): void {
    // A frame has ended, so what follows is another one.
    clearTimeout(this.#frameTimer);
    this.#frameTimer = undefined;
    const { ops } = this.#options;
    let request: Request;
    try {
      request = parseRequest(frame.body, ops);
      if (isOverdue(frame.body.until, Date.now()))
        throw new RampartError('E_TIMEOUT', 'this answer is no longer waited for');
    } catch (thrown) {
      this.#send(refusal(idOf(frame.body), refusalOf(thrown)));
      return;
    }
    this.#unanswered++;
    void this.#answer(request);
  }

  async #answer(request: Request): Promise<void> {
    const { id } = request;
    const notify: Notify = (event, body = {}) => this.#send(message({ v: PROTOCOL, id, event }, body));
    try {
      const body = await this.#options.handle(request, this, notify);
      this.#send(message({ v: PROTOCOL, id, ok: true }, body));
    } catch (thrown) {
      if (!(thrown instanceof RampartError)) this.#options.onError?.(thrown);
      this.#send(refusal(id, refusalOf(thrown)));
    } finally {
      this.#unanswered--;
      this.#serve();
    }
  }

  #send(message: object): void {
    if (this.#state === 'closing' || !this.#socket.writable) return;
    this.#socket.write(encodeFrame(message));
    if (this.#socket.writableLength > LIMITS.outboundBytes) this.#socket.destroy();
  }
}

/** The envelope first, for people who read along, and its members are nobody else's to set. */
function message(envelope: Readonly<Record<string, unknown>>, body: Body): object {
  return { ...envelope, ...body, ...envelope };
}

function refusal(id: string | null, error: Refusal): object {
  return { v: PROTOCOL, id, ok: false, error };
}

/** A message may quote what was asked; it must not make the answer longer than a frame. */
const MESSAGE_CHARS = 4_096;

function refusalOf(thrown: unknown): Refusal {
  if (!(thrown instanceof RampartError)) return { code: 'E_INPUT', message: 'internal error' };
  const { code, message, hint } = thrown;
  return {
    code,
    message: message.slice(0, MESSAGE_CHARS),
    ...(hint === undefined ? {} : { hint: hint.slice(0, MESSAGE_CHARS) }),
  };
}
