import { type Filter, lastRecords } from '../audit/history.ts';
import { EXIT } from '../core/exit.ts';
import { withLog } from './audit-log.ts';
import { recordLines } from './audit-record-text.ts';
import type { Context } from './verb.ts';

export interface TailOptions extends Filter {
  readonly lines: number;
}

export function auditTail(context: Context, { lines, ...filter }: TailOptions): number {
  const records = withLog(context, reader => lastRecords(reader, filter, lines));
  const { out } = context;
  if (out.json) for (const record of records) out.record(record);
  else
    for (const line of recordLines(
      records,
      out.style,
      out.verbose ? Number.POSITIVE_INFINITY : process.stdout.columns,
    ))
      out.line(line);
  if (records.length === 0) out.note('no such record');
  return EXIT.ok;
}
