import { RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { parseObject } from '../core/strict-json.ts';

/** One message as it came. The raw framing will add a kind of its own. */
export interface Frame {
  readonly framing: 'json';
  readonly body: Readonly<Record<string, unknown>>;
}

const FRAME = { what: 'frame', depth: LIMITS.frameDepth };
const NEWLINE = 0x0a;
const OPEN_BRACE = 0x7b;
const RAW = 0x01;

/**
 * One NDJSON frame: the object on one line.
 * @throws RampartError E_LIMIT when it is longer than a frame may be
 */
export function encodeFrame(body: object): Buffer {
  const bytes = Buffer.from(`${JSON.stringify(body)}\n`);
  if (bytes.length - 1 > LIMITS.frameBytes) throw tooLong();
  return bytes;
}

/**
 * Cuts a stream into frames, in time and memory linear in what comes, however it is cut up. After it has thrown it is
 * of no more use: where the next frame begins is not known.
 */
export class FrameReader {
  #chunks: Buffer[] = [];
  /** The beginning of a frame whose end has not come: the first `#length` bytes of `#held`. */
  #held = Buffer.alloc(0);
  #length = 0;

  push(chunk: Buffer): void {
    if (chunk.length > 0) this.#chunks.push(chunk);
  }

  /** Something has come that is not part of a frame that `next` has returned. */
  get pending(): boolean {
    return this.#length > 0 || this.#chunks.length > 0;
  }

  /**
   * The next whole frame, or undefined until more has come.
   * @throws RampartError E_INPUT for what is no frame, E_VERSION for a framing that is not spoken here, E_LIMIT for a
   * frame past the cap, as soon as it is past it
   */
  next(): Frame | undefined {
    for (let chunk = this.#chunks[0]; chunk !== undefined; chunk = this.#chunks[0]) {
      if (this.#length === 0) checkFraming(chunk[0]);
      const end = chunk.indexOf(NEWLINE);
      const length = this.#length + (end < 0 ? chunk.length : end);
      if (length > LIMITS.frameBytes) throw tooLong();
      if (end < 0) {
        this.#chunks.shift();
        this.#hold(chunk);
        continue;
      }
      if (end + 1 === chunk.length) this.#chunks.shift();
      else this.#chunks[0] = chunk.subarray(end + 1);
      return { framing: 'json', body: parseObject(this.#take(chunk.subarray(0, end)), FRAME) };
    }
    return undefined;
  }

  /** Copies, growing by doubling: a list of chunks would let a client that sends single bytes cost 100 times as much. */
  #hold(piece: Buffer): void {
    const length = this.#length + piece.length;
    if (length > this.#held.length) {
      const larger = Buffer.allocUnsafe(Math.min(Math.max(length, this.#held.length * 2), LIMITS.frameBytes));
      this.#held.copy(larger, 0, 0, this.#length);
      this.#held = larger;
    }
    piece.copy(this.#held, this.#length);
    this.#length = length;
  }

  #take(last: Buffer): Buffer {
    if (this.#length === 0) return last;
    this.#hold(last);
    const whole = this.#held.subarray(0, this.#length);
    this.#held = Buffer.alloc(0);
    this.#length = 0;
    return whole;
  }
}

/** The first byte of a frame says how it is framed. */
function checkFraming(first: number | undefined): void {
  if (first === OPEN_BRACE) return;
  if (first === RAW)
    throw new RampartError('E_VERSION', 'raw frames are not spoken here, only lines of JSON', {
      hint: 'use the Node client, or a daemon of the same version as the native client',
    });
  throw new RampartError('E_INPUT', 'a frame begins with {');
}

function tooLong(): RampartError {
  return new RampartError('E_LIMIT', `frame longer than ${LIMITS.frameBytes} bytes`);
}
