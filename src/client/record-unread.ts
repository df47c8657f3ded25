import { randomBytes } from 'node:crypto';
import { appendSpill } from '../audit/spill.ts';
import type { Adapter, Payload } from '../call/adapter.ts';
import { unreadEntry } from '../call/entry.ts';
import { messageOf, RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { type Places, placesOf } from '../core/places.ts';
import type { Unread } from '../core/unread.ts';
import { NO_POLICY } from '../policy/error-decision.ts';
import { connect } from '../wire/client.ts';
import type { HookInput } from './hook-input.ts';
import { wrapAround } from './wrap-folder.ts';

/** What has come of a host's payload: for the record, should it be refused. */
export interface Heard {
  readonly input: HookInput;
  /** Once it could be parsed. */
  payload: Payload | undefined;
}

export interface RefusedBy {
  readonly adapter: Adapter;
  /** Rampart's home; the user's own when absent. */
  readonly home: string | undefined;
  /** Told when it could not be recorded. */
  readonly notice: (message: string) => void;
}

/**
 * Records that a payload was refused unread: through the daemon, or where the next daemon finds it. Never throws, and
 * takes no longer than the host still waits: the refusal itself is what counts.
 */
export async function recordUnread(
  { adapter, home, notice }: RefusedBy,
  heard: Heard,
  thrown: unknown,
): Promise<void> {
  try {
    const places = placesOf(home);
    const unread = unreadOf(adapter, places, heard, thrown);
    await tell(unread, places).catch(() =>
      appendSpill(places.spill, [unreadEntry(randomBytes(12).toString('hex'), unread, NO_POLICY)]),
    );
  } catch (failed) {
    notice(`the refusal is not recorded: ${messageOf(failed)}`);
  }
}

/** Messages of ours are sentences; one that is longer may be of somebody else's making. */
const MESSAGE_CHARS = 500;

function unreadOf(adapter: Adapter, places: Places, { input, payload }: Heard, thrown: unknown): Unread {
  const wrapped = wrapAround(places)?.session;
  const session = payload === undefined ? null : adapter.session(payload);
  return {
    agent: adapter.format,
    session: wrapped ?? session,
    corr: wrapped === undefined ? null : session,
    code: thrown instanceof RampartError ? thrown.code : 'E_INPUT',
    message: messageOf(thrown).slice(0, MESSAGE_CHARS),
    bytes: input.bytes,
    sha256: input.digest(),
  };
}

/** Connecting and being answered each have so long: together less than the margin to the host's timeout. */
const TELL_MS = LIMITS.hookMarginMs / 4;

async function tell(unread: Unread, { agentSocket }: Places): Promise<void> {
  const client = await connect(agentSocket, { connectTimeoutMs: TELL_MS });
  try {
    const answer = await client.request('unread', { unread }, { timeoutMs: TELL_MS });
    if (!answer.ok) throw new RampartError(answer.error.code, answer.error.message);
  } finally {
    client.close();
  }
}
