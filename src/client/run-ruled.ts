import { formatDuration } from '../core/duration.ts';
import { messageOf } from '../core/error.ts';
import { EXIT } from '../core/exit.ts';
import type { Outcome } from '../core/outcome.ts';
import type { RunPlan } from '../run/plan.ts';
import { runCommand } from '../run/runner.ts';
import type { Ruled } from './guard.ts';

/**
 * Runs a command that may run and records how it ended, also when it cannot even be started: whoever ruled on it waits
 * to be told.
 * @param notice told why a command did not start or did not end by itself
 * @returns how it ended
 * @throws RampartError E_INPUT for a plan nothing can be started with, its working directory included
 */
export async function runRuled(
  { ended }: Ruled,
  plan: RunPlan,
  notice: (message: string) => void,
): Promise<Outcome> {
  const outcome = await runCommand(plan).catch(async (thrown: unknown) => {
    const reason = messageOf(thrown);
    await ended({ ended: 'not-started', exit: EXIT.failed, signal: null, durationMs: 0, reason });
    throw thrown;
  });
  await ended(outcome);
  if (outcome.reason !== undefined) notice(outcome.reason);
  if (outcome.ended === 'timeout') notice(`timed out after ${formatDuration(plan.timeoutMs ?? 0)}`);
  return outcome;
}
