import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, exitOfSignal } from '../core/exit.ts';
import { LIMITS } from '../core/limits.ts';
import type { Outcome } from '../core/outcome.ts';
import { sinceStart } from '../core/since-start.ts';
import { endTree } from './end-tree.ts';
import { notStarted } from './not-started.ts';
import { checkPlan, type RunPlan } from './plan.ts';
import { passOnSignals } from './signals.ts';
import { onTerminal } from './terminal.ts';
import { Tree } from './tree.ts';

interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Starts a command on this process's own standard input, output and error and waits for it, passing signals on. At
 * the timeout its whole tree ends. What ended it first is the outcome: an exit that was there when the timeout came
 * stays an exit. Processes that a command leaves running when it exits by itself are left alone, as a shell does.
 *
 * What Node cannot do, and the native client does: a command killed by a real-time signal shows as exit 0; a signal
 * that was ignored when we started (nohup) is not ignored in the command; descriptors above 2 are closed; bytes of the
 * environment that are not UTF-8 are replaced.
 *
 * @throws RampartError E_INPUT for a plan nothing can be started with, its working directory included
 */
export async function runCommand(plan: RunPlan): Promise<Outcome> {
  checkPlan(plan);
  const ownGroup = !onTerminal();
  const began = sinceStart();
  const elapsed = (): number => Math.round(sinceStart() - began);

  let running: number | undefined;
  const restoreSignals = passOnSignals(ownGroup, () =>
    running === undefined ? undefined : { pid: running, ownGroup },
  );
  try {
    const started = await start(plan, ownGroup);
    if ('failure' in started) return notStarted(plan, started.failure, elapsed());
    const { child, pid } = started;
    running = pid;
    const exit = exitOf(child, () => {
      running = undefined;
    });
    const first = await firstOf(exit, plan.timeoutMs);
    if (first !== 'timeout') return ended(first, elapsed());

    await endTree(new Tree(pid), plan.graceMs);
    // Its exit is on its way to us, unless it is one that cannot be killed.
    const last = await Promise.race([exit, sleep(LIMITS.treeWalkMs.last, null, { ref: false })]);
    child.unref();
    return { ended: 'timeout', exit: EXIT.timeout, signal: last?.signal ?? null, durationMs: elapsed() };
  } finally {
    restoreSignals();
  }
}

type Started = { readonly child: ChildProcess; readonly pid: number } | { readonly failure: unknown };

async function start(plan: RunPlan, ownGroup: boolean): Promise<Started> {
  let child: ChildProcess;
  try {
    child = spawn(plan.file, plan.args, {
      argv0: plan.argv0,
      cwd: plan.cwd,
      env: plan.env,
      stdio: [plan.stdin === undefined ? 'inherit' : 'pipe', 'inherit', 'inherit'],
      detached: ownGroup,
      shell: false,
    });
  } catch (failure) {
    return { failure };
  }
  const { pid } = child;
  if (pid !== undefined) {
    if (plan.stdin !== undefined && child.stdin !== null) feed(plan.stdin, child.stdin);
    return { child, pid };
  }
  return new Promise(resolve => child.once('error', failure => resolve({ failure })));
}

/** A command need not read what it is fed; and what feeds it may fail, which ends its input. */
function feed(source: AsyncIterable<Uint8Array>, stdin: Writable): void {
  pipeline(source, stdin).catch(() => stdin.destroy());
}

/** @param reaped called at once when the child has been waited for, before its number can be used again */
function exitOf(child: ChildProcess, reaped: () => void): Promise<Exit> {
  return new Promise(resolve => {
    child.once('exit', (code, signal) => {
      reaped();
      resolve({ code, signal });
    });
  });
}

/** Whichever came first, also when this process was stopped or starved while it came. */
async function firstOf(exit: Promise<Exit>, timeoutMs: number | null): Promise<Exit | 'timeout'> {
  if (timeoutMs === null) return exit;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<'timeout'>(resolve => {
    // Timers run before children are waited for; one more round lets an exit that was earlier be seen earlier.
    timer = setTimeout(() => setImmediate(resolve, 'timeout'), timeoutMs);
  });
  try {
    return await Promise.race([exit, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function ended(exit: Exit, durationMs: number): Outcome {
  if (exit.signal === null) return { ended: 'exit', exit: exit.code ?? 0, signal: null, durationMs };
  return {
    ended: 'signal',
    exit: exitOfSignal(constants.signals[exit.signal]),
    signal: exit.signal,
    durationMs,
  };
}
