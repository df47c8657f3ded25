import type { AuditEntry } from '../core/record.ts';
import { type TakeOptions, takeSpills } from './spill-read.ts';

/** What an intake brought into the log. */
export interface Intake {
  readonly files: number;
  readonly commands: number;
  readonly damaged: number;
}

/**
 * Records what clients spilled while there was no daemon. Each file enters once, whole, in one commit, and is removed
 * after it: a daemon that dies in between finds the file again and the writer knows it.
 * @param appendAll of the log
 * @throws RampartError as `appendAll` does; files not yet recorded stay where they are
 */
export async function takeIn(
  appendAll: (bundle: readonly AuditEntry[]) => Promise<number>,
  directory: string,
  options: TakeOptions,
): Promise<Intake> {
  let [files, commands, damaged] = [0, 0, 0];
  for (const spill of takeSpills(directory, options)) {
    await appendAll(spill.bundle);
    spill.remove();
    files += 1;
    commands += spill.commands;
    damaged += spill.damaged;
  }
  return { files, commands, damaged };
}
