import type Database from 'better-sqlite3';
import { messageOf, RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { APPLICATION_ID, SCHEMA_VERSION, TABLES } from './schema.ts';
import { isCorrupt, openForReading, sqliteCode } from './sqlite.ts';
import { HASH_BYTES } from './tree.ts';

/** A leaf's line, or null when it is longer than a leaf can be; a line with anything but ASCII in it is not its bytes. */
export type LineRow = readonly [seq: number, bytes: number, line: string | null];

/** A kept text behind its salt, or null when one of them is longer than it can be. */
export type TextRow = readonly [seq: number, field: string, bytes: number, salted: string | null];

/** Nodes of one level. */
export interface LevelExtent {
  readonly level: number;
  readonly first: number;
  readonly last: number;
}

/** How far the log reaches at one moment. */
export interface Extent {
  /** Sequence number of the first record, and one more than that of the last; 0 and 0 for an empty log. */
  readonly first: number;
  readonly size: number;
  readonly levels: readonly LevelExtent[];
}

/** A kept text; its value is null when it is longer than one can be. */
export interface KeptText {
  readonly field: string;
  readonly salt: string;
  readonly value: Buffer | null;
}

/** SHA-256 of 2^53 leaves has no more levels. */
const MAX_LEVEL = 53;

/**
 * The log's file, open to read, also while its daemon writes. Every question is a short transaction of its own, since
 * a long one would let the write-ahead log grow. Nothing in the file is believed: lengths are looked at first.
 */
export class Reader {
  readonly #db: Database.Database;
  readonly #lines: Database.Statement<[number, number, number], LineRow>;
  readonly #leaf: Database.Statement<[number, number], Buffer>;
  readonly #nodes: Database.Statement<[number, number, number], Buffer | null>;
  readonly #node: Database.Statement<[number, number], Buffer>;
  readonly #texts: Database.Statement<[number, number, number], TextRow>;
  readonly #kept: Database.Statement<[number, number], KeptText>;
  readonly #spill: Database.Statement<[string], number>;

  /**
   * @throws RampartError E_INPUT when there is no log or it cannot be read, E_VERSION when it is none of ours; and what
   * SQLite throws for a broken file (`isCorrupt`)
   */
  static open(path: string): Reader {
    let db: Database.Database | undefined;
    try {
      db = openForReading(path);
      if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) throw stranger(path);
      if (db.pragma('user_version', { simple: true }) !== SCHEMA_VERSION) throw stranger(path);
      return new Reader(db);
    } catch (thrown) {
      db?.close();
      if (thrown instanceof RampartError || isCorrupt(thrown)) throw thrown;
      throw unreadable(path, thrown);
    }
  }

  private constructor(db: Database.Database) {
    this.#db = db;
    this.#lines = db
      .prepare<[number, number, number], LineRow>(
        `SELECT seq, length(leaf), CASE WHEN length(leaf) <= ? THEN CAST(leaf AS TEXT) END
         FROM entry WHERE seq >= ? AND seq < ? ORDER BY seq`,
      )
      .raw();
    this.#leaf = db
      .prepare<[number, number], Buffer>('SELECT leaf FROM entry WHERE seq = ? AND length(leaf) <= ?')
      .pluck();
    this.#nodes = db
      .prepare<[number, number, number], Buffer | null>(
        `SELECT unhex(group_concat(hex(hash), '')) FROM
         (SELECT hash FROM node WHERE level = ? AND idx >= ? AND idx < ? AND length(hash) = ${HASH_BYTES} ORDER BY idx)`,
      )
      .pluck();
    this.#node = db
      .prepare<[number, number], Buffer>('SELECT hash FROM node WHERE level = ? AND idx = ?')
      .pluck();
    this.#texts = db
      .prepare<[number, number, number], TextRow>(
        `SELECT seq, field, length(value),
                CASE WHEN length(salt) = 32 AND length(value) <= ? THEN CAST(salt || value AS TEXT) END
         FROM payload WHERE seq >= ? AND seq < ? ORDER BY seq, field`,
      )
      .raw();
    this.#kept = db.prepare(
      `SELECT field, salt, CASE WHEN length(value) <= ? THEN value END AS value
       FROM payload WHERE seq = ? AND length(salt) = 32 ORDER BY field`,
    );
    this.#spill = db.prepare<[string], number>('SELECT seq FROM spill WHERE sha256 = ?').pluck();
  }

  /** Whether the tables are exactly ours: a view or trigger of an attacker's could show everybody another log. */
  hasOurSchema(): boolean {
    const sql = this.#db.prepare<[], string | null>('SELECT sql FROM sqlite_schema').pluck().all();
    const found = sql.filter(one => one !== null);
    return found.length === TABLES.length && TABLES.every(table => found.includes(table));
  }

  extent(): Extent {
    const number = (sql: string, ...parameters: number[]): number | undefined => {
      const value = this.#db
        .prepare(sql)
        .pluck()
        .get(...parameters);
      return typeof value === 'number' ? value : undefined;
    };
    return this.#db.transaction(() => {
      const last = number('SELECT max(seq) FROM entry');
      const lowest = number('SELECT min(level) FROM node') ?? 0;
      const highest = number('SELECT max(level) FROM node') ?? -1;
      const levels: LevelExtent[] = [];
      for (const level of lowest < 0 || highest > MAX_LEVEL ? [lowest, highest] : upTo(highest))
        levels.push({
          level,
          first: number('SELECT min(idx) FROM node WHERE level = ?', level) ?? 0,
          last: number('SELECT max(idx) FROM node WHERE level = ?', level) ?? -1,
        });
      return {
        first: number('SELECT min(seq) FROM entry') ?? 0,
        size: last === undefined ? 0 : last + 1,
        levels,
      };
    })();
  }

  /** The lines of records [from, to), those that are there. */
  lines(from: number, to: number): LineRow[] {
    return this.#lines.all(LIMITS.leafBytes, from, to);
  }

  /** A leaf's bytes, however they look; undefined when it is missing or too long. */
  leaf(seq: number): Buffer | undefined {
    return this.#leaf.get(seq, LIMITS.leafBytes);
  }

  /** The hashes of nodes [from, to) of a level, one after the other, those that are there. */
  nodes(level: number, from: number, to: number): Buffer {
    return this.#nodes.get(level, from, to) ?? Buffer.alloc(0);
  }

  node(level: number, index: number): Buffer | undefined {
    return this.#node.get(level, index);
  }

  /** The kept texts of records [from, to), in order. */
  texts(from: number, to: number): IterableIterator<TextRow> {
    return this.#texts.iterate(LIMITS.payloadBytes, from, to);
  }

  /** The kept texts of one record. */
  kept(seq: number): KeptText[] {
    return this.#kept.all(LIMITS.payloadBytes, seq);
  }

  /** The record that tells of the spill file with this digest. */
  spillAt(sha256: string): number | undefined {
    return this.#spill.get(sha256);
  }

  /** How many spill files records before `size` tell of. */
  spillCount(size: number): number {
    const count = this.#db.prepare('SELECT count(*) FROM spill WHERE seq < ?').pluck().get(size);
    return typeof count === 'number' ? count : 0;
  }

  close(): void {
    this.#db.close();
  }
}

function upTo(highest: number): number[] {
  return Array.from({ length: highest + 1 }, (_, level) => level);
}

function stranger(path: string): RampartError {
  return new RampartError('E_VERSION', `not an audit log this version knows: ${path}`, {
    hint: 'a newer Rampart may have written it',
  });
}

function unreadable(path: string, thrown: unknown): RampartError {
  if (sqliteCode(thrown) === 'SQLITE_CANTOPEN' || thrown instanceof TypeError)
    return new RampartError('E_INPUT', `there is no audit log at ${path}, or it is not ours to read`, {
      hint: 'the first rampart serve makes it; --home DIR looks elsewhere',
      cause: thrown,
    });
  return new RampartError('E_INPUT', `the audit log cannot be read: ${messageOf(thrown)}`, { cause: thrown });
}
