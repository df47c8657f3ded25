import { sinceStart } from '../core/since-start.ts';
import type { Event } from '../wire/messages.ts';

/** A question that the daemon has put to a person for us. */
export interface Wait {
  readonly approval: string;
  readonly rule: string;
  readonly message: string;
  /** RFC 3339 UTC, for people: what we wait by is a clock that nobody sets. */
  readonly expires: string;
  /** As `sinceStart()`: when we give up. */
  readonly until: number;
}

/** After a question has expired the daemon still has to say so. */
const GRACE_MS = 2_000;

/**
 * Reads the daemon's word that a person is asked.
 * @param began when we asked, as `sinceStart()`
 * @param waitMs the longest the caller wants to wait
 */
export function readWait(
  { event, body }: Event,
  began: number,
  waitMs: number | undefined,
): Wait | undefined {
  const { approval, expires, wait_ms: left, rule, message } = body;
  if (event !== 'pending' || typeof approval !== 'string' || typeof expires !== 'string') return undefined;
  if (typeof left !== 'number' || !(left >= 0)) return undefined;
  const ends = sinceStart() + left + GRACE_MS;
  return {
    approval,
    expires,
    rule: typeof rule === 'string' ? rule : 'a rule',
    message: typeof message === 'string' ? message : '',
    until: waitMs === undefined ? ends : Math.min(ends, began + waitMs),
  };
}
