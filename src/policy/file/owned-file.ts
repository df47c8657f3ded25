import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { errnoOf, RampartError } from '../../core/error.ts';
import { wholeFile } from '../finding.ts';

export interface Trust {
  /** Users a file may belong to; anybody where it is absent. */
  readonly owners?: readonly number[];
  /** Refuse a path whose last part is a symbolic link. */
  readonly noFollow?: boolean;
  readonly maxBytes: number;
}

/** Root and the user this process runs as. */
export function trustedOwners(): readonly number[] {
  return [...new Set([0, process.geteuid?.() ?? 0])];
}

/**
 * Reads a regular file whose owner and mode make it fit to rule. Both are checked on the descriptor that is then read:
 * a path can be made to name another file between two looks.
 * @returns undefined when there is no such file
 * @throws RampartError E_OWNER for a file of somebody else, or one that others may write; E_POLICY for anything that
 *   is no regular file, too large or unreadable
 */
export function readOwnedFile(path: string, { owners, noFollow, maxBytes }: Trust): Uint8Array | undefined {
  const descriptor = open(path, noFollow === true);
  if (descriptor === undefined) return undefined;
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw refusal('E_POLICY', path, 'not a regular file');
    if (owners !== undefined && !owners.includes(stat.uid))
      throw refusal(
        'E_OWNER',
        path,
        `file belongs to user ${stat.uid}`,
        'only root and the daemon’s own user may rule',
      );
    if (owners !== undefined && (stat.mode & 0o022) !== 0)
      throw refusal('E_OWNER', path, 'file is writable by others', `chmod go-w ${path}`);
    if (stat.size > maxBytes)
      throw refusal('E_POLICY', path, `file is ${stat.size} bytes long, at most ${maxBytes} are read`);
    return readAll(descriptor, path, stat.size);
  } finally {
    closeSync(descriptor);
  }
}

function open(path: string, noFollow: boolean): number | undefined {
  // Without O_NONBLOCK, opening a FIFO that somebody put there would wait for ever.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | (noFollow ? constants.O_NOFOLLOW : 0);
  try {
    return openSync(path, flags);
  } catch (cause) {
    switch (errnoOf(cause)) {
      case 'ENOENT':
      case 'ENOTDIR':
        return undefined;
      case 'ELOOP':
        throw refusal('E_OWNER', path, 'file is a symbolic link', 'put the file itself there');
      default:
        throw new RampartError('E_POLICY', 'cannot be read', { position: wholeFile(path), cause });
    }
  }
}

function readAll(descriptor: number, path: string, size: number): Uint8Array {
  // One byte more than measured, to see a file that is being written.
  const buffer = Buffer.alloc(size + 1);
  let length = 0;
  for (;;) {
    const count = readSync(descriptor, buffer, length, buffer.length - length, null);
    length += count;
    if (length > size) throw refusal('E_POLICY', path, 'file changed while it was read');
    if (count === 0) return buffer.subarray(0, length);
  }
}

function refusal(code: 'E_POLICY' | 'E_OWNER', path: string, message: string, hint?: string): RampartError {
  return new RampartError(code, message, { position: wholeFile(path), hint });
}
