import type { RecordView, Wanted } from '../../audit/history.ts';
import { programsIn } from '../programs-in.ts';
import type { FilterOptions } from './flags.ts';

/** @param text looked for, whatever its case, in the record's texts and names */
export function wantedOf({ program, ...filter }: FilterOptions, text?: string): Wanted {
  const needle = text?.toLowerCase();
  if (program === undefined && needle === undefined) return { filter };
  return {
    filter,
    also: record =>
      (needle === undefined || saysText(record, needle)) && (program === undefined || runs(record, program)),
  };
}

/** Names in a leaf that people know; digests and salts hold every short text by chance. */
const NAMES = ['kind', 'session', 'agent', 'actor', 'corr', 'call', 'call_id', 'action', 'rule', 'act'];

function saysText({ leaf, payload }: RecordView, needle: string): boolean {
  const names = NAMES.map(name => leaf?.[name]).filter(value => typeof value === 'string');
  return [...Object.values(payload ?? {}), ...names].some(one => one.toLowerCase().includes(needle));
}

/** The log keeps what was to be run, not what it was understood to run: that is found the way it was then. */
function runs({ leaf, payload }: RecordView, program: string): boolean {
  const isCommand = leaf?.action === 'exec' && payload?.resource !== undefined;
  return isCommand && programsIn(payload.resource ?? '', payload.cwd ?? '/').has(program);
}
