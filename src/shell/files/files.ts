import { resolvePath } from '../../core/path.ts';
import type { Span } from '../../core/span.ts';
import { alternatives, concat, hasHole, isHole, textOf, type Word, word } from '../../core/word.ts';
import type { Frame, Output } from '../frame.ts';
import { processFile, writtenTo } from './written.ts';

/** Copies of copies that are followed. */
const COPIES = 8;

/**
 * The content of a file as far as it is known: what this command wrote there, else, with `disk`, what stands there
 * now. A file that is to be run and cannot be read leaves a `file` unknown.
 */
export function readFile(name: Word, frame: Frame, span: Span, from: 'written' | 'disk', copies = 0): Output {
  const [only] = name;
  if (only !== undefined && isHole(only) && only.hole === 'process' && only.name !== undefined) {
    const fed = writtenTo(processFile(only.name), frame.state);
    return fed !== undefined && 'content' in fed ? fed.content : undefined;
  }
  const resolved = resolvePath(name, frame.state.cwd);
  const path = textOf(resolved);
  if (path !== undefined && /^\/dev\/(?:stdin|fd\/0)$|^\/proc\/self\/fd\/0$/.test(path))
    return readStdin(frame, span);
  const written = writtenTo(resolved, frame.state);
  if (written === undefined)
    return from === 'disk' && path !== undefined ? readDisk(path, frame, span) : undefined;
  if ('copyOf' in written)
    return copies < COPIES ? readFile(written.copyOf, frame, span, from, copies + 1) : undefined;
  if (!written.appended || written.content === undefined) return written.content;
  const before = path === undefined ? undefined : frame.files.read(path);
  if (before === undefined || 'missing' in before) {
    if (before?.missing !== 'absent' && from === 'disk') frame.recorder.unknown('file', span, path);
    return written.content;
  }
  return concat(word(before.text), written.content);
}

function readDisk(path: string, frame: Frame, span: Span): Output {
  const found = frame.files.read(path);
  if ('missing' in found) return undefined;
  frame.recorder.step(found.text.length / 256);
  if (found.truncated) frame.recorder.unknown('input-size', span, path);
  return word(found.text);
}

/** What can be read from standard input, as far as it is known. */
export function readStdin({ stdin, ...frame }: Frame, span: Span): Output {
  if ('text' in stdin) return stdin.text;
  if (!hasHole(stdin.file))
    return readFile(stdin.file, { ...frame, stdin: { text: undefined } }, span, 'disk');
  const [first, ...others] = alternatives(stdin.file, COPIES);
  return first === undefined || others.length > 0
    ? undefined
    : readFile(first, { ...frame, stdin: { text: undefined } }, span, 'disk');
}
