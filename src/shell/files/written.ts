import { LIMITS } from '../../core/limits.ts';
import {
  alternatives,
  concat,
  EMPTY_WORD,
  hasHole,
  hole,
  isHole,
  literalText,
  type Word,
} from '../../core/word.ts';
import type { Frame, Output } from '../frame.ts';
import type { Written } from '../state/output.ts';
import type { State } from '../state/state.ts';

/** Under what a path's content is kept. A path that is only partly known is the same as itself: same holes, same text. */
function fileKey(path: Word): string | undefined {
  const [only] = path;
  if (path.length === 1 && only !== undefined && isHole(only)) {
    if (only.hole === 'process') return `process:${only.name ?? ''}`;
    if (only.values !== undefined) return only.values.join('\0');
  }
  const text = path.map(part => (isHole(part) ? `\0${part.name ?? part.hole}\0` : part.lit)).join('');
  return text === '' || path.every(isHole) ? undefined : text;
}

/** Notes that a file (an absolute path) now holds `content`, for when it is run later in the same command. */
export function remember(path: Word, content: Output, append: boolean, { state }: Frame): void {
  const before = append ? writtenTo(path, state) : undefined;
  const earlier = before === undefined ? EMPTY_WORD : 'content' in before ? before.content : undefined;
  const known = earlier !== undefined && content !== undefined;
  const appended = append && (before === undefined || !('content' in before) || before.appended);
  note(path, { content: known ? concat(earlier, content) : undefined, appended }, state);
}

/** Notes that a file now holds what another one does. */
export function rememberCopy(path: Word, copyOf: Word, { state }: Frame): void {
  note(path, writtenTo(copyOf, state) ?? { copyOf }, state);
}

function note(path: Word, written: Written, state: State): void {
  const key = fileKey(path);
  if (key === undefined) return;
  state.written.set(key, written);
  // Whichever of several it is, that is the one that is there to be run.
  if (hasHole(path))
    for (const one of alternatives(path, LIMITS.holeValues))
      if (!hasHole(one)) state.written.set(literalText(one), written);
}

/** A process has taken what was written to it. */
export function forget(path: Word, { written }: State): void {
  const key = fileKey(path);
  if (key !== undefined) written.delete(key);
}

/** What this command wrote to a file; undefined when it did not. */
export function writtenTo(path: Word, { written }: State): Written | undefined {
  const key = fileKey(path);
  return key === undefined ? undefined : written.get(key);
}

/** The name under which what a process substitution gives, or a process takes, can be read. */
export function processFile(text: string): Word {
  return hole('process', text);
}
