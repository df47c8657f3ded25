import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { appendSpill } from '../audit/spill.ts';
import { type CallIdentity, identityOf, outcomeEntry } from '../call/entry.ts';
import type { ToolCall } from '../core/call.ts';
import { formatDuration } from '../core/duration.ts';
import { messageOf, RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import type { Outcome } from '../core/outcome.ts';
import { type Ruling, readRuling } from '../core/ruling.ts';
import { sinceStart } from '../core/since-start.ts';
import type { FileRead } from '../core/watched-files.ts';
import { ancestors } from '../run/ancestors.ts';
import { type Client, connect } from '../wire/client.ts';
import type { Event } from '../wire/messages.ts';
import type { Here } from './judge-here.ts';
import { readWait, type Wait } from './wait.ts';

export interface GuardOptions extends Here {
  /** The daemon's socket, or a link to it. */
  readonly socket: string;
  /** Told, in words for a person, whenever the daemon did not answer for a call. */
  readonly notice: (message: string, hint?: string) => void;
  /** Milliseconds to wait for a person, where that is less than the question's own time. */
  readonly waitMs?: number;
  /** Milliseconds to wait for the daemon to judge, where that is less than its own time. */
  readonly answerMs?: number;
  /** The call's id; one of our own when absent. */
  readonly id?: string;
  /** What is run starts the agent, and its grant covers nothing that the agent starts. */
  readonly startsAgent?: boolean;
  /** Called when no daemon is there: what may start one. */
  readonly absent?: () => unknown;
}

/** A call that was ruled on; whoever runs it says how it ended. */
export interface Ruled {
  readonly ruling: Ruling;
  /** Records the outcome. Never throws: the command has run, and what cannot be recorded is told. */
  ended(outcome: Outcome): Promise<void>;
  /** What it was judged by, if here. */
  readonly files: readonly FileRead[];
  /** It is written down where the next daemon finds it: none has answered. */
  readonly spilled: boolean;
  /** For a call that is not run or whose outcome nobody expects. */
  close(): void;
}

/**
 * Asks the daemon for a ruling; without one that answers, judges here. Either way the call is on disk when this
 * resolves, unless the fail mode let it pass where that is not possible, which is told.
 */
export async function rule(
  call: ToolCall,
  options: GuardOptions,
  expects: 'outcome' | 'none' = 'outcome',
): Promise<Ruled> {
  const identity = identityOf(call, options.id ?? randomBytes(12).toString('hex'), null);
  try {
    return await ruleThere(call, identity, options, expects);
  } catch (thrown) {
    const why =
      thrown instanceof RampartError
        ? thrown
        : new RampartError('E_SOCKET', messageOf(thrown), { cause: thrown });
    // Loaded only now: with a daemon, a client reads no shell and no policy.
    const { ruleHere } = await import('./judge-here.ts');
    const here = await ruleHere(call, identity, options, expects);
    const { ruling, unrecorded, autostart } = here;
    if (why.code === 'E_SOCKET' && autostart) start(options);
    options.notice(`the daemon did not answer (${why.message}); ${without(ruling)}`);
    if (unrecorded !== undefined) options.notice(`the call is not recorded: ${unrecorded.message}`);
    return {
      ruling,
      // The outcome of a call nobody has heard of tells nobody anything.
      ended: async outcome => {
        if (unrecorded === undefined) spillOutcome(here.identity, outcome, options);
      },
      files: here.files,
      spilled: unrecorded === undefined,
      close: () => undefined,
    };
  }
}

function start({ absent, notice }: GuardOptions): void {
  try {
    absent?.();
  } catch (thrown) {
    notice(`no daemon could be started: ${messageOf(thrown)}`);
  }
}

/** What happens, and on whose word: every use of the fail switch is told. */
export function without(ruling: Ruling): string {
  if (ruling.by === 'host') return `${ruling.rule} asks for a person, and the agent's host is to ask`;
  return ruling.failMode ? byFailMode(ruling) : `${ruling.verdict}, judged here by ${ruling.rule}`;
}

function byFailMode({ effect, verdict, rule, message }: Ruling): string {
  const why = verdict === 'ask' ? `${rule} asks for a person` : message;
  return `fail mode: ${effect === 'run' ? 'it runs' : 'it does not run'} (${why})`;
}

/**
 * Asks the daemon. Until it says that a person is asked, a failure is the caller's to handle; from then on nothing but
 * the person's answer lets the call run, whatever becomes of the daemon.
 */
async function ruleThere(
  call: ToolCall,
  identity: CallIdentity,
  options: GuardOptions,
  expects: 'outcome' | 'none',
): Promise<Ruled> {
  let wait: Wait | undefined;
  const began = sinceStart();
  const onPending = (event: Event): void => {
    const told = readWait(event, began, options.waitMs);
    if (told === undefined || wait !== undefined) return;
    wait = told;
    options.notice(
      `a person must allow this (${told.rule}: ${told.message}); waiting until ${told.expires}`,
      `rampart approve ${told.approval}, or rampart deny ${told.approval}`,
    );
  };
  for (;;) {
    try {
      return await attempt(call, identity, options, expects, onPending, () => wait);
    } catch (thrown) {
      if (wait === undefined) throw thrown;
      const lost =
        thrown instanceof RampartError && (thrown.code === 'E_SOCKET' || thrown.code === 'E_TIMEOUT');
      if (!lost || sinceStart() >= wait.until) return unanswered(wait, options.waitMs, thrown);
      // The daemon may be starting again, and knows the question by its id.
      await sleep(RETRY_MS);
    }
  }
}

const RETRY_MS = 200;

async function attempt(
  call: ToolCall,
  identity: CallIdentity,
  options: GuardOptions,
  expects: 'outcome' | 'none',
  onEvent: (event: Event) => void,
  waiting: () => Wait | undefined,
): Promise<Ruled> {
  const client = await connect(options.socket, { connectTimeoutMs: LIMITS.connectTimeoutMs });
  try {
    const place = options.startsAgent ? null : { pid: process.pid, ancestors: ancestors() };
    const body = { call, expects, cseq: null, process: place };
    const answer = await client.request('evaluate', body, {
      timeoutMs: Math.min(LIMITS.evaluateTimeoutMs, options.answerMs ?? LIMITS.evaluateTimeoutMs),
      afterEventMs: () => Math.max(1, (waiting()?.until ?? 0) - sinceStart()),
      onEvent,
      id: identity.id,
    });
    if (!answer.ok) throw new RampartError(answer.error.code, answer.error.message);
    const ruling = readRuling(answer.body);
    if (ruling === undefined)
      throw new RampartError('E_VERSION', 'the daemon answered something else than a ruling');
    if (ruling.failMode && ruling.effect === 'run') options.notice(byFailMode(ruling));
    return {
      ruling,
      ended: ruling.covered
        ? async () => client.close()
        : outcome => reported(client, identity, outcome, options),
      files: [],
      spilled: false,
      close: () => client.close(),
    };
  } catch (thrown) {
    client.close();
    throw thrown;
  }
}

/** Nobody answered in time, or nobody can be asked any more: whatever the fail mode, that is no leave to run. */
function unanswered({ rule, message }: Wait, waitMs: number | undefined, why: unknown): Ruled {
  const timedOut = why instanceof RampartError && why.code === 'E_TIMEOUT' && waitMs !== undefined;
  const reason = timedOut ? `nobody answered within ${roughly(waitMs)}` : messageOf(why);
  const ruling: Ruling = {
    effect: 'refuse',
    by: 'timeout',
    verdict: 'ask',
    rule,
    message: `${message} (${reason})`,
    coverage: 'opaque',
    policy: '',
    failMode: false,
    timeoutMs: null,
    seq: null,
  };
  return { ruling, ended: async () => undefined, files: [], spilled: false, close: () => undefined };
}

/** For people, who read no fractions. */
function roughly(ms: number): string {
  return formatDuration(ms < 10_000 ? Math.max(1, Math.round(ms)) : Math.round(ms / 1_000) * 1_000);
}

/** To the daemon that ruled; to the one that took its place, should it be gone; else to the spill file. */
async function reported(
  client: Client,
  identity: CallIdentity,
  outcome: Outcome,
  options: GuardOptions,
): Promise<void> {
  try {
    await tell(client, identity, outcome);
  } catch {
    client.close();
    await report(identity, outcome, options);
  }
}

/**
 * Records how a call ended that somebody else asked about. Never throws: what cannot be recorded is told.
 * @param spill without a daemon it is written down here; false where whoever ran the call does that
 */
export async function report(
  identity: CallIdentity,
  outcome: Outcome,
  options: Pick<GuardOptions, 'socket' | 'places' | 'notice'>,
  spill = true,
): Promise<void> {
  try {
    const client = await connect(options.socket, { connectTimeoutMs: LIMITS.connectTimeoutMs });
    await tell(client, identity, outcome).finally(() => client.close());
  } catch {
    if (spill) spillOutcome(identity, outcome, options);
  }
}

async function tell(
  client: Client,
  { id }: CallIdentity,
  { ended, exit, signal, durationMs }: Outcome,
): Promise<void> {
  const body = { call: id, ended, exit, signal, duration_ms: durationMs };
  const answer = await client.request('outcome', body, { timeoutMs: LIMITS.evaluateTimeoutMs });
  client.close();
  if (!answer.ok) throw new RampartError(answer.error.code, answer.error.message);
}

function spillOutcome(
  identity: CallIdentity,
  outcome: Outcome,
  { places, notice }: Pick<GuardOptions, 'places' | 'notice'>,
): void {
  try {
    appendSpill(places.spill, [outcomeEntry(identity, outcome)]);
  } catch (thrown) {
    notice(`how the command ended could not be recorded: ${messageOf(thrown)}`);
  }
}
