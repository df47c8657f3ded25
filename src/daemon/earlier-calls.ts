import { isDigest } from '../audit/entry-check.ts';
import { type Leaf, readLeaf, shortId } from '../audit/leaf.ts';
import { storeText } from '../audit/payload.ts';
import { Reader } from '../audit/reader.ts';
import { LIMITS } from '../core/limits.ts';
import type { AuditEntry } from '../core/record.ts';
import { Latest } from './latest.ts';

/**
 * Calls that were recorded before this daemon was asked about them: by the one before it, or by a client that found
 * none. A hook that is started twice for one call asks twice under one id, and then only the log knows that the second
 * is no second call.
 */
export class EarlierCalls {
  readonly #database: string;
  readonly #seqs = new Latest<number>(LIMITS.rememberedCalls);

  constructor(database: string) {
    this.#database = database;
  }

  note({ kind, call }: Pick<Leaf, 'kind' | 'call'>, seq: number): void {
    const id = shortId(call);
    if (kind !== 'call' || id === null) return;
    this.#seqs.set(id, seq);
  }

  /**
   * Where the log says the same of the same call, to the letter; undefined where it says something else, since an id is
   * the client's word and must not keep another command from being recorded.
   */
  seqOf(entry: AuditEntry): number | undefined {
    const seq = entry.call === null ? undefined : this.#seqs.get(shortId(entry.call) ?? '');
    if (seq === undefined) return undefined;
    try {
      return this.#saysTheSame(seq, entry) ? seq : undefined;
    } catch {
      // Twice is better than not at all.
      return undefined;
    }
  }

  #saysTheSame(seq: number, entry: AuditEntry): boolean {
    const reader = Reader.open(this.#database);
    try {
      const leaf = readLeaf(reader.leaf(seq)?.toString('latin1') ?? '');
      const salts = new Map(reader.kept(seq).map(({ field, salt }) => [field, salt]));
      return leaf !== undefined && saysTheSame(leaf, entry, salts);
    } finally {
      reader.close();
    }
  }
}

function saysTheSame(leaf: Leaf, entry: AuditEntry, salts: ReadonlyMap<string, string>): boolean {
  const { session, agent, actor, corr, call, fields, texts } = entry;
  const ids = { session, agent, actor, corr, call };
  return (
    Object.entries(ids).every(([name, id]) => leaf[name] === shortId(id)) &&
    Object.entries(fields).every(([name, value]) => leaf[name] === value) &&
    Object.entries(texts).every(([name, text]) => {
      const salt = salts.get(name);
      const digest = leaf[name];
      if (salt === undefined || !isDigest(digest)) return false;
      const now = storeText(name, text, salt).digest;
      return now.h === digest.h && now.n === digest.n;
    })
  );
}
