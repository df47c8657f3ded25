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
