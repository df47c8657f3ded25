import type { Readable } from 'node:stream';
import { RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';

/**
 * All of a hook's standard input. What is past the cap is read too, and dropped: a host that cannot write to its hook
 * may take that for a hook that failed, and run the call.
 * @throws RampartError E_LIMIT for an input longer than LIMITS.hookBytes
 */
export async function readHookInput(input: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LIMITS.hookBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (size > LIMITS.hookBytes)
    throw new RampartError('E_LIMIT', `the call is longer than ${LIMITS.hookBytes} bytes`);
  return Buffer.concat(chunks, size);
}
