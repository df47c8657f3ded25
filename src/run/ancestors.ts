import { LIMITS } from '../core/limits.ts';
import { procRow, psTable } from './process-table.ts';

/** The processes that ours descends from, the parent first; as far as can be seen. */
export function ancestors(): readonly number[] {
  const parentOf =
    process.platform === 'linux'
      ? (pid: number) => procRow(pid)?.ppid
      : lookIn(new Map(psTable().map(row => [row.pid, row.ppid])));
  const found: number[] = [];
  for (
    let pid: number | undefined = process.ppid;
    pid !== undefined && pid > 1 && found.length < LIMITS.ancestors;
    pid = parentOf(pid)
  )
    found.push(pid);
  return found;
}

function lookIn(parents: ReadonlyMap<number, number>): (pid: number) => number | undefined {
  return pid => parents.get(pid);
}
