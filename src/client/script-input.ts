import type { Readable } from 'node:stream';
import { RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { parse } from '../shell/parse.ts';

/** A piece of a script that came on standard input. */
export interface ScriptPiece {
  readonly bytes: Buffer;
  /** Nothing follows it. */
  readonly last: boolean;
}

/**
 * Cuts a script that comes on standard input into pieces that can be judged one by one: the whole of it when its end
 * comes at once; else, from a caller that keeps a shell open and writes to it now and then, what stands there when it
 * pauses, as long as that is complete.
 * @throws RampartError E_LIMIT for a piece longer than LIMITS.hookBytes
 */
export async function* scriptPieces(input: Readable): AsyncGenerator<ScriptPiece> {
  const chunks = input[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let gathered: Buffer[] = [];
  let size = 0;
  let next = chunks.next();
  for (;;) {
    const arrived = size === 0 ? await next : await orPause(next);
    if (arrived === PAUSE) {
      const bytes = Buffer.concat(gathered);
      if (!isComplete(bytes)) {
        await next;
        continue;
      }
      yield { bytes, last: false };
      gathered = [];
      size = 0;
      continue;
    }
    if (arrived.done === true) {
      yield { bytes: Buffer.concat(gathered), last: true };
      return;
    }
    gathered.push(arrived.value);
    size += arrived.value.length;
    if (size > LIMITS.hookBytes)
      throw new RampartError(
        'E_LIMIT',
        `a script on standard input is longer than ${LIMITS.hookBytes} bytes`,
      );
    next = chunks.next();
  }
}

const PAUSE = Symbol('pause');

async function orPause(
  next: Promise<IteratorResult<Buffer>>,
): Promise<IteratorResult<Buffer> | typeof PAUSE> {
  let timer: NodeJS.Timeout | undefined;
  const pause = new Promise<typeof PAUSE>(resolve => {
    timer = setTimeout(resolve, LIMITS.scriptPauseMs, PAUSE);
  });
  try {
    return await Promise.race([next, pause]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whole lines that parse: a shell would run them before it reads on. */
function isComplete(bytes: Buffer): boolean {
  const text = bytes.toString('utf8');
  return text.endsWith('\n') && (parse(text).errors ?? []).length === 0;
}
