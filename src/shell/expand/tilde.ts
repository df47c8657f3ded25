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
  return /^~[a-z_][\w-]*$/i.test(prefix) ? unknownWord('tilde', at, frame, prefix) : undefined;
}
