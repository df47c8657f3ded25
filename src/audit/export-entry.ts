import { type AuditEntry, entry } from '../core/record.ts';

export interface ExportTold {
  /** Who, as they call themselves. */
  readonly by: string;
  readonly format: string;
  /** Where to: absolute. */
  readonly path: string;
}

/** The record of a copy that somebody takes of the log. It is written first, and so is part of the copy. */
export function exportEntry({ by, format, path }: ExportTold): AuditEntry {
  return entry('admin', { act: 'export', format }, { by, path });
}
