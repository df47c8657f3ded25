import { lstatSync, type Stats, statSync } from 'node:fs';
import { errnoOf, messageOf, RampartError } from '../core/error.ts';

/**
 * Makes sure that what stands at `path` is a socket of somebody who may decide for us: whoever can put another one
 * there could allow everything.
 * @param trusted user ids beside our own and root, for a daemon that runs as its own user
 * @throws RampartError E_SOCKET when there is no socket, E_OWNER when it, or a link that leads to it, is not of a
 * trusted user
 */
export function checkTrusted(path: string, trusted: readonly number[] = []): void {
  const owners = new Set([0, process.geteuid?.() ?? 0, ...trusted]);
  const entry = look(() => lstatSync(path), path);
  // Launchers find the daemon by a link beside themselves.
  const socket = entry.isSymbolicLink() ? look(() => statSync(path), path) : entry;
  if (!socket.isSocket()) throw new RampartError('E_SOCKET', `not a socket: ${path}`);
  if (!owners.has(entry.uid) || !owners.has(socket.uid))
    throw new RampartError('E_OWNER', `socket belongs to somebody else: ${path}`, {
      hint: 'somebody may be posing as the daemon',
    });
}

function look(stat: () => Stats, path: string): Stats {
  try {
    return stat();
  } catch (cause) {
    const why = errnoOf(cause) === 'ENOENT' ? 'no daemon listens on it' : messageOf(cause);
    throw new RampartError('E_SOCKET', `cannot reach ${path}: ${why}`, { hint: 'rampart serve', cause });
  }
}
