import { concat, hole, literalText, textOf, type Word, word } from '../../core/word.ts';
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

/** What a backslash makes of a letter in `env -S` (GNU env(1)). */
const ESCAPES: Readonly<Record<string, string>> = { f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/**
 * `env -S 'a b'`: split at blanks and `\_`; quotes group, `#` begins a comment, `${NAME}` is a variable, which stays a
 * hole here. A part that is not known stays one argument.
 */
export function splitString(of: Word): readonly Word[] {
  const text = textOf(of);
  if (text === undefined) return [of];
  const words: Word[] = [];
  let current: Word | undefined;
  let quote: string | undefined;
  const append = (more: Word): void => {
    current = concat(current ?? [], more);
  };
  const end = (): void => {
    if (current !== undefined) words.push(current);
    current = undefined;
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    const variable = quote === "'" ? undefined : /^\$\{(\w+)\}/.exec(text.slice(at, at + 256))?.[1];
    if (variable !== undefined) {
      append(hole('variable', variable));
      at += variable.length + 2;
    } else if (char === '\\') {
      const next = text[++at] ?? '';
      if (quote === "'" && next !== "'" && next !== '\\') append(word(`\\${next}`));
      else if (next === 'c') break;
      else if (next === '_' && quote === undefined) end();
      else append(word(next === '_' ? ' ' : (ESCAPES[next] ?? next)));
    } else if (char === quote) quote = undefined;
    else if (quote !== undefined) append(word(char));
    else if (char === "'" || char === '"') {
      quote = char;
      append([]);
    } else if (/\s/.test(char)) end();
    else if (char === '#' && current === undefined) break;
    else append(word(char));
  }
  end();
  return words;
}

/** Programs people name as pager, editor, compressor or remote shell, with plain options: the guarded program would run them anyway. */
const PLAIN =
  /^(?:\/usr(?:\/local)?)?(?:\/bin\/)?(?:cat|less|more|most|bat|batcat|delta|diff-so-fancy|true|false|:|vi|vim|nvim|nano|emacs|emacsclient|code|subl|micro|ed|pico|notepad|gzip|pigz|bzip2|pbzip2|lbzip2|xz|pixz|zstd|zstdmt|lz4|lzop|lzip|brotli|compress|firefox|chromium|google-chrome|open|xdg-open|echo)?(?:\s+-[\w=-]+)*$/;

/** ssh with options that run nothing of their own here, and nothing there. */
const PLAIN_SSH =
  /^(?:\/usr\/bin\/)?ssh(?!.*(?:ProxyCommand|LocalCommand|KnownHostsCommand|[`$;|&<>]))(?:\s+-\w\S*(?:\s+(?:'[^']*'|"[^"]*"|[^\s'"-]\S*))?)*\s*$/is;

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

/**
 * Words that are joined for a shell lose their quotes: `watch sh -c 'a b'` runs `sh -c a b`. What was meant is read, too:
 * versions and options differ in it.
 */
export function asWritten(words: readonly Word[]): readonly Inner[] {
  return words.length > 1 && words.some(one => /\s/.test(literalText(one))) ? [{ argv: words }] : [];
}
