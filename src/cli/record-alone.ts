import { acquireLock } from '../audit/lock.ts';
import { Writer } from '../audit/writer.ts';
import { RampartError } from '../core/error.ts';
import type { Places } from '../core/places.ts';
import type { AuditEntry } from '../core/record.ts';
import { VERSION } from '../core/version.ts';

/**
 * Appends a record where no daemon runs, by taking its place for a moment.
 * @returns the record's number
 * @throws RampartError E_BUSY when a daemon owns the log after all, E_LATCH when it cannot be written
 */
export function recordAlone({ lock, pid, database }: Places, entry: AuditEntry): number {
  const held = acquireLock(lock, pid);
  try {
    const writer = new Writer(database, VERSION);
    const [appended] = writer.commit([[entry]]);
    writer.close();
    if (appended !== undefined && 'seq' in appended) return appended.seq;
    throw new RampartError(appended?.code ?? 'E_LATCH', appended?.message ?? 'the log cannot be written', {
      hint: appended?.hint,
    });
  } finally {
    held.release();
  }
}
