import { resolvePath } from '../core/path.ts';
import type { Span } from '../core/span.ts';
import { isHole, textOf, type Word, word } from '../core/word.ts';
import { processFile } from './expand.ts';
import type { Frame, Output } from './frame.ts';

/**
 * The content of a file as far as it is known: what this command wrote there, else, with `disk`, what stands there
 * now. A file that is to be run and cannot be read leaves a `file` unknown.
 */
export function readFile(name: Word, frame: Frame, span: Span, from: 'written' | 'disk'): Output {
  const [only] = name;
  if (only !== undefined && isHole(only) && only.hole === 'process' && only.name !== undefined)
    return frame.state.written.get(processFile(only.name));
  const path = textOf(resolvePath(name, frame.state.cwd));
  if (path !== undefined && /^\/dev\/(?:stdin|fd\/0)$|^\/proc\/self\/fd\/0$/.test(path))
    return readStdin(frame, span);
  if (path !== undefined && frame.state.written.has(path)) return frame.state.written.get(path);
  if (from === 'written') return undefined;
  if (path === undefined) return undefined;
  const found = frame.files.read(path);
  if ('missing' in found) return undefined;
  frame.recorder.step(found.text.length / 256);
  if (found.truncated) frame.recorder.unknown('input-size', span, path);
  return word(found.text);
}

/** What can be read from standard input, as far as it is known. */
export function readStdin({ stdin, ...frame }: Frame, span: Span): Output {
  return 'text' in stdin
    ? stdin.text
    : readFile(stdin.file, { ...frame, stdin: { text: undefined } }, span, 'disk');
}
