import { statSync } from 'node:fs';
import { type Stats, statsOf, type Tally } from '../../audit/stats.ts';
import { EXIT } from '../../core/exit.ts';
import { visible } from '../../report/escape.ts';
import type { Context } from '../verb.ts';
import { withLog } from './log.ts';

export function auditStats(context: Context): number {
  const { out } = context;
  const stats = withLog(context, (reader, path) => ({ ...statsOf(reader), bytes: statSync(path).size }));
  if (out.json) out.object('audit.stats', stats);
  else for (const line of statsText(stats)) out.line(line);
  return EXIT.ok;
}

function statsText(stats: Stats & { readonly bytes: number }): string[] {
  return [
    `${stats.size} records from ${stats.first ?? '-'} to ${stats.last ?? '-'}, ${stats.bytes} bytes`,
    ...(stats.damaged === 0 ? [] : [`${stats.damaged} of them cannot be read: run rampart audit verify`]),
    ...tallyText('kinds', stats.kinds),
    ...tallyText('decisions', stats.decisions),
    ...tallyText('effects', stats.effects),
    ...tallyText('tools', stats.tools),
    ...tallyText('rules', stats.rules),
    ...tallyText('agents', stats.agents),
  ];
}

function tallyText(title: string, tally: Tally): string[] {
  const rows = Object.entries(tally);
  if (rows.length === 0) return [];
  const width = Math.max(...rows.map(([, count]) => `${count}`.length));
  return [
    '',
    `${title}:`,
    ...rows.map(([name, count]) => `  ${`${count}`.padStart(width)}  ${visible(name)}`),
  ];
}
