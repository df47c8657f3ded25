/** What a verifier can find wrong with a log, most telling first. Closed: scripts branch on these. */
export const CHECKS = [
  /** SQLite cannot read the file any further. */
  'database',
  /** The tables are not the ones we make. */
  'schema',
  /** The records are not those an exported log's tree head commits to. */
  'head',
  /** A record is missing. */
  'sequence',
  /** The record says that its place is another: records were moved. */
  'order',
  /** The record's bytes are not those the tree was grown over: it was edited or put in. */
  'leaf',
  /** A node of the tree is missing, wrong, or one too many. */
  'node',
  /** The record is no leaf of a known version. */
  'format',
  /** The log does not begin with its first record, or begins twice. */
  'genesis',
  /** Time that cannot run backwards did. */
  'clock',
  /** A kept text is not the one the leaf has the digest of. */
  'payload',
  /** A kept text belongs to no leaf. */
  'stray',
  /** The index of spill files does not fit the gap records. */
  'spill',
] as const;
export type Check = (typeof CHECKS)[number];

/** The first thing that was found wrong. */
export interface Fault {
  /** The record it is about; null where it is about none in particular. */
  readonly seq: number | null;
  readonly check: Check;
}

/** The earlier fault in the log; of two about one record, the more telling. */
export function earlier(one: Fault | undefined, other: Fault | undefined): Fault | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const [a, b] = [one.seq ?? -1, other.seq ?? -1];
  if (a !== b) return a < b ? one : other;
  return CHECKS.indexOf(one.check) <= CHECKS.indexOf(other.check) ? one : other;
}
