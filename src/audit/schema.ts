/** `application_id` of our databases: "Ramp". */
export const APPLICATION_ID = 0x52616d70;

/** `user_version`: the layout below. A later layout gets a new number and its own list. */
export const SCHEMA_VERSION = 1;

/**
 * The tables of the log. `verify` compares them word for word with what it finds, so that no view, trigger or altered
 * table of an attacker's stands between it and the rows.
 *
 * `spill` is an index over `gap` records: which spill files have been taken in, so that none is twice.
 *
 * The triggers guard against our own bugs, not against anyone who has the file. Nodes are kept largest level first:
 * half of all nodes are leaves' own, and so they are appended at the end of the table.
 */
export const TABLES: readonly string[] = [
  'CREATE TABLE entry (seq INTEGER PRIMARY KEY, leaf BLOB NOT NULL) STRICT',
  'CREATE TABLE node (level INTEGER NOT NULL, idx INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (level DESC, idx)) STRICT, WITHOUT ROWID',
  'CREATE TABLE seal (size INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, note TEXT NOT NULL) STRICT',
  'CREATE TABLE anchor (size INTEGER NOT NULL, sink TEXT NOT NULL, at TEXT NOT NULL, receipt TEXT NOT NULL, PRIMARY KEY (size, sink)) STRICT, WITHOUT ROWID',
  'CREATE TABLE payload (seq INTEGER NOT NULL, field TEXT NOT NULL, salt TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (seq, field)) STRICT, WITHOUT ROWID',
  'CREATE TABLE spill (sha256 TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID',
  ...['entry', 'node', 'seal'].flatMap(table =>
    ['UPDATE', 'DELETE'].map(
      change =>
        `CREATE TRIGGER ${table}_${change.toLowerCase()} BEFORE ${change} ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
    ),
  ),
];
