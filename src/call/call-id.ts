import { createHash } from 'node:crypto';

/**
 * The id under which a host's call is recorded. Hooks before and after a call are processes of their own that share
 * nothing but what the host told both; the id also makes a hook that is started twice for one call ask once.
 */
export function hookCallId(format: string, session: string | null, callId: string): string {
  const named = JSON.stringify([format, session, callId]);
  return createHash('sha256').update(named).digest('hex').slice(0, 24);
}
