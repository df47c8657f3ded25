import { lastRecords, recordsBetween } from '../../audit/history.ts';
import { EXIT } from '../../core/exit.ts';
import type { Context } from '../verb.ts';
import type { FilterOptions } from './flags.ts';
import { withLog } from './log.ts';
import { showRecords } from './record-text.ts';
import { wantedOf } from './wanted.ts';

export interface SearchOptions extends FilterOptions {
  readonly lines?: number;
}

/** Shows every record that is wanted, or the last few of them; what is found is written as it is found. */
export function auditSearch(
  context: Context,
  { lines, ...options }: SearchOptions,
  text: string | undefined,
): number {
  const wanted = wantedOf(options, text);
  const found = withLog(context, reader => {
    const { size } = reader.extent();
    const batches =
      lines === undefined
        ? recordsBetween(reader, wanted, 0, size)
        : [lastRecords(reader, wanted, lines, size)];
    let count = 0;
    for (const records of batches) {
      showRecords(records, context.out);
      count += records.length;
    }
    return count;
  });
  if (found === 0) context.out.note('no such record');
  return EXIT.ok;
}
