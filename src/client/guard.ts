import { randomBytes } from 'node:crypto';
import { appendSpill } from '../audit/spill.ts';
import { type CallIdentity, identityOf, outcomeEntry } from '../call/entry.ts';
import type { ToolCall } from '../core/call.ts';
import { messageOf, RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import type { Outcome } from '../core/outcome.ts';
import { type Ruling, readRuling } from '../core/ruling.ts';
import { ancestors } from '../run/ancestors.ts';
import { type Client, connect } from '../wire/client.ts';
import type { Here } from './judge-here.ts';

export interface GuardOptions extends Here {
  /** The daemon's socket, or a link to it. */
  readonly socket: string;
  /** Told, in words for a person, whenever the daemon did not answer for a call. */
  readonly notice: (message: string) => void;
}

/** A call that was ruled on; whoever runs it says how it ended. */
export interface Ruled {
  readonly ruling: Ruling;
  /** Records the outcome. Never throws: the command has run, and what cannot be recorded is told. */
  ended(outcome: Outcome): Promise<void>;
  /** For a call that is not run or whose outcome nobody expects. */
  close(): void;
}

/**
 * Asks the daemon for a ruling; without one that answers, judges here. Either way the call is on disk when this
 * resolves.
 * @throws RampartError when the call can neither be put to the daemon nor written down here
 */
export async function rule(
  call: ToolCall,
  options: GuardOptions,
  expects: 'outcome' | 'none' = 'outcome',
): Promise<Ruled> {
  const identity = identityOf(call, randomBytes(12).toString('hex'), null);
  try {
    return await ruleThere(call, identity, options, expects);
  } catch (thrown) {
    const why =
      thrown instanceof RampartError
        ? thrown
        : new RampartError('E_SOCKET', messageOf(thrown), { cause: thrown });
    // Loaded only now: with a daemon, a client reads no shell and no policy.
    const { ruleHere } = await import('./judge-here.ts');
    const ruling = ruleHere(call, identity, options, expects);
    const how = ruling.failMode ? `fail mode: ${ruling.effect}` : `${ruling.verdict}, judged here`;
    options.notice(`the daemon did not answer (${why.message}); ${how} by ${ruling.rule}`);
    return {
      ruling,
      ended: async outcome => spillOutcome(identity, outcome, options),
      close: () => undefined,
    };
  }
}

async function ruleThere(
  call: ToolCall,
  identity: CallIdentity,
  options: GuardOptions,
  expects: 'outcome' | 'none',
): Promise<Ruled> {
  const client = await connect(options.socket, { connectTimeoutMs: LIMITS.connectTimeoutMs });
  try {
    const body = { call, expects, cseq: null, process: { pid: process.pid, ancestors: ancestors() } };
    const answer = await client.request('evaluate', body, {
      timeoutMs: LIMITS.evaluateTimeoutMs,
      id: identity.id,
    });
    if (!answer.ok) throw new RampartError(answer.error.code, answer.error.message);
    const ruling = readRuling(answer.body);
    if (ruling === undefined)
      throw new RampartError('E_VERSION', 'the daemon answered something else than a ruling');
    return {
      ruling,
      ended: outcome => reported(client, identity, outcome, options),
      close: () => client.close(),
    };
  } catch (thrown) {
    client.close();
    throw thrown;
  }
}

/** To the daemon that ruled; to the one that took its place, should it be gone; else to the spill file. */
async function reported(
  client: Client,
  identity: CallIdentity,
  outcome: Outcome,
  options: GuardOptions,
): Promise<void> {
  const { ended, exit, signal, durationMs } = outcome;
  const body = { call: identity.id, ended, exit, signal, duration_ms: durationMs };
  const tell = async (to: Client): Promise<void> => {
    const answer = await to.request('outcome', body, { timeoutMs: LIMITS.evaluateTimeoutMs });
    to.close();
    if (!answer.ok) throw new RampartError(answer.error.code, answer.error.message);
  };
  try {
    await tell(client);
  } catch {
    client.close();
    try {
      await tell(await connect(options.socket, { connectTimeoutMs: LIMITS.connectTimeoutMs }));
    } catch {
      spillOutcome(identity, outcome, options);
    }
  }
}

function spillOutcome(identity: CallIdentity, outcome: Outcome, { places, notice }: GuardOptions): void {
  try {
    appendSpill(places.spill, [outcomeEntry(identity, outcome)]);
  } catch (thrown) {
    notice(`how the command ended could not be recorded: ${messageOf(thrown)}`);
  }
}
