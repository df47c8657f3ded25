import { readOptions } from '../../core/options.ts';
import { resolvePath } from '../../core/path.ts';
import { EMPTY_WORD, type Hole, isHole, textOf, type Word } from '../../core/word.ts';
import type { Frame, Output } from '../frame.ts';

/** Directories that every machine has, and that anybody may go to. */
const EVERYWHERE: ReadonlySet<string> = new Set(
  '/ /bin /dev /etc /home /opt /proc /sbin /tmp /usr /usr/bin /usr/lib /usr/local /usr/local/bin /usr/sbin /usr/share /var /var/log /var/tmp'.split(
    ' ',
  ),
);

/**
 * Whether `cd` is certain to get there: this command has made the directory, every machine has it, or it is on the
 * disk.
 */
export function isThere(place: Word, frame: Frame): boolean {
  const path = textOf(place);
  if (path === undefined) return frame.remote || place.every(part => !isHole(part) || isMadeUp(part));
  if (path === textOf(frame.state.cwd)) return true;
  const made = frame.state.hasDirectory(path);
  if (made !== undefined) return made;
  return (
    EVERYWHERE.has(path) ||
    path === frame.home ||
    isAtOrAbove(path, frame.workspace) ||
    frame.files.directory?.(path) === true
  );
}

/** What these print is a directory that is there. */
const PRINTS_DIRECTORY = /^(?:dirname|pwd)$/;

/** A hole that stands for what such a program prints, or for what `mktemp` certainly makes. */
export function isMadeUp({ hole, values, name, full }: Hole): boolean {
  return (
    hole === 'substitution' && values === undefined && (full === true || PRINTS_DIRECTORY.test(name ?? ''))
  );
}

function isAtOrAbove(path: string, place: string): boolean {
  return place === path || place.startsWith(path.endsWith('/') ? path : `${path}/`);
}

/** Directories above one that `mkdir -p` makes too. */
const ABOVE = 16;

/** `mkdir [-p] dir…` */
export function mkdir(argv: readonly Word[], { state }: Frame): Output {
  const { given, operands } = readOptions(argv, { short: 'mZ', long: ['mode', 'context'] });
  for (const one of argv.slice(operands)) {
    const path = textOf(resolvePath(one, state.cwd));
    if (path === undefined) continue;
    const above = given.has('p', 'parents') ? ABOVE : 0;
    for (
      let at = path, count = 0;
      at !== '' && count <= above;
      at = at.slice(0, at.lastIndexOf('/')), count++
    )
      state.noteDirectory(at, true);
  }
  return given.has('v', 'verbose') ? undefined : EMPTY_WORD;
}

/** `rm -r dir…`, `rmdir dir…`, `mv dir… to`: a directory that is gone is not gone to. */
export function takeAway(argv: readonly Word[], { state }: Frame): void {
  const { operands } = readOptions(argv, { short: 'tS', long: ['target-directory', 'suffix'] });
  for (const one of argv.slice(operands)) {
    const path = resolvePath(one, state.cwd);
    const [head] = path;
    if (head === undefined || isHole(head)) continue;
    // Of what a pattern matches, all that is where it looks may be gone.
    state.noteDirectory(path.length === 1 ? head.lit : head.lit.replace(/\/[^/]*$/, ''), false);
  }
}
