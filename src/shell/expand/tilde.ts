import { type Word, word } from '../../core/word.ts';
import type { Frame } from '../frame.ts';
import { lookup, scalar, unknownVariable } from '../state/variables.ts';
import { type Piece, unknownWord } from './told.ts';

/** The directory a tilde-prefix names (bash manual, 3.5.2); undefined where bash leaves it as it is. */
export function tildeDirectory(prefix: string, at: Piece, frame: Frame): Word | undefined {
  const value = (name: string): Word => scalar(lookup(name, frame) ?? unknownVariable(name));
  if (prefix === '~') return value('HOME');
  if (prefix === '~+') return value('PWD');
  if (prefix === '~-') return value('OLDPWD');
  if (prefix === '~root') return word('/root');
  const [, sign, digits] = /^~([-+]?)(\d{1,3})$/.exec(prefix) ?? [];
  if (digits !== undefined) return stacked(sign === '-', Number(digits), frame);
  return /^~[a-z_][\w-]*$/i.test(prefix) ? unknownWord('tilde', at, frame, prefix) : undefined;
}

/** `~2`, `~-0`: an entry of the directory stack, the current directory on top; bash leaves alone what is not there. */
function stacked(fromBottom: boolean, count: number, { state }: Frame): Word | undefined {
  const all = [state.cwd, ...state.directories.toReversed()];
  return all[fromBottom ? all.length - 1 - count : count];
}

/**
 * Where in a word tildes count: at its beginning; in the value of an assignment behind each colon as well; in an argument
 * that looks like an assignment (`dd of=~/x`) behind its first equals sign and each colon.
 */
export type Tildes = 'first' | 'paths' | 'assigned';

export function tildesOf(text: string): Tildes {
  return /^[A-Za-z_]\w*\+?=/.test(text) ? 'assigned' : 'first';
}

/** The tilde-prefixes of a literal that stands outside quotes. */
export function tildesIn(
  text: string,
  isFirst: boolean,
  tildes: Tildes,
): readonly { readonly at: number; readonly prefix: string }[] {
  const found: { at: number; prefix: string }[] = [];
  const equals = tildes === 'assigned' && isFirst ? text.indexOf('=') : -1;
  const ends = tildes === 'first' ? /[/]/ : /[/:]/;
  for (let at = text.indexOf('~'); at >= 0; at = text.indexOf('~', at + 1)) {
    const begins =
      at === 0
        ? isFirst && tildes !== 'assigned'
        : tildes !== 'first' && ((text[at - 1] === ':' && text[at - 2] !== '\\') || at === equals + 1);
    if (!begins) continue;
    const length = text.slice(at).search(ends);
    found.push({ at, prefix: length < 0 ? text.slice(at) : text.slice(at, at + length) });
  }
  return found;
}
