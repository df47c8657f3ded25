import { resolve } from 'node:path';
import { verifyBundle } from '../../audit/bundle.ts';
import { isLocked } from '../../audit/lock.ts';
import { type Verdict, verify } from '../../audit/verify/verify.ts';
import { hashInThread } from '../../audit/verify/worker.ts';
import { EXIT } from '../../core/exit.ts';
import type { Output } from '../../report/output.ts';
import { placesFor } from '../home.ts';
import { BUNDLE } from '../start-daemon.ts';
import type { Context } from '../verb.ts';

export interface VerifyOptions {
  readonly bundle?: string;
}

export async function auditVerify({ home, out }: Context, { bundle }: VerifyOptions): Promise<number> {
  const verdict = bundle === undefined ? await verifyLog(home) : await verifyBundle(resolve(bundle));
  if (out.json) out.object('audit.verify', verdict);
  else for (const line of verdictText(verdict, out.style)) out.line(line);
  return exitOf(verdict);
}

function verifyLog(home: string | undefined): Promise<Verdict> {
  const { database, lock, spill } = placesFor(home);
  return verify({ database, live: isLocked(lock), spill, hashElsewhere: hashInThread(BUNDLE) });
}

/** Freshness and anchoring are not checked yet, so they change nothing. */
function exitOf({ integrity, completeness }: Verdict): number {
  if (!integrity.ok) return EXIT.tampered;
  return completeness.ok === false ? EXIT.unproven : EXIT.ok;
}

const FOUND: Readonly<Record<string, string>> = {
  database: 'the file cannot be read any further',
  head: 'the records are not those its tree head commits to',
  schema: 'its tables are not the ones Rampart makes',
  sequence: 'a record is missing',
  order: 'a record stands in another place than it was written to',
  leaf: 'a record was edited or put in',
  node: 'the tree over the records was changed',
  format: 'a record is none of a known version',
  genesis: 'the log does not begin with its first record, or begins twice',
  clock: 'time runs backwards',
  payload: 'a text is not the one that was recorded',
  stray: 'a text was put in that belongs to no record',
  spill: 'the index of spill files does not fit the records',
};

function verdictText(verdict: Verdict, style: Output['style']): string[] {
  const { integrity, completeness, size, root } = verdict;
  const where = integrity.first_bad === null ? '' : ` at record ${integrity.first_bad}`;
  const intact = integrity.ok
    ? `${style.green('ok')}           ${counted(size, 'record')}, root ${root ?? '-'}`
    : `${style.red('broken')}       ${FOUND[integrity.check ?? ''] ?? 'unknown'}${where} (check: ${integrity.check})`;
  return [
    `integrity     ${intact}`,
    `completeness  ${completenessText(completeness, style)}`,
    `freshness     ${style.yellow('not checked')}  takes seals, which this version does not make yet`,
    `anchoring     ${style.yellow('not checked')}  takes anchors, which this version does not make yet`,
    '',
    'Found is whatever was edited, put in, moved or deleted while the stored tree was left alone.',
    'Not seen yet: a tail cut off together with its part of the tree, and a log made anew as a whole',
    'by somebody who recomputes the tree.',
  ];
}

function completenessText(found: Verdict['completeness'], style: Output['style']): string {
  if (found.ok === null) return `${style.yellow('unknown')}      the records could not all be read`;
  const commands = found.gaps.reduce((sum, gap) => sum + gap.commands, 0);
  const notes = [
    [found.open - found.in_flight, 'call without an outcome', 'calls without an outcome'],
    [found.in_flight, 'call in flight', 'calls in flight'],
    [found.lost, 'outcome lost with its client', 'outcomes lost with their clients'],
    [found.duplicates, 'outcome too many', 'outcomes too many'],
    [found.orphans, 'outcome or approval of no recorded call', 'outcomes or approvals of no recorded call'],
    [found.waiting, 'spill file not taken in yet', 'spill files not taken in yet'],
    [found.holes, 'call missing in what clients counted', 'calls missing in what clients counted'],
  ] as const;
  const parts = notes
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => `${count} ${count === 1 ? one : many}`);
  if (found.gaps_total > 0)
    parts.push(`${counted(found.gaps_total, 'gap')} of ${counted(commands, 'command')}${firstGap(found)}`);
  const text = parts.length === 0 ? 'every call has its outcome, no gaps' : parts.join(', ');
  return `${found.ok ? `${style.green('ok')}           ` : `${style.yellow('incomplete')}   `}${text}`;
}

function firstGap({ gaps: [first] }: Verdict['completeness']): string {
  return first === undefined ? '' : ` (first: record ${first.from})`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
