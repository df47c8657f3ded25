import { EMPTY_WORD, hole, textOf, type Word, word } from '../core/word.ts';
import type { Frame } from './frame.ts';
import { isArray, type Value } from './state.ts';

/** What `$name` and `${name}` stand for; undefined: not known. */
export function lookup(name: string, frame: Frame): Value | undefined {
  const { state } = frame;
  if (/^[1-9]\d*$/.test(name))
    return state.positional === undefined ? undefined : (state.positional[Number(name) - 1] ?? EMPTY_WORD);
  switch (name) {
    case '0':
      return state.scriptName;
    case '#':
      return state.positional === undefined ? undefined : word(String(state.positional.length));
    case '@':
    case '*':
      return state.positional === undefined ? undefined : { elements: state.positional };
    case 'PWD':
      return state.variables.get(name) ?? state.cwd;
    case 'OLDPWD':
      return state.variables.get(name) ?? state.previousCwd;
    case 'HOME':
      return state.variables.get(name) ?? word(frame.home);
    case 'IFS':
      return state.variables.get(name) ?? word(' \t\n');
    default:
      return state.variables.get(name);
  }
}

/** Names whose value bash makes up at each use: an assignment does not pin them. */
const VOLATILE: ReadonlySet<string> = new Set([
  'RANDOM',
  'SRANDOM',
  'SECONDS',
  'LINENO',
  'EPOCHSECONDS',
  'EPOCHREALTIME',
  'BASHPID',
  'PPID',
  'BASH_COMMAND',
]);

export function assign(name: string, value: Value, frame: Frame): void {
  if (!VOLATILE.has(name)) frame.state.setVariable(name, value);
}

/** A scalar's word: an array without an index is its first element. */
export function scalar(value: Value): Word {
  return isArray(value) ? (value.elements[0] ?? EMPTY_WORD) : value;
}

export function unknownVariable(name: string): Word {
  return hole(/^\d+$|^[@*#]$/.test(name) ? 'positional' : 'variable', name);
}

/** The IFS in force, if it is known; bash's default otherwise. */
export function ifsOf(frame: Frame): string | undefined {
  const value = frame.state.variables.get('IFS');
  return value === undefined ? undefined : textOf(scalar(value));
}
