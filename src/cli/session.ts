import { randomBytes } from 'node:crypto';
import type { Places } from '../core/places.ts';
import type { SessionMode } from '../core/resolve.ts';
import { ask } from './daemon-client.ts';

/** Short, because a wrap folder is named after it and a socket's path must not be long. */
export function newSessionId(): string {
  return randomBytes(6).toString('hex');
}

/**
 * Runs with a session of the given mode. The daemon keeps the mode: enforcing needs no session, and monitoring needs a
 * daemon.
 * @throws RampartError E_SOCKET for `monitor` without a daemon
 */
export async function withMode<T>(
  places: Places,
  agent: string,
  mode: SessionMode,
  run: (session: string | null) => Promise<T>,
): Promise<T> {
  if (mode === 'enforce') return run(null);
  const session = newSessionId();
  await ask(places.adminSocket, 'session', { session, agent, phase: 'start', mode });
  try {
    return await run(session);
  } finally {
    await ask(places.adminSocket, 'session', { session, agent, phase: 'end' }).catch(() => undefined);
  }
}
