import { concat, join, literalText, oneOf, textOf, type Word, word } from '../../core/word.ts';
import type { Frame, Launch, Output } from '../frame.ts';
import { hidesText, unescapedWord } from './escapes.ts';

/**
 * bash's echo: `-n`, `-e` and `-E` in clusters; anything else is text. Whether `sh` reads escapes depends on which
 * shell that is, so both texts are possible there.
 */
export function echo(argv: readonly Word[], frame: Frame, { span }: Launch): Output {
  let at = 1;
  let escapes = false;
  let newline = true;
  for (; at < argv.length; at++) {
    const text = textOf(argv[at] ?? []);
    if (text === undefined || !/^-[neE]+$/.test(text)) break;
    if (text.includes('n')) newline = false;
    for (const letter of text) if (letter === 'e' || letter === 'E') escapes = letter === 'e';
  }
  const line = join(argv.slice(at), ' ');
  const raw = concat(line, word(newline ? '\n' : ''));
  if (!escapes && (frame.dialect === 'bash' || !literalText(line).includes('\\'))) return raw;
  const shown = unescapedWord(line, 'zero');
  const output = concat(shown.word, word(newline && !shown.ended ? '\n' : ''));
  noteEscapes(literalText(line), output, frame, span);
  if (escapes) return output;
  const [plain, read] = [textOf(raw), textOf(output)];
  return plain === undefined || read === undefined
    ? undefined
    : oneOf('substitution', 'echo', [...new Set([plain, read])], false);
}

/** Tells that text came out of escapes, where it was unreadable before. */
export function noteEscapes(source: string, output: Word, { recorder }: Frame, from: Launch['span']): void {
  const text = literalText(output).trimEnd();
  if (text !== '' && hidesText(source)) recorder.decoded.set(text, { chain: ['escapes'], from });
}
