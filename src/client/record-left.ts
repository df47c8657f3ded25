import { appendSpill } from '../audit/spill.ts';
import type { Adapter, Report } from '../call/adapter.ts';
import { messageOf, RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { entry } from '../core/record.ts';
import { connect } from '../wire/client.ts';
import type { GuardOptions } from './guard.ts';

/**
 * Records that a host's session has ended. Never throws: what cannot be recorded is told. In a wrapped session the
 * supervisor does that.
 */
export async function recordLeft(
  { format }: Adapter,
  { session, reason }: Extract<Report, { kind: 'left' }>,
  options: Pick<GuardOptions, 'socket' | 'places' | 'notice'> & { readonly session: string | undefined },
): Promise<void> {
  if (options.session !== undefined) return;
  try {
    await tell(options.socket, session, reason);
  } catch {
    try {
      const end = entry('session', { phase: 'end', ended: 'host' }, { reason });
      appendSpill(options.places.spill, [{ ...end, session, agent: format }]);
    } catch (thrown) {
      options.notice(`the end of the session is not recorded: ${messageOf(thrown)}`);
    }
  }
}

async function tell(socket: string, session: string, reason: string): Promise<void> {
  const client = await connect(socket, { connectTimeoutMs: LIMITS.connectTimeoutMs });
  try {
    const answer = await client.request('left', { session, reason }, { timeoutMs: LIMITS.evaluateTimeoutMs });
    if (!answer.ok) throw new RampartError(answer.error.code, answer.error.message);
  } finally {
    client.close();
  }
}
