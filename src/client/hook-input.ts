import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';

/** A hook's standard input: what of it has come so far can be told of at any time. */
export class HookInput {
  readonly #hash = createHash('sha256');
  #bytes = 0;

  /**
   * All of it. What is past the cap is read too, and dropped: a host that cannot write to its hook may take that for a
   * hook that failed, and run the call.
   * @throws RampartError E_LIMIT for an input longer than LIMITS.hookBytes
   */
  async read(input: Readable): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of input as AsyncIterable<Buffer>) {
      this.#bytes += chunk.length;
      this.#hash.update(chunk);
      if (this.#bytes <= LIMITS.hookBytes) chunks.push(chunk);
      else chunks.length = 0;
    }
    if (this.#bytes > LIMITS.hookBytes)
      throw new RampartError('E_LIMIT', `the call is longer than ${LIMITS.hookBytes} bytes`);
    return Buffer.concat(chunks, this.#bytes);
  }

  /** Bytes that have come. */
  get bytes(): number {
    return this.#bytes;
  }

  /** sha256 of the bytes that have come, as hexadecimal. */
  digest(): string {
    return this.#hash.copy().digest('hex');
  }
}
