import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** One process at one moment. */
export interface ProcessRow {
  readonly pid: number;
  readonly ppid: number;
  readonly pgid: number;
  /** Session, or null where the system does not say. */
  readonly sid: number | null;
  /** When it began: clock ticks since boot, or milliseconds. With the pid it names one process for ever. */
  readonly start: number;
  /** Ended and waiting for its parent, so out of reach of signals. */
  readonly dead: boolean;
}

/** Every process that can be seen, and a way to signal one. */
export interface Processes {
  table(): readonly ProcessRow[];
  /** Does nothing when the process has ended since, or is another user's. */
  send(row: ProcessRow, signal: NodeJS.Signals): void;
  /** Signals a whole process group at once: none of it can fork its way past. */
  sendGroup(pgid: number, signal: NodeJS.Signals): void;
}

/** The processes of this machine. */
export const processes: Processes =
  process.platform === 'linux'
    ? { table: procTable, send: sendChecked, sendGroup }
    : { table: psTable, send: (row, signal) => sendTo(row.pid, signal), sendGroup };

/** Reads `/proc/<pid>/stat` of every process (proc_pid_stat(5)). */
export function procTable(): ProcessRow[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(pid => procRow(Number(pid)) ?? []);
}

/** One process, if it can be seen. */
export function procRow(pid: number): ProcessRow | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  return parseStat(pid, stat);
}

/** One `/proc/<pid>/stat`. The name in parentheses is chosen by the process and may hold anything, `) S 1 1` included. */
export function parseStat(pid: number, stat: string): ProcessRow | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = '', ppid, pgid, sid] = fields;
  const threads = Number(fields[17]);
  const start = Number(fields[19]);
  if (!Number.isSafeInteger(start)) return undefined;
  return {
    pid,
    ppid: Number(ppid),
    pgid: Number(pgid),
    sid: Number(sid),
    start,
    // A process whose first thread has ended shows as a zombie while its other threads run on.
    dead: state === 'X' || (state === 'Z' && threads <= 1),
  };
}

/** The same from ps(1), for systems without `/proc`; start times have whole seconds there. */
export function psTable(): ProcessRow[] {
  const text = execFileSync('/bin/ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat=,lstart='], {
    encoding: 'latin1',
    env: { LC_ALL: 'C' },
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return text.split('\n').flatMap(line => {
    const [, pid, ppid, pgid, state = '', lstart = ''] =
      /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.*\S)\s*$/.exec(line) ?? [];
    const start = Date.parse(lstart);
    return Number.isNaN(start)
      ? []
      : {
          pid: Number(pid),
          ppid: Number(ppid),
          pgid: Number(pgid),
          sid: null,
          start,
          dead: state.startsWith('Z'),
        };
  });
}

function sendChecked(row: ProcessRow, signal: NodeJS.Signals): void {
  // The number may have gone to a stranger since the table was read.
  if (procRow(row.pid)?.start === row.start) sendTo(row.pid, signal);
}

function sendGroup(pgid: number, signal: NodeJS.Signals): void {
  // 0 and 1 as a group mean our own and everybody.
  if (pgid > 1) sendTo(-pgid, signal);
}

function sendTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // ESRCH: it has ended, which is what was wanted. EPERM: another user's; the walk that follows still counts it.
  }
}
