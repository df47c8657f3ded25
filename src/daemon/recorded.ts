import { type Leaf, readLeaf } from '../audit/leaf.ts';
import { Reader } from '../audit/reader.ts';
import { LIMITS } from '../core/limits.ts';
import type { AuditEntry, AuditLog } from '../core/record.ts';
import { Latest } from './latest.ts';

/** What of a call's record tells whether a second one says the same. */
type Decided = Pick<AuditEntry, 'fields'>['fields'];

/**
 * The calls and outcomes that stand in the log of late. A client that lost its daemon between the commit and the answer
 * has ruled by itself, or reports the end of its call once more: what it says again is not recorded again.
 */
export class Recorded {
  readonly #calls = new Latest<string>(LIMITS.rememberedCalls);
  readonly #outcomes = new Latest<true>(LIMITS.rememberedCalls);

  /** A log whose records are noted once they are on disk. */
  noting(log: AuditLog): AuditLog {
    return {
      append: async entry => {
        const seq = await log.append(this.#marked(entry));
        this.note(entry);
        return seq;
      },
    };
  }

  /** A host that reports the end of a call it was not to run has run it, or says so: the log tells, in so many words. */
  #marked(entry: AuditEntry): AuditEntry {
    const { kind, call, fields } = entry;
    if (kind !== 'outcome' || call === null || fields.ended === 'lost') return entry;
    return this.#refused(call) ? { ...entry, fields: { ...fields, refused: true } } : entry;
  }

  note({ kind, call, fields }: AuditEntry): void {
    if (call !== null) this.#note(kind, call, fields);
  }

  /** Notes what an earlier daemon recorded. @returns whether the call it is about has ended */
  restore(leaf: Leaf): boolean {
    if (leaf.call === null) return false;
    this.#note(leaf.kind, leaf.call, leaf);
    return this.#outcomes.has(leaf.call);
  }

  /**
   * What clients wrote down without what is recorded already: the end of a call a second time, and the same decision.
   * Another decision on the same call is what its client went by, and stays, marked; its outcome is awaited once.
   * @param bundle the `gap` that owns up to a spill file, then what was in it
   */
  without([gap, ...entries]: readonly AuditEntry[]): readonly AuditEntry[] {
    if (gap === undefined) return [];
    const kept = entries.flatMap(entry => this.#fresh(entry));
    if (kept.length === entries.length && kept.every((one, index) => one === entries[index]))
      return [gap, ...entries];
    const commands = kept.filter(({ kind, fields }) => kind === 'call' && fields.again !== true).length;
    const told = { ...gap.fields, records: kept.length, commands, repeated: entries.length - kept.length };
    return [{ ...gap, fields: told }, ...kept];
  }

  #fresh(entry: AuditEntry): readonly AuditEntry[] {
    const { kind, call, fields } = entry;
    if (call === null) return [entry];
    if (kind === 'outcome') return this.#outcomes.has(call) ? [] : [this.#marked(entry)];
    const before = kind === 'call' ? this.#calls.get(call) : undefined;
    if (before === undefined) return [entry];
    if (before === decisionOf(fields)) return [];
    return [{ ...entry, fields: { ...fields, expects: 'none', again: true } }];
  }

  #refused(call: string): boolean {
    return this.#calls.get(call)?.startsWith(REFUSED) ?? false;
  }

  #note(kind: string, call: string, fields: Decided): void {
    if (kind === 'call') this.#calls.set(call, decisionOf(fields));
    // One that is lost may yet be told of by whoever ran it.
    if (kind === 'outcome' && fields.ended !== 'lost') this.#outcomes.set(call, true);
  }
}

function decisionOf({ effect, verdict, rule, policy }: Decided): string {
  return JSON.stringify([effect, verdict, rule, policy]);
}

/** What a decision that refuses begins with. */
const REFUSED = '["refuse"';

const CHUNK = 512;

/** Enough for all that can have been on its way when a daemon was killed: it answers in batches of hundreds. */
const LAST = 4_096;

/** What an earlier daemon recorded last. */
export function* lastLeaves(database: string): Generator<Leaf> {
  const reader = Reader.open(database);
  try {
    const { size } = reader.extent();
    for (let from = Math.max(0, size - LAST); from < size; from += CHUNK)
      for (const [, , line] of reader.lines(from, Math.min(from + CHUNK, size))) {
        const leaf = line === null ? undefined : readLeaf(line);
        if (leaf !== undefined) yield leaf;
      }
  } finally {
    reader.close();
  }
}
