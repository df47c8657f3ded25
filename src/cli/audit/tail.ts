import { setTimeout as sleep } from 'node:timers/promises';
import { lastRecords, recordsBetween, type Wanted } from '../../audit/history.ts';
import type { Reader } from '../../audit/reader.ts';
import { RampartError } from '../../core/error.ts';
import { EXIT } from '../../core/exit.ts';
import type { Context } from '../verb.ts';
import type { FilterOptions } from './flags.ts';
import { withLog, withOpenLog } from './log.ts';
import { showRecords } from './record-text.ts';
import { wantedOf } from './wanted.ts';

export interface TailOptions extends FilterOptions {
  readonly lines: number;
  readonly follow?: boolean;
}

/** How often the log is looked at for new records. */
const POLL_MS = 200;

export async function auditTail(
  context: Context,
  { lines, follow, ...options }: TailOptions,
): Promise<number> {
  const wanted = wantedOf(options);
  const { out } = context;
  if (follow) return withOpenLog(context, reader => followLog(context, reader, wanted, lines));
  const records = withLog(context, reader => lastRecords(reader, wanted, lines, reader.extent().size));
  showRecords(records, out);
  if (records.length === 0) out.note('no such record');
  return EXIT.ok;
}

/**
 * Shows the last records and then each that comes, until nobody reads on or the process is interrupted.
 * @throws RampartError E_INPUT when the log becomes shorter, which only happens to one that was replaced
 */
async function followLog({ out }: Context, reader: Reader, wanted: Wanted, lines: number): Promise<number> {
  const gone = new AbortController();
  process.stdout.once('close', () => gone.abort());
  let seen = reader.extent().size;
  showRecords(lastRecords(reader, wanted, lines, seen), out);
  while (!gone.signal.aborted) {
    const { size } = reader.extent();
    if (size < seen)
      throw new RampartError('E_INPUT', `the log had ${seen} records and now has ${size}`, {
        hint: 'it was replaced; rampart audit verify says what became of it',
      });
    for (const records of recordsBetween(reader, wanted, seen, size)) showRecords(records, out);
    seen = size;
    await sleep(POLL_MS, undefined, { signal: gone.signal }).catch(() => undefined);
  }
  return EXIT.ok;
}
