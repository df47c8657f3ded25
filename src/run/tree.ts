import type { ProcessRow } from './process-table.ts';

/**
 * A command and everything it started, as far as the process table shows it. Each snapshot adds what is new; a
 * process once seen stays a member when its parent ends and init adopts it.
 *
 * Membership: children of members, and whoever is in a session or process group that a member made. A process that
 * was adopted before the first snapshot is found by its session or group only, so not when it shares the runner's.
 */
export class Tree {
  readonly #root: number;
  readonly #self: number;
  readonly #members = new Set<string>();
  readonly #sessions = new Set<number>();
  readonly #groups = new Set<number>();
  #since: number | undefined;
  #ourSession: number | null = null;

  /**
   * @param root the command's pid; until the first snapshot it must not have been waited for, or the number may be
   * someone else's
   * @param self the runner's own pid, never a member
   */
  constructor(root: number, self: number = process.pid) {
    this.#root = root;
    this.#self = self;
  }

  /** The members that run at the moment of `table`. */
  live(table: readonly ProcessRow[]): ProcessRow[] {
    const byPid = new Map(table.map(row => [row.pid, row]));
    const children = groupBy(table, row => row.ppid);
    const bySession = groupBy(table, row => row.sid ?? 0);
    const byGroup = groupBy(table, row => row.pgid);
    this.#ourSession ??= byPid.get(this.#self)?.sid ?? null;
    const found = new Set<ProcessRow>();
    const queue: ProcessRow[] = [];

    const add = (row: ProcessRow, after: number): void => {
      // A child is no older than its parent: an older one has a parent whose number was given away.
      if (row.pid === this.#self || row.start < after || found.has(row)) return;
      found.add(row);
      queue.push(row);
    };
    const adopt = (rows: readonly ProcessRow[] | undefined, after: number): void => {
      for (const row of rows ?? []) add(row, after);
    };

    const root = byPid.get(this.#root);
    if (this.#since === undefined && root !== undefined) {
      this.#since = root.start;
      this.#members.add(identity(root));
    }
    const since = this.#since ?? 0;
    for (const row of table) if (this.#members.has(identity(row))) add(row, since);
    for (const session of this.#sessions) adopt(bySession.get(session), since);
    for (const group of this.#groups) adopt(byGroup.get(group), since);

    for (let row = queue.pop(); row !== undefined; row = queue.pop()) {
      this.#members.add(identity(row));
      adopt(children.get(row.pid), row.start);
      if (row.sid !== null && this.#madeSession(row) && !this.#sessions.has(row.sid)) {
        this.#sessions.add(row.sid);
        adopt(bySession.get(row.sid), since);
      }
      if (row.pgid === row.pid && !this.#groups.has(row.pgid)) {
        this.#groups.add(row.pgid);
        adopt(byGroup.get(row.pgid), since);
      }
    }
    return [...found].filter(row => !row.dead);
  }

  /** Whether everybody in this member's process group is a member, so that the group can be signalled as one. */
  ownsGroup(row: ProcessRow): boolean {
    return this.#groups.has(row.pgid) || this.#madeSession(row);
  }

  /** Nobody can join a session from outside, so one that is not ours was made by a member. */
  #madeSession(row: ProcessRow): boolean {
    return this.#ourSession !== null && row.sid !== null && row.sid !== 0 && row.sid !== this.#ourSession;
  }
}

function groupBy(table: readonly ProcessRow[], key: (row: ProcessRow) => number): Map<number, ProcessRow[]> {
  const groups = new Map<number, ProcessRow[]>();
  for (const row of table) {
    const group = groups.get(key(row));
    if (group === undefined) groups.set(key(row), [row]);
    else group.push(row);
  }
  return groups;
}

/** Names one process for ever: numbers are reused, numbers with a start time are not. */
export function identity(row: ProcessRow): string {
  return `${row.pid}:${row.start}`;
}
