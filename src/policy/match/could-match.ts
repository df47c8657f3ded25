import type { Glob } from '../../core/glob.ts';
import { matchGlob, type Subject } from '../../core/glob-match.ts';

const HOLE = '\0';

/**
 * Whether the glob matches under some filling of the holes, literal characters included: false only where the known
 * text before the first hole or after the last one rules it out. `matchGlob` answers `no` much earlier, because a
 * restricting rule on every command with a variable would be of no use; an exception from a grant must not.
 */
export function couldMatch(glob: Glob, subject: Subject): boolean {
  if (!subject.holes) return matchGlob(glob, subject) !== 'no';
  const head = subject.marked.slice(0, subject.marked.indexOf(HOLE));
  const tail = subject.marked.slice(subject.marked.lastIndexOf(HOLE) + 1);
  return glob.alternatives.some(one => {
    if (!('pieces' in one)) return true;
    const first = one.pieces[0] ?? '';
    const last = one.pieces.at(-1) ?? '';
    if (one.pieces.length === 1)
      return first.length >= head.length + tail.length && first.startsWith(head) && first.endsWith(tail);
    return (first.startsWith(head) || head.startsWith(first)) && (last.endsWith(tail) || tail.endsWith(last));
  });
}
