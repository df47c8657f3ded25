import { LIMITS } from '../core/limits.ts';

/** What waits to be committed: a bundle of records as its text. */
export interface Waiting {
  readonly records: number;
  readonly json: string;
}

/** How many of what waits goes into one transaction: at least one, whatever its size. */
export function groupLength(queue: readonly Waiting[]): number {
  let records = 0;
  let bytes = 0;
  let length = 0;
  for (const parcel of queue) {
    records += parcel.records;
    bytes += parcel.json.length;
    if (length > 0 && (records > LIMITS.groupRecords || bytes > LIMITS.groupBytes)) break;
    length++;
  }
  return length;
}
