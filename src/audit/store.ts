import type Database from 'better-sqlite3';
import { RampartError } from '../core/error.ts';
import type { Written } from './leaf.ts';
import { APPLICATION_ID, SCHEMA_VERSION, TABLES } from './schema.ts';
import { assertDurable, makeDurable, openForWriting } from './sqlite.ts';
import { CompactRange, leafHash } from './tree.ts';

/** How much the log holds, and the root that commits to all of it. */
export interface Head {
  readonly size: number;
  readonly root: Buffer;
}

/** Makes the record for the place it gets. */
export type Make = (seq: number) => Written;

/**
 * The log's file, open for its one writer: appends records with their tree nodes and texts, all of a group or nothing.
 * It knows no policy of failing: what goes wrong is thrown as SQLite said it.
 */
export class Store {
  readonly #db: Database.Database;
  #range: CompactRange;
  readonly #insertEntry: Database.Statement<[number, Buffer]>;
  readonly #insertNode: Database.Statement<[number, number, Buffer]>;
  readonly #insertText: Database.Statement<[number, string, string, Buffer]>;
  readonly #insertSpill: Database.Statement<[string, number]>;
  readonly #findSpill: Database.Statement<[string], number>;

  /**
   * Opens the log, making it with its first record where there is none.
   * @throws RampartError E_OWNER, E_VERSION, or E_LATCH when its records and its tree do not fit; and what SQLite throws
   */
  static open(path: string, genesis: Make): Store {
    const db = openForWriting(path);
    try {
      makeDurable(db);
      const store = prepare(db, genesis);
      assertDurable(db);
      return store;
    } catch (thrown) {
      db.close();
      throw thrown;
    }
  }

  constructor(db: Database.Database) {
    this.#db = db;
    this.#insertEntry = db.prepare('INSERT INTO entry (seq, leaf) VALUES (?, ?)');
    this.#insertNode = db.prepare('INSERT INTO node (level, idx, hash) VALUES (?, ?, ?)');
    this.#insertText = db.prepare('INSERT INTO payload (seq, field, salt, value) VALUES (?, ?, ?, ?)');
    this.#insertSpill = db.prepare('INSERT INTO spill (sha256, seq) VALUES (?, ?)');
    this.#findSpill = db.prepare<[string], number>('SELECT seq FROM spill WHERE sha256 = ?').pluck();
    this.#range = rangeOf(db);
  }

  get head(): Head {
    return { size: this.#range.size, root: this.#range.root() };
  }

  /** Runs `work` in one transaction. Once this returns, what was put is on disk; if it throws, nothing of it is. */
  commit<Result>(work: (put: (make: Make) => number) => Result): Result {
    const range = this.#range.copy();
    const result = this.#db.transaction(() => work(make => this.#put(range, make))).immediate();
    this.#range = range;
    return result;
  }

  /** Remembers, in the running transaction, that the spill with this digest is told of by record `seq`. */
  putSpill(sha256: string, seq: number): void {
    this.#insertSpill.run(sha256, seq);
  }

  /** The record that tells of the spill with this digest, or undefined. */
  spillAt(sha256: string): number | undefined {
    return this.#findSpill.get(sha256);
  }

  /**
   * Carries the write-ahead log over into the database file and starts it anew. After a failed write the pages that
   * only the log holds may be lost in spite of a later, successful fsync; this writes them once more.
   * @throws RampartError E_LATCH when a reader is in the way
   */
  checkpoint(): void {
    const [result] = this.#db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    if (result?.busy !== 0) throw new RampartError('E_LATCH', 'a reader keeps the audit log from recovering');
  }

  close(): void {
    this.#db.close();
  }

  #put(range: CompactRange, make: Make): number {
    const seq = range.size;
    const { leaf, texts } = make(seq);
    this.#insertEntry.run(seq, leaf);
    for (const node of range.append(leafHash(leaf))) this.#insertNode.run(node.level, node.index, node.hash);
    for (const text of texts) this.#insertText.run(seq, text.field, text.salt, text.value);
    return seq;
  }
}

function prepare(db: Database.Database, genesis: Make): Store {
  const version = db.pragma('user_version', { simple: true });
  const application = db.pragma('application_id', { simple: true });
  if (version === SCHEMA_VERSION && application === APPLICATION_ID) {
    // The write after which `synchronous` shows its true value.
    db.pragma(`user_version = ${SCHEMA_VERSION}`);
    return new Store(db);
  }
  const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
  if (version !== 0 || application !== 0 || tables !== 0)
    throw new RampartError('E_VERSION', `not an audit log this version knows: ${db.name}`, {
      hint: 'a newer Rampart may have written it',
    });
  return db
    .transaction(() => {
      for (const sql of TABLES) db.exec(sql);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${SCHEMA_VERSION}`);
      const store = new Store(db);
      store.commit(put => put(genesis));
      return store;
    })
    .immediate();
}

/** The tree's right edge from the stored nodes, after a look at whether the last record is the one they end with. */
function rangeOf(db: Database.Database): CompactRange {
  const node = db
    .prepare<[number, number], Buffer>('SELECT hash FROM node WHERE level = ? AND idx = ?')
    .pluck();
  const last = db
    .prepare<[], { seq: number; leaf: Buffer }>('SELECT seq, leaf FROM entry ORDER BY seq DESC LIMIT 1')
    .get();
  const size = last === undefined ? 0 : last.seq + 1;
  const read = (level: number, index: number): Buffer => {
    const hash = node.get(level, index);
    if (hash === undefined) throw misfit();
    return hash;
  };
  if (last !== undefined && !read(0, last.seq).equals(leafHash(last.leaf))) throw misfit();
  return CompactRange.load(size, read);
}

function misfit(): RampartError {
  return new RampartError('E_LATCH', 'the records of the audit log and its tree do not fit each other', {
    hint: 'run rampart audit verify; to go on with a new log, move this one away',
  });
}
