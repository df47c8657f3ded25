import { resolve } from 'node:path';
import { type Exported, exportLog, makeExportFolder } from '../../audit/export.ts';
import { type ExportTold, exportEntry } from '../../audit/export-entry.ts';
import { isLocked } from '../../audit/lock.ts';
import { EXIT } from '../../core/exit.ts';
import { accountName, type Places } from '../../core/places.ts';
import { visible } from '../../report/escape.ts';
import { ask } from '../daemon-client.ts';
import { placesFor } from '../home.ts';
import { recordAlone } from '../record-alone.ts';
import type { Context } from '../verb.ts';
import { withLog } from './log.ts';

export interface ExportOptions {
  readonly format: string;
  readonly output: string;
}

/** Records that the log is copied, and copies it, that record included. */
export async function auditExport(context: Context, { format, output }: ExportOptions): Promise<number> {
  const path = resolve(output);
  // There must be a log: recording would make one.
  withLog(context, reader => reader.extent());
  makeExportFolder(path);
  const seq = await told(placesFor(context.home), { by: accountName(), format, path });
  const exported = withLog(context, reader => exportLog(reader, seq + 1, path));
  show(context, path, exported);
  return EXIT.ok;
}

/**
 * Through the daemon, which owns the log, where one runs.
 * @returns the record's number
 */
async function told(places: Places, copy: ExportTold): Promise<number> {
  if (!isLocked(places.lock)) return recordAlone(places, exportEntry(copy));
  return Number((await ask(places.adminSocket, 'export', { ...copy })).seq);
}

function show({ out }: Context, path: string, { size, root, texts }: Exported): void {
  if (out.json) out.object('audit.export', { path, format: 'jsonl', size, root, texts });
  else {
    out.line(`${size} records and ${texts} texts in ${visible(path)}, root ${root}`);
    out.note(`rampart audit verify --bundle ${visible(path)} verifies them`);
  }
}
