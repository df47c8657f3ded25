import { accessSync, closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { errnoOf } from '../../core/error.ts';
import type { FileText, FileView } from '../../core/file-view.ts';
import { LIMITS } from '../../core/limits.ts';
import { leads } from './links.ts';

/** Bytes looked at to tell a text from a program. */
const HEAD = 4_096;

/**
 * The files of this machine, for judging scripts that are about to run. Links are followed, as the shell would; pipes,
 * devices and directories are not read, and opening them does not block.
 */
export const DISK_FILES: FileView = {
  leads,
  directory(path) {
    try {
      accessSync(path, constants.X_OK);
      return statSync(path).isDirectory();
    } catch {
      return false;
    }
  },
  read(path) {
    let descriptor: number;
    try {
      descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    } catch (thrown) {
      const code = errnoOf(thrown);
      return { missing: code === 'ENOENT' || code === 'ENOTDIR' ? 'absent' : 'unreadable' };
    }
    try {
      return readText(descriptor);
    } catch {
      return { missing: 'unreadable' };
    } finally {
      closeSync(descriptor);
    }
  },
};

function readText(descriptor: number): FileText {
  const status = fstatSync(descriptor);
  if (!status.isFile()) return { missing: 'irregular' };
  const head = readUpTo(descriptor, Math.min(HEAD, status.size || HEAD), 0);
  if (head.includes(0)) return { missing: 'irregular' };
  const truncated = status.size > LIMITS.scriptBytes;
  const rest = readUpTo(descriptor, Math.min(status.size, LIMITS.scriptBytes) - head.length, head.length);
  return { text: Buffer.concat([head, rest]).toString('utf8'), truncated };
}

function readUpTo(descriptor: number, bytes: number, from: number): Buffer {
  if (bytes <= 0) return Buffer.alloc(0);
  const buffer = Buffer.allocUnsafe(bytes);
  let filled = 0;
  while (filled < bytes) {
    const count = readSync(descriptor, buffer, filled, bytes - filled, from + filled);
    if (count === 0) break;
    filled += count;
  }
  return buffer.subarray(0, filled);
}
