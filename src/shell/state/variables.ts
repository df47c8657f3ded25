import type { Span } from '../../core/span.ts';
import { hole, textOf, type Word, word } from '../../core/word.ts';
import type { Frame } from '../frame.ts';
import { type ArrayValue, isArray, isReference, UNSET, type Value } from './value.ts';

/** References to references that are followed. */
const REFERENCES = 8;

const NAME = /^[A-Za-z_]\w*$/;
const ELEMENT = /^([A-Za-z_]\w*)\[([\s\S]+)\]$/;

/** What `$name` and `${name}` stand for; undefined: not known. */
export function lookup(name: string, frame: Frame): Word | ArrayValue | undefined {
  const { state } = frame;
  if (/^[1-9]\d*$/.test(name))
    return state.positional === undefined ? undefined : (state.positional[Number(name) - 1] ?? UNSET);
  switch (name) {
    case '0':
      return state.scriptName;
    case '#':
      return state.positional === undefined ? undefined : word(String(state.positional.length));
    case '@':
    case '*':
      return state.positional === undefined ? undefined : { elements: state.positional };
    case 'PWD':
      return stored(name, frame) ?? state.cwd;
    case 'OLDPWD':
      return stored(name, frame) ?? state.previousCwd;
    case 'HOME':
      return stored(name, frame) ?? word(frame.home);
    case 'IFS':
      return stored(name, frame) ?? word(' \t\n');
    case 'BASH':
      return stored(name, frame) ?? word('/bin/bash');
    case 'FUNCNAME':
      return { elements: frame.calls.toReversed().map(one => word(one)) };
    case '_':
      frame.recorder.lastArgumentRead = true;
      return state.lastArgument;
    case 'DIRSTACK':
      return { elements: [state.cwd, ...state.directories.toReversed()] };
    default:
      return stored(name, frame);
  }
}

function stored(name: string, frame: Frame): Word | ArrayValue | undefined {
  const value = frame.state.variables.get(target(name, frame));
  return value === undefined || isReference(value) ? undefined : value;
}

/** The variable a name stands for: itself, or what a `declare -n` points it at. */
export function target(name: string, { state }: Frame): string {
  let found = name;
  for (let count = 0; count < REFERENCES; count++) {
    const value = state.variables.get(found);
    if (value === undefined || !isReference(value)) break;
    found = value.reference;
  }
  return found;
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

const COUNTED: ReadonlySet<string> = new Set(['RANDOM', 'SECONDS', 'OPTIND', 'HISTCMD', 'SRANDOM', 'LINENO']);

export function assign(name: string, value: Value, frame: Frame): void {
  const found = target(name, frame);
  // bash gives these a number, and what is assigned is an expression.
  if (COUNTED.has(found) && !isArray(value) && !isReference(value)) {
    const text = textOf(value);
    if (text !== undefined && /[[$`]/.test(text)) frame.engine.arithmetic(text, frame, nowhere(frame));
  }
  if (VOLATILE.has(found)) return;
  const attribute = frame.state.attributes.get(found);
  const recased =
    (attribute !== 'lower' && attribute !== 'upper') || isArray(value) || isReference(value)
      ? value
      : recase(value, attribute);
  frame.state.setVariable(found, recased);
  if (found === 'PS4' && frame.state.options.has('xtrace')) showPrompt(frame, nowhere(frame));
  if ((found === 'BASH_ALIASES' || found === 'BASH_CMDS') && isArray(recased))
    recased.elements.forEach((text, at) => {
      frame.state.alias(recased.keys?.[at] ?? String(at), text);
    });
}

/** `PS4` is expanded for each command that is traced. */
export function showPrompt(frame: Frame, span: Span): void {
  const prompt = frame.state.isSetHere('PS4') ? lookup('PS4', frame) : undefined;
  if (prompt !== undefined) frame.engine.prompt(scalar(prompt), frame, span);
}

function nowhere({ within, source }: Frame): Span {
  return within ?? { source, start: 0, end: 0 };
}

/**
 * Sets what a builtin was told by name: `read x`, `printf -v 'a[1]'`.
 * @param value undefined: not known
 */
export function assignNamed(name: string, value: Word | undefined, frame: Frame, span: Span): void {
  if (NAME.test(name)) {
    if (value === undefined) frame.state.setVariable(target(name, frame), undefined);
    else assign(name, value, frame);
    return;
  }
  const element = elementNamed(name, frame, span);
  if (element === undefined) return;
  const { array, key } = element;
  const before = lookup(array, frame);
  frame.state.setVariable(
    array,
    key === undefined || value === undefined || before === undefined
      ? undefined
      : withElement(before, key, value),
  );
}

/** Its indices are keys: `declare -A`, and what bash itself keeps by name. */
export function isAssociative(name: string, { state }: Frame): boolean {
  return name === 'BASH_ALIASES' || name === 'BASH_CMDS' || state.attributes.get(name) === 'associative';
}

/** An array's element, from a text a builtin is given: its index is an expression, and what is in that runs. */
export function elementNamed(
  name: string,
  frame: Frame,
  span: Span,
): { readonly array: string; readonly key: string | undefined } | undefined {
  const [, written, index] = ELEMENT.exec(name) ?? [];
  if (written === undefined || index === undefined) return undefined;
  const array = target(written, frame);
  if (!isAssociative(array, frame))
    return { array, key: textOf(frame.engine.arithmetic(index, frame, span)) };
  // A key is text, but bash expands it once more.
  if (/[$`]/.test(index)) frame.engine.prompt(word(index), frame, span);
  return { array, key: index.replace(/^(['"])(.*)\1$/su, '$2') };
}

function recase(value: Word, to: 'lower' | 'upper'): Word {
  return value.map(part =>
    'lit' in part ? { lit: to === 'lower' ? part.lit.toLowerCase() : part.lit.toUpperCase() } : part,
  );
}

/** A scalar's word: an array without an index is its first element. */
export function scalar(value: Word | ArrayValue): Word {
  if (!isArray(value)) return value;
  return elementAt(value, '0') ?? UNSET;
}

/** The element under an index or key; undefined when there is none. */
export function elementAt({ elements, keys }: ArrayValue, key: string): Word | undefined {
  if (keys !== undefined) {
    const at = keys.lastIndexOf(key);
    if (at >= 0) return elements[at];
    return /^-\d+$/.test(key) ? elements.at(Number(key)) : undefined;
  }
  return /^-?\d{1,9}$/.test(key) ? elements.at(Number(key)) : undefined;
}

/** The array with the element under a key set. */
export function withElement(before: Value | undefined, key: string, value: Word): ArrayValue {
  const array: ArrayValue =
    before === undefined || isReference(before) || before === UNSET
      ? { elements: [] }
      : isArray(before)
        ? before
        : { elements: [before] };
  const { elements, keys } = array;
  const index = /^\d{1,9}$/.test(key) ? Number(key) : undefined;
  if (keys === undefined && index !== undefined && index <= elements.length)
    return { elements: elements.toSpliced(index, 1, value) };
  const named = keys ?? elements.map((_, at) => String(at));
  const at = named.indexOf(key);
  if (at >= 0) return { elements: elements.with(at, value), keys: named };
  // Indexed arrays stay in the order of their indices.
  const place = index === undefined ? named.length : named.findIndex(one => Number(one) > index);
  const where = place < 0 ? named.length : place;
  return { elements: elements.toSpliced(where, 0, value), keys: named.toSpliced(where, 0, key) };
}

export function unknownVariable(name: string): Word {
  return hole(/^\d+$|^[@*#]$/.test(name) ? 'positional' : 'variable', name);
}

/** The IFS in force, if it is known; bash's default otherwise. */
export function ifsOf(frame: Frame): string | undefined {
  const value = frame.state.variables.get('IFS');
  return value === undefined || value === UNSET || isReference(value) ? undefined : textOf(scalar(value));
}

/** What `$*` and `"${a[*]}"` put between their elements. */
export function joinerOf(frame: Frame): string {
  return (ifsOf(frame) ?? ' ').slice(0, 1);
}
