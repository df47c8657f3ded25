import { resolvePath } from '../../core/path.ts';
import type { Span } from '../../core/span.ts';
import { alternatives, concat, hasHole, isHole, textOf, type Word, word } from '../../core/word.ts';
import type { Frame, Output } from '../frame.ts';
import { sameWord } from '../state/compare.ts';
import { descriptorOf, readInput } from '../state/descriptors.ts';
import { writtenTo } from './written.ts';

/** Copies of copies that are followed. */
const COPIES = 8;

/**
 * The content of a file as far as it is known: what this command wrote there, else, with `disk`, what stands there
 * now. A file that is to be run and cannot be read leaves a `file` unknown.
 */
export function readFile(name: Word, frame: Frame, span: Span, from: 'written' | 'disk', copies = 0): Output {
  const resolved = resolvePath(name, frame.state.cwd);
  const path = textOf(resolved);
  const descriptor = path === undefined ? undefined : descriptorOf(path);
  if (descriptor !== undefined) return readDescriptor(descriptor, frame);
  const written = writtenTo(resolved, frame.state);
  if (written === undefined) {
    if (path !== undefined) return from === 'disk' ? readDisk(path, frame, span) : undefined;
    return copies < COPIES ? readAnyOf(resolved, frame, span, from, copies) : undefined;
  }
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

/** One of several files, where only one of them is there, or all say the same. */
function readAnyOf(path: Word, frame: Frame, span: Span, from: 'written' | 'disk', copies: number): Output {
  if (!path.some(part => isHole(part) && part.values !== undefined)) return undefined;
  const found = alternatives(path, COPIES)
    .map(one => (hasHole(one) ? undefined : readFile(one, frame, span, from, copies + 1)))
    .filter(one => one !== undefined);
  const [first, ...others] = found;
  return first !== undefined && others.every(one => sameWord(one, first)) ? first : undefined;
}

function readDisk(path: string, frame: Frame, span: Span): Output {
  const found = frame.files.read(path);
  if ('missing' in found) return undefined;
  frame.recorder.step(found.text.length / 256);
  if (found.truncated) frame.recorder.unknown('input-size', span, path);
  return word(found.text);
}

/** What can be read from standard input, as far as it is known. */
export function readStdin(frame: Frame): Output {
  return readDescriptor(0, frame);
}

function readDescriptor(number: number, frame: Frame): Output {
  const open = frame.state.descriptors.get(number);
  return open === undefined ? undefined : readInput(open.input);
}

/** The content of a file that was opened under a name; one of several only where it is certain which. */
export function readOpened(name: Word, frame: Frame, span: Span): Output {
  if (!hasHole(name)) return readFile(name, frame, span, 'disk');
  const [first, ...others] = alternatives(name, COPIES);
  return first === undefined || others.length > 0 ? undefined : readFile(first, frame, span, 'disk');
}
