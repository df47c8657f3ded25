import { RampartError } from '../core/error.ts';

/** One command as it is to be started: nothing in it is read by a shell. */
export interface RunPlan {
  /** A path, or a name that is looked up in `env`'s PATH. */
  readonly file: string;
  /** What the program sees as its own name, when not `file`. */
  readonly argv0?: string;
  /** Without the program's own name. */
  readonly args: readonly string[];
  readonly cwd: string;
  /** All of the child's environment; nothing is added. */
  readonly env: Readonly<Record<string, string>>;
  /** What it reads from standard input, in place of ours. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** Milliseconds, or null for none. */
  readonly timeoutMs: number | null;
  /** Milliseconds between asking the tree to end (SIGTERM) and ending it (SIGKILL). */
  readonly graceMs: number;
}

/** Node's timers hold 2^31 - 1 ms; beyond that they fire at once. */
const MAX_MS = 2_147_483_647;

/**
 * @throws RampartError E_INPUT for what no process can be started with: a NUL in a word, or a span of time that is
 * no number of milliseconds a timer takes
 */
export function checkPlan(plan: RunPlan): void {
  const words = [plan.file, plan.argv0 ?? '', plan.cwd, ...plan.args, ...Object.entries(plan.env).flat()];
  if (words.some(one => one.includes('\0')))
    throw new RampartError('E_INPUT', 'a command, its directory and its environment cannot hold a NUL');
  checkSpan('timeout', plan.timeoutMs ?? 1, 1);
  checkSpan('grace', plan.graceMs, 0);
}

function checkSpan(name: string, ms: number, least: number): void {
  if (!(ms >= least && ms <= MAX_MS))
    throw new RampartError('E_INPUT', `${name} out of range: ${ms} ms`, {
      hint: `from ${least} to ${MAX_MS} ms`,
    });
}
