import { type MessagePort, Worker } from 'node:worker_threads';
import { messageOf, RampartError } from '../../core/error.ts';
import { type Extent, Reader } from '../reader.ts';
import { isCorrupt } from '../sqlite.ts';
import { type BytesVerdict, verifyBytes } from './bytes.ts';
import type { HashElsewhere } from './verify.ts';

/** What starts a hashing thread: `role` tells the program's one entry file which thread it is in. */
export interface HasherData {
  readonly role: 'hasher';
  readonly database: string;
  readonly extent: Extent;
  readonly textsTo: number;
}

type FromHasher = { readonly verdict: BytesVerdict } | { readonly failed: string };

/** The hashing thread: one log, one answer. */
export function runHasher(port: MessagePort, data: HasherData): void {
  port.postMessage(answer(data));
  port.close();
}

/** Hashes in a thread that starts with `script`, which is to call `runHasher` when it gets `HasherData`. */
export function hashInThread(script: URL | string): HashElsewhere {
  return (database, extent, textsTo) =>
    new Promise((resolve, reject) => {
      const workerData: HasherData = { role: 'hasher', database, extent, textsTo };
      const worker = new Worker(script, { workerData });
      worker.on('message', (message: FromHasher) => {
        if ('verdict' in message) resolve(message.verdict);
        else reject(new RampartError('E_INPUT', `the audit log cannot be read: ${message.failed}`));
      });
      worker.on('error', reject);
      // After an answer this changes nothing.
      worker.on('exit', () =>
        reject(new RampartError('E_INPUT', 'the hashing thread ended without an answer')),
      );
    });
}

function answer({ database, extent, textsTo }: HasherData): FromHasher {
  try {
    const reader = Reader.open(database);
    try {
      return { verdict: verifyBytes(reader, extent, textsTo) };
    } finally {
      reader.close();
    }
  } catch (thrown) {
    if (isCorrupt(thrown)) return { verdict: { fault: { seq: null, check: 'database' }, root: null } };
    return { failed: messageOf(thrown) };
  }
}
