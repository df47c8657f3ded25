import { recordAt } from '../../audit/history.ts';
import { RampartError } from '../../core/error.ts';
import { EXIT } from '../../core/exit.ts';
import type { Context } from '../verb.ts';
import { withLog } from './log.ts';
import { recordText } from './record-text.ts';

/** @throws RampartError E_ID when there is no such record */
export function auditShow(context: Context, text: string): number {
  const { out } = context;
  const record = withLog(context, reader => {
    const { size } = reader.extent();
    const found = /^\d{1,15}$/.test(text) ? recordAt(reader, Number(text)) : undefined;
    if (found === undefined)
      throw new RampartError('E_ID', `no record ${text}`, {
        hint: size === 0 ? 'the log is empty' : `records are numbered from 0 to ${size - 1}`,
      });
    return found;
  });
  if (out.json) out.record(record);
  else for (const line of recordText(record, out.style)) out.line(line);
  return EXIT.ok;
}
