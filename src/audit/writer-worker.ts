import type { MessagePort } from 'node:worker_threads';
import { messageOf, RampartError } from '../core/error.ts';
import { groupLength } from './group-length.ts';
import type { Latch, Refused } from './refusals.ts';
import { type Appended, type Bundle, Writer } from './writer.ts';

/** What starts a writer's thread: `role` tells the program's one entry file which thread it is in. */
export interface WriterData {
  readonly role: 'writer';
  readonly database: string;
  readonly version: string;
}

/** A bundle on its way between threads: as JSON, so that what cannot be sent is found by the caller who sends it. */
export interface Parcel {
  readonly records: number;
  readonly json: string;
}

export type ToWriter =
  | { readonly type: 'append'; readonly parcels: readonly Parcel[]; readonly refused: Refused | undefined }
  | { readonly type: 'close' };

/** Where the log stands; the root in hexadecimal. */
export interface LogState {
  readonly head: { readonly size: number; readonly root: string };
  readonly latch: Latch | null;
}

export type FromWriter =
  | { readonly type: 'ready'; readonly state: LogState }
  | { readonly type: 'failed'; readonly error: Exclude<Appended, { seq: number }> }
  /** Answers bundles in the order in which they came. */
  | { readonly type: 'appended'; readonly results: readonly Appended[]; readonly state: LogState };

/**
 * The writer's thread: owns the database, so that an fsync stalls nobody. Everything that is waiting when a commit
 * ends goes into the next one; nothing waits for company, since a lone record should cost one fsync and no more.
 */
export function runWriter(port: MessagePort, data: WriterData): void {
  let writer: Writer;
  try {
    writer = new Writer(data.database, data.version);
  } catch (thrown) {
    const code = thrown instanceof RampartError ? thrown.code : 'E_LATCH';
    const hint = thrown instanceof RampartError ? thrown.hint : undefined;
    port.postMessage({
      type: 'failed',
      error: { code, message: messageOf(thrown), hint },
    } satisfies FromWriter);
    port.close();
    return;
  }
  const stateOf = (): LogState => ({
    head: { size: writer.head.size, root: writer.head.root.toString('hex') },
    latch: writer.latch,
  });
  let queue: Parcel[] = [];
  let scheduled = false;

  const commitSome = (): void => {
    scheduled = false;
    const group = queue.slice(0, groupLength(queue));
    queue = queue.slice(group.length);
    const results = writer.commit(group.map(({ json }) => JSON.parse(json) as Bundle));
    port.postMessage({ type: 'appended', results, state: stateOf() } satisfies FromWriter);
    if (queue.length > 0) schedule();
  };
  // After the poll phase, by when every message that had arrived has been queued.
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(commitSome);
  };

  port.on('message', (message: ToWriter) => {
    switch (message.type) {
      case 'append':
        if (message.refused !== undefined) writer.noteRefused(message.refused);
        queue.push(...message.parcels);
        schedule();
        return;
      case 'close':
        while (queue.length > 0) commitSome();
        writer.close();
        port.close();
        return;
    }
  });
  port.postMessage({ type: 'ready', state: stateOf() } satisfies FromWriter);
}
