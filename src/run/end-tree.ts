import { setTimeout as sleep } from 'node:timers/promises';
import { LIMITS } from '../core/limits.ts';
import { sinceStart } from '../core/since-start.ts';
import { type Processes, type ProcessRow, processes } from './process-table.ts';
import { identity, type Tree } from './tree.ts';

/**
 * Ends a tree: SIGTERM, and after `graceMs` SIGKILL for whatever is left. Resolves as soon as nothing runs.
 * @returns false when something outlasted it: another user's process, or one the kernel does not let go of
 */
export async function endTree(tree: Tree, graceMs: number, system: Processes = processes): Promise<boolean> {
  const asked = stopAll(tree, system);
  sendAll(asked, 'SIGTERM', tree, system);
  // The signal is pending; going on is what delivers it, also to what was stopped before we came.
  sendAll(asked, 'SIGCONT', tree, system);

  const graceEnds = sinceStart() + graceMs;
  let pause: number = LIMITS.treeWalkMs.first;
  for (let left = graceMs; left > 0; left = graceEnds - sinceStart()) {
    if (tree.live(system.table()).length === 0) return true;
    await sleep(Math.min(pause, left));
    pause = longer(pause);
  }

  pause = LIMITS.treeWalkMs.first;
  for (let walk = 0; walk < LIMITS.treeKillWalks; walk++) {
    const rows = stopAll(tree, system);
    if (rows.length === 0) return true;
    sendAll(rows, 'SIGKILL', tree, system);
    await sleep(pause);
    pause = longer(pause);
  }
  return tree.live(system.table()).length === 0;
}

/**
 * Stops members until a walk finds no new one, so that none forks and ends between being seen and being signalled:
 * its child would be adopted unseen.
 */
function stopAll(tree: Tree, system: Processes): readonly ProcessRow[] {
  const stopped = new Set<string>();
  let rows: readonly ProcessRow[] = [];
  for (let walk = 0; walk < LIMITS.treeStopWalks; walk++) {
    rows = tree.live(system.table());
    const fresh = rows.filter(row => !stopped.has(identity(row)));
    if (fresh.length === 0) break;
    sendAll(fresh, 'SIGSTOP', tree, system);
    for (const row of fresh) stopped.add(identity(row));
  }
  return rows;
}

/** Each process once: whole groups where they are the tree's, single processes where the group is shared. */
function sendAll(rows: readonly ProcessRow[], signal: NodeJS.Signals, tree: Tree, system: Processes): void {
  for (const pgid of new Set(rows.filter(row => tree.ownsGroup(row)).map(row => row.pgid)))
    system.sendGroup(pgid, signal);
  for (const row of rows) if (!tree.ownsGroup(row)) system.send(row, signal);
}

function longer(pause: number): number {
  return Math.min(pause * 2, LIMITS.treeWalkMs.last);
}
