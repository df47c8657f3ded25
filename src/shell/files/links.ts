import { lstatSync, readlinkSync } from 'node:fs';
import { normalize } from 'node:path';
import { LIMITS } from '../../core/limits.ts';

/** Links one path may lead through, as the kernel has it (path_resolution(7)). */
const MOST_LINKS = 40;

/**
 * Where a path leads through the links that are on the disk now. What is not there yet is taken as it is written: a
 * file that is about to be made through a link is made where the link leads. Never throws: what cannot be looked at,
 * and what means something else in every process, stays as it is written.
 * @param path absolute
 */
export function leads(path: string, last: 'followed' | 'itself'): string {
  // A path that no kernel takes leads nowhere; one of a megabyte of `./` would be looked up for minutes.
  if (path.length > LIMITS.pathBytes) return path;
  let names = path.split('/');
  let at = 0;
  let real = '';
  let links = 0;
  while (at < names.length) {
    const name = names[at++] ?? '';
    if (name === '' || name === '.') continue;
    if (name === '..') {
      real = real.slice(0, Math.max(0, real.lastIndexOf('/')));
      continue;
    }
    const next = `${real}/${name}`;
    if (isOfProcess(next)) {
      if (names[at] !== 'root') return path;
      // A process's own root is everybody's, but in a container.
      at++;
      real = '';
      continue;
    }
    if (last === 'itself' && endsAt(names, at)) return next;
    const target = linkAt(next);
    if (target === 'absent') return normalize([next, ...names.slice(at)].join('/')).replace(/(?<=.)\/$/, '');
    if (target === 'no link') {
      real = next;
      continue;
    }
    links += 1;
    if (links > MOST_LINKS) return path;
    if (target.text.startsWith('/')) real = '';
    names = [...target.text.split('/'), ...names.slice(at)];
    at = 0;
  }
  return real === '' ? '/' : real;
}

/** Whether nothing but `.` follows. */
function endsAt(names: readonly string[], at: number): boolean {
  for (let next = at; next < names.length; next++)
    if (names[next] !== '' && names[next] !== '.') return false;
  return true;
}

/** `/proc/self` is whoever looks: here the guard, there the command. */
function isOfProcess(path: string): boolean {
  return path === '/proc/self' || path === '/proc/thread-self' || path === '/dev/fd';
}

function linkAt(path: string): { readonly text: string } | 'no link' | 'absent' {
  try {
    const status = lstatSync(path, { throwIfNoEntry: false });
    if (status === undefined) return 'absent';
    return status.isSymbolicLink() ? { text: readlinkSync(path) } : 'no link';
  } catch {
    return 'no link';
  }
}
