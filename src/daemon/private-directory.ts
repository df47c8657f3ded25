import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { messageOf, RampartError } from '../core/error.ts';

/**
 * Makes a directory ours alone, whatever the umask, and takes away rights that others have.
 * @throws RampartError E_OWNER for one that belongs to somebody else, who could put another in its place; E_LATCH where
 * it cannot be made
 */
export function privateDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(path);
    if (uid !== (process.geteuid?.() ?? uid))
      throw new RampartError('E_OWNER', `${path} belongs to user ${uid}`, {
        hint: 'choose another --home, or make it yours',
      });
    if ((mode & 0o777) !== 0o700) chmodSync(path, 0o700);
  } catch (cause) {
    if (cause instanceof RampartError) throw cause;
    throw new RampartError('E_LATCH', `${path} cannot be made ready: ${messageOf(cause)}`, {
      hint: 'look at the disk it lies on, or choose another --home',
      cause,
    });
  }
}
