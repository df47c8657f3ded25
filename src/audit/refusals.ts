import { type AuditEntry, entry } from '../core/record.ts';

/** Records that could not be written, not even attempted any more, and are owed a `gap`. */
export interface Refused {
  readonly records: number;
  /** Calls among the records. */
  readonly commands: number;
  /** SQLite's or the system's code, or what else it was. */
  readonly cause: string;
  /** When it began, in milliseconds since 1970. */
  readonly since: number;
}

/** Why nothing is recorded at the moment, and what that has cost so far. */
export interface Latch {
  /** RFC 3339 UTC. */
  readonly since: string;
  readonly records: number;
  readonly commands: number;
  readonly cause: string;
  readonly message: string;
}

/** Counts what could not be recorded, until a record can say so. */
export class Refusals {
  #refused: Refused | undefined;

  /** The first cause and time stand; what follows is more of the same. */
  merge(more: Refused): void {
    const { records, commands, cause, since } = this.#refused ?? { ...more, records: 0, commands: 0 };
    this.#refused = { records: records + more.records, commands: commands + more.commands, cause, since };
  }

  add(entries: readonly AuditEntry[], cause: string, since: number): void {
    const commands = entries.filter(one => one.kind === 'call').length;
    this.merge({ records: entries.length, commands, cause, since });
  }

  /** Hands the count over and begins anew. */
  take(): Refused | undefined {
    const refused = this.#refused;
    this.#refused = undefined;
    return refused;
  }

  latch(cause: string, message: string, now: number): Latch {
    const { records, commands, since } = this.#refused ?? { records: 0, commands: 0, since: now };
    return { since: iso(since), records, commands, cause, message };
  }

  /** The `gap` record that owns up to what was refused, or undefined when nothing was. */
  gap(now: number): AuditEntry | undefined {
    if (this.#refused === undefined || this.#refused.records === 0) return undefined;
    const { records, commands, cause, since } = this.#refused;
    return entry('gap', { reason: 'refused', cause, records, commands, since: iso(since), until: iso(now) });
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
