import { randomUUID } from 'node:crypto';
import { connect as connectSocket, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { errnoOf, messageOf, RampartError } from '../core/error.ts';
import { isObject } from '../core/json.ts';
import { checkSocketPath } from '../core/places.ts';
import { sinceStart } from '../core/since-start.ts';
import { PROTOCOL } from '../core/version.ts';
import { encodeFrame, FrameReader } from './frame.ts';
import { type Answer, type Body, type Event, isErrorCode, type Op } from './messages.ts';
import { checkTrusted } from './trusted-socket.ts';

export interface ConnectOptions {
  /** Milliseconds. */
  readonly connectTimeoutMs: number;
  /** User ids beside our own and root whose socket is believed. */
  readonly trusted?: readonly number[];
}

export interface RequestOptions {
  /** Milliseconds until the answer, or until the first event if one comes. */
  readonly timeoutMs: number;
  /**
   * Milliseconds from each event until what follows it; `timeoutMs` when absent. A person takes longer to answer than
   * a daemon: with one time for both, either a slow approval looks like a dead daemon or a dead daemon like a slow
   * approval.
   */
  readonly afterEventMs?: number | (() => number);
  readonly onEvent?: (event: Event) => void;
  /** To ask the same again after a lost connection; a new one when absent. */
  readonly id?: string;
}

/** A request on its way. */
interface Waiting {
  readonly options: RequestOptions;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: RampartError) => void;
  timer: NodeJS.Timeout;
}

/** Pause before trying a daemon again whose queue of new connections is full. */
const RETRY_MS = 5;

/**
 * Connects to a daemon.
 * @throws RampartError E_SOCKET when none is there, E_OWNER when it is not one to be believed, E_TIMEOUT when it does
 * not take the connection
 */
export async function connect(path: string, options: ConnectOptions): Promise<Client> {
  checkSocketPath(path);
  checkTrusted(path, options.trusted);
  const deadline = sinceStart() + options.connectTimeoutMs;
  for (;;) {
    try {
      return new Client(await open(path, deadline - sinceStart()));
    } catch (thrown) {
      if (thrown instanceof RampartError) throw thrown;
      // EAGAIN: so many connect at once that the kernel's queue is full (unix(7)); the daemon will get to it.
      if (errnoOf(thrown) !== 'EAGAIN') throw unreachable(path, thrown);
      if (sinceStart() + RETRY_MS >= deadline) throw noConnection(path);
      await sleep(RETRY_MS);
    }
  }
}

function open(path: string, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectSocket(path);
    const timer = setTimeout(() => {
      socket.destroy();
      reject(noConnection(path));
    }, timeoutMs);
    const settle = (): void => {
      clearTimeout(timer);
      socket.removeAllListeners();
    };
    socket.once('connect', () => {
      settle();
      resolve(socket);
    });
    socket.once('error', error => {
      settle();
      reject(error);
    });
  });
}

/** A connection to a daemon; any number of requests may be on their way at once. */
export class Client {
  readonly #socket: Socket;
  readonly #reader = new FrameReader();
  readonly #waiting = new Map<string, Waiting>();
  #broken: RampartError | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', chunk => this.#receive(chunk));
    socket.on('error', error => this.#break(lost(messageOf(error))));
    socket.on('close', () => this.#break(lost('the daemon closed it')));
  }

  /**
   * Asks and waits. A refusal by the daemon is an answer; what is thrown says that there is none.
   * @throws RampartError E_TIMEOUT when nothing came in time, E_SOCKET when the connection is lost, E_INPUT for an
   * answer that is none, E_VERSION for one in another protocol, E_LIMIT for a request longer than a frame
   */
  request(op: Op, body: Body, options: RequestOptions): Promise<Answer> {
    const id = options.id ?? randomUUID();
    return new Promise((resolve, reject) => {
      if (this.#broken !== undefined) throw this.#broken;
      if (this.#waiting.has(id)) throw new RampartError('E_ID', `request is already on its way: ${id}`);
      const until = Date.now() + options.timeoutMs;
      const frame = encodeFrame({ ...body, v: PROTOCOL, id, op, until });
      const timer = this.#timer(id, options.timeoutMs);
      this.#waiting.set(id, { options, resolve, reject, timer });
      this.#socket.write(frame);
    });
  }

  /** Gives up what is on its way and lets go of the connection. */
  close(): void {
    this.#break(lost('it was closed here'));
  }

  #timer(id: string, ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      const waiting = this.#forget(id);
      waiting?.reject(new RampartError('E_TIMEOUT', `the daemon did not answer within ${ms} ms`));
    }, ms);
  }

  #forget(id: string): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return undefined;
    clearTimeout(waiting.timer);
    this.#waiting.delete(id);
    return waiting;
  }

  #break(error: RampartError): void {
    this.#broken ??= error;
    this.#socket.destroy();
    for (const id of [...this.#waiting.keys()]) this.#forget(id)?.reject(this.#broken);
  }

  #receive(chunk: Buffer): void {
    if (this.#broken !== undefined) return;
    try {
      this.#reader.push(chunk);
      for (let frame = this.#reader.next(); frame !== undefined; frame = this.#reader.next())
        this.#understand(frame.body);
    } catch (thrown) {
      this.#break(thrown instanceof RampartError ? thrown : new RampartError('E_INPUT', messageOf(thrown)));
    }
  }

  #understand(message: Body): void {
    const { v, id, ok, event, error, ...body } = message;
    if (v !== PROTOCOL)
      throw new RampartError('E_VERSION', 'the daemon speaks another version of the protocol', {
        hint: 'restart it: rampart serve stop',
      });
    // Without an id it is the connection that is refused, and everything that is on its way with it.
    if (id === null && ok === false) throw refusalOf(error);
    if (typeof id !== 'string') throw new RampartError('E_INPUT', 'the daemon sent an answer without an id');

    const waiting = this.#waiting.get(id);
    // An answer that comes after its time.
    if (waiting === undefined) return;
    if (typeof event === 'string' && ok === undefined) {
      const { onEvent, afterEventMs, timeoutMs } = waiting.options;
      clearTimeout(waiting.timer);
      // First, because it may tell how long the rest takes.
      onEvent?.({ event, body });
      const ms = typeof afterEventMs === 'function' ? afterEventMs() : (afterEventMs ?? timeoutMs);
      waiting.timer = this.#timer(id, ms);
      return;
    }
    if (ok !== true && ok !== false)
      throw new RampartError('E_INPUT', 'the daemon sent neither an answer nor an event');
    const answer: Answer = ok ? { ok, body } : { ok, error: refusalOf(error) };
    this.#forget(id)?.resolve(answer);
  }
}

/** A refusal as it came, as an error that can be thrown or be part of an answer. */
function refusalOf(error: unknown): RampartError {
  if (!isObject(error) || !isErrorCode(error.code) || typeof error.message !== 'string')
    return new RampartError('E_INPUT', 'the daemon refused without a reason');
  const { code, message, hint } = error;
  return new RampartError(code, message, typeof hint === 'string' ? { hint } : {});
}

function lost(why: string): RampartError {
  return new RampartError('E_SOCKET', `the connection to the daemon is lost: ${why}`);
}

function unreachable(path: string, cause: unknown): RampartError {
  const why = errnoOf(cause) === 'ECONNREFUSED' ? 'no daemon listens on it' : messageOf(cause);
  return new RampartError('E_SOCKET', `cannot reach ${path}: ${why}`, { hint: 'rampart serve', cause });
}

function noConnection(path: string): RampartError {
  return new RampartError('E_TIMEOUT', `the daemon did not take a connection in time: ${path}`);
}
