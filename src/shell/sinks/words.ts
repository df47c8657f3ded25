import { concat, literalText, textOf, type Word, word } from '../../core/word.ts';
import type { Inner } from './inner.ts';

export function replaceIn(of: Word, mark: string, by: Word): Word {
  return concat(...of.map(part => ('lit' in part ? placed(part.lit.split(mark), by) : [part])));
}

function placed(pieces: readonly string[], by: Word): Word {
  return concat(...pieces.flatMap((piece, index) => (index === 0 ? [word(piece)] : [by, word(piece)])));
}

/** The rest of the word after a literal beginning; undefined where it does not begin so. */
export function after(of: Word, beginning: string): Word | undefined {
  const [head, ...tail] = of;
  if (head === undefined || !('lit' in head) || !head.lit.startsWith(beginning)) return undefined;
  return concat(word(head.lit.slice(beginning.length)), tail);
}

/** `env -S 'a b'`: split at blanks; quotes group. A part that is not known stays one argument. */
export function splitString(of: Word): readonly Word[] {
  const text = textOf(of);
  if (text === undefined) return [of];
  const found = text.match(/(?:[^\s'"\\]|\\[\s\S]|'[^']*'|"(?:[^"\\]|\\[\s\S])*")+/gu) ?? [];
  return found.map(one =>
    word(one.replace(/\\([\s\S])|['"]/gu, (_, char: string | undefined) => char ?? '')),
  );
}

/** Programs people name as pager, editor, compressor or remote shell, with plain options: the guarded program would run them anyway. */
const PLAIN =
  /^(?:\/usr(?:\/local)?)?(?:\/bin\/)?(?:cat|less|more|most|bat|batcat|delta|diff-so-fancy|true|false|:|vi|vim|nvim|nano|emacs|emacsclient|code|subl|micro|ed|pico|notepad|gzip|pigz|bzip2|pbzip2|lbzip2|xz|pixz|zstd|zstdmt|lz4|lzop|lzip|brotli|compress|firefox|chromium|google-chrome|open|xdg-open|echo)?(?:\s+-[\w=-]+)*$/;

/** ssh with options that run nothing of their own here. */
const PLAIN_SSH =
  /^(?:\/usr\/bin\/)?ssh(?:\s|$)(?!.*(?:ProxyCommand|LocalCommand|KnownHostsCommand|[`$;|&<>]))/is;

/** A command that was named for a purpose, as shell code; nothing for one that is known to do only that. */
export function named(code: Word | undefined): readonly Inner[] {
  if (code === undefined) return [];
  const text = textOf(code);
  if (text !== undefined && (PLAIN.test(text.trim()) || PLAIN_SSH.test(text.trim()))) return [];
  return [{ code }];
}

/** Lines of known text that a pattern finds code in. */
export function linesMatching(input: Word | undefined, pattern: RegExp): readonly Inner[] {
  if (input === undefined) return [];
  return literalText(input)
    .split('\n')
    .flatMap(line => {
      const code = pattern.exec(line)?.[1];
      return code === undefined || code.trim() === '' ? [] : [{ code: word(code) }];
    });
}
