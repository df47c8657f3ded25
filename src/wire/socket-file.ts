import {
  type BigIntStats,
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import { connect, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { errnoOf, messageOf, RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { checkSocketPath } from '../core/places.ts';

/** A socket that a server listens on, at its place in the file system. */
export interface SocketFile {
  /** Takes it away, unless something else stands there by now. */
  remove(): void;
}

/** How often a place is tried for that was free when we looked and taken when we came. */
const ATTEMPTS = 3;

/**
 * Makes `server` listen at `path`. The socket is bound in a private directory, given its mode there, and only then
 * linked to its place: so nobody can connect to it before its mode is right, no other thread works under a changed
 * umask, and of two servers that come at once one wins, because a link does not replace. (Closing the server removes
 * the name it was bound under, which is gone; its place is ours to clear.)
 *
 * Servers that both find the same dead socket are told apart by its inode. What remains is three of them within
 * microseconds; the lock that a daemon holds on its home excludes that.
 *
 * @param mode of the socket; connecting takes write permission
 * @throws RampartError E_SOCKET for a path that is too long or holds something else, E_OWNER for a place that others
 * can write to, E_BUSY when a server answers there
 */
export async function placeSocket(server: Server, path: string, mode = 0o600): Promise<SocketFile> {
  checkSocketPath(path);
  const directory = dirname(path);
  claimDirectory(directory);
  // No longer than the path itself may be: six random characters are appended.
  const staging = mkdtempSync(`${directory}/`);
  try {
    const staged = join(staging, 's');
    await bind(server, staged);
    chmodSync(staged, mode);
    const ours = lstatSync(staged, { bigint: true });
    try {
      await link(staged, path, join(staging, 'o'));
      if (!same(ours, look(path))) throw busy(path);
    } catch (thrown) {
      server.close();
      throw thrown;
    }
    return {
      remove: () => {
        if (same(ours, look(path))) unlinkSync(path);
      },
    };
  } catch (thrown) {
    if (thrown instanceof RampartError) throw thrown;
    throw new RampartError('E_SOCKET', `cannot listen on ${path}: ${messageOf(thrown)}`, { cause: thrown });
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function claimDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new RampartError('E_SOCKET', `cannot make ${directory}: ${messageOf(cause)}`, { cause });
  }
  const stat = statSync(directory);
  if (stat.uid !== process.geteuid?.() || (stat.mode & 0o022) !== 0)
    throw new RampartError('E_OWNER', `${directory} is not ours alone to write to`, {
      hint: `make it yours and chmod go-w ${directory}`,
    });
}

function bind(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path, backlog: LIMITS.connections }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Gives the staged socket its place, clearing away one that nobody listens on. */
async function link(staged: string, path: string, aside: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const there = look(path);
    if (there !== undefined) await clear(path, there, aside);
    try {
      linkSync(staged, path);
      return;
    } catch (thrown) {
      if (errnoOf(thrown) !== 'EEXIST') throw thrown;
    }
  }
  throw busy(path);
}

async function clear(path: string, there: BigIntStats, aside: string): Promise<void> {
  if (!there.isSocket())
    throw new RampartError('E_SOCKET', `not a socket: ${path}`, { hint: 'move it out of the way' });
  if (there.uid !== BigInt(process.geteuid?.() ?? -1))
    throw new RampartError('E_OWNER', `socket belongs to somebody else: ${path}`);
  if (await isAlive(path)) throw busy(path);
  try {
    renameSync(path, aside);
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return;
    throw thrown;
  }
  if (same(there, look(aside))) return;
  // Another server took the place after we looked: that was its socket.
  linkSync(aside, path);
  throw busy(path);
}

/** Whether somebody listens there. A server that is stopped or overrun still does. */
function isAlive(path: string): Promise<boolean> {
  return new Promise(resolve => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', error => {
      const errno = errnoOf(error);
      resolve(errno !== 'ECONNREFUSED' && errno !== 'ENOENT');
    });
  });
}

function look(path: string): BigIntStats | undefined {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false });
}

function same(one: BigIntStats, other: BigIntStats | undefined): boolean {
  return one.ino === other?.ino && one.dev === other.dev;
}

function busy(path: string): RampartError {
  return new RampartError('E_BUSY', `a daemon is already listening on ${path}`, {
    hint: 'rampart status shows it, rampart serve stop ends it',
  });
}
