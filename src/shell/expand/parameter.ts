import { hasHole, join, oneOf, textOf, type Word, word } from '../../core/word.ts';
import { type Frame, spanOf } from '../frame.ts';
import type { ParameterExpansionPart, ParameterOperation } from '../parse.ts';
import { type ArrayValue, isArray, UNSET } from '../state/value.ts';
import { elementAt, elementNamed, joinerOf, lookup, unknownVariable } from '../state/variables.ts';
import { indirect } from './indirect.ts';
import {
  expandOperands,
  keyOf,
  type OperandExpander,
  type Operands,
  type Segment,
} from './parameter-operands.ts';
import { computed, integer, withDefault } from './parameter-operators.ts';

/** What an expansion gives: one text, or a list (`$@`, `${a[*]}`); `separate` ones stay apart inside quotes. */
export type Expanded =
  | { readonly word: Word; readonly segments?: readonly Segment[] }
  | { readonly list: readonly Word[]; readonly separate: boolean };

/**
 * Expands `${…}` (bash manual, 3.5.3). Operands are always expanded, used or not: a substitution in them is seen.
 * With a value that is not known the result is a hole, with the texts that are possible where those are known.
 */
export function expandParameter(part: ParameterExpansionPart, expander: OperandExpander): Expanded {
  const { frame } = expander;
  const operands = expandOperands(part.operation, expander);
  const whole = part.index?.text === '@' || part.index?.text === '*' ? part.index.text : undefined;
  const key = part.index === undefined || whole !== undefined ? undefined : keyOf(part, expander);
  if (part.prefix === '!' && whole !== undefined) return keysOf(part, whole, frame);
  const names = part.prefix === '!' ? indirect(part, frame) : [part.parameter];
  if (names.length > 1) {
    const readings = names.map(one => expandNamed(part, one, whole, key, operands, expander));
    return { word: joinReadings(readings, part, frame) };
  }
  return expandNamed(part, names[0], whole, key, operands, expander);
}

/** `${!x}` where `x` is one of several names. */
function joinReadings(readings: readonly Expanded[], part: ParameterExpansionPart, frame: Frame): Word {
  const texts = readings.map(one => ('word' in one ? textOf(one.word) : undefined));
  const known = [...new Set(texts.filter(text => text !== undefined))];
  frame.recorder.unknown('variable', spanOf(frame, part), part.parameter);
  return oneOf('variable', part.parameter, known, texts.includes(undefined));
}

function expandNamed(
  part: ParameterExpansionPart,
  name: string | undefined,
  whole: '@' | '*' | undefined,
  key: string | undefined,
  operands: Operands,
  expander: OperandExpander,
): Expanded {
  const { frame } = expander;
  const element = part.prefix === '!' && name?.endsWith(']') === true ? name : undefined;
  if (element !== undefined) {
    const [array = '', index = ''] = element.slice(0, -1).split(/\[(.*)/su);
    if (index === '@' || index === '*') return expandNamed(part, array, index, undefined, operands, expander);
    const found = elementNamed(element, frame, spanOf(frame, part));
    if (found?.key === undefined) return { word: noted(part, frame) };
    return expandNamed(part, array, undefined, found.key, operands, expander);
  }
  const value = name === undefined ? undefined : lookup(name, frame);
  const list = whole ?? (name === '@' || name === '*' ? name : undefined);
  if (list !== undefined && value !== undefined)
    return expandList(part, elementsOf(value), list, operands, expander);
  const current = value === undefined ? undefined : at(value, part.index === undefined ? (key ?? '0') : key);
  if (part.prefix === '#') return { word: lengthOf(current) ?? noted(part, frame) };
  if (part.operation === undefined)
    return { word: current === undefined ? noted(part, frame) : noting(current, part, frame) };
  if (part.operation.type === 'Default')
    return withFallback(part, part.operation.operator, name, current, operands, frame);
  return { word: operated(part, part.operation, current, operands, expander) };
}

/** The elements of `$@`, `$*`, `${a[@]}`, `${a[*]}`, each with the operator applied, or some of them. */
function expandList(
  part: ParameterExpansionPart,
  elements: readonly Word[],
  list: '@' | '*',
  operands: Operands,
  expander: OperandExpander,
): Expanded {
  const { frame } = expander;
  const { operation } = part;
  const separate = list === '@';
  if (part.prefix === '#') return { word: word(String(elements.length)) };
  if (operation === undefined) return { list: elements.map(one => noting(one, part, frame)), separate };
  if (operation.type === 'Slice') {
    const [offset, length] = [
      integer(operands.word),
      integer(operands.length ?? word(String(elements.length))),
    ];
    if (offset === undefined || length === undefined || length < 0) return { word: noted(part, frame) };
    // `${@:0}` begins with `$0`.
    const from = part.index === undefined ? [frame.state.scriptName, ...elements] : elements;
    const start = offset < 0 ? from.length + offset : offset;
    return { list: start < 0 ? [] : from.slice(start, start + length), separate };
  }
  if (operation.type === 'Default') {
    const joined = elements.length === 0 ? UNSET : join(elements, joinerOf(frame));
    const result = withDefault(part, operation.operator, undefined, joined, operands.word, frame);
    return result === joined ? { list: elements, separate } : { word: result };
  }
  return { list: elements.map(one => operated(part, operation, one, operands, expander)), separate };
}

/** The fallback, where it is taken, is split where it is not quoted. */
function withFallback(
  part: ParameterExpansionPart,
  operator: Parameters<typeof withDefault>[1],
  name: string | undefined,
  current: Word | undefined,
  { word: fallback, segments }: Operands,
  frame: Frame,
): Expanded {
  const result = withDefault(part, operator, name, current, fallback, frame);
  return result === fallback && segments !== undefined ? { word: result, segments } : { word: result };
}

function operated(
  part: ParameterExpansionPart,
  operation: ParameterOperation,
  current: Word | undefined,
  operands: Operands,
  expander: OperandExpander,
): Word {
  const { frame } = expander;
  if (current === undefined) return noted(part, frame);
  if (operation.type === 'Transform' && textOf(operands.word) === 'P') {
    const text = textOf(current);
    return text === undefined ? noted(part, frame) : expander.prompt(text, part);
  }
  return computed(operation, current, operands, frame) ?? noted(part, frame);
}

/** The characters of a text that is known, or the lengths its values have. */
function lengthOf(of: Word | undefined): Word | undefined {
  const text = of === undefined ? undefined : textOf(of);
  return text === undefined ? undefined : word(String([...text].length));
}

/** `${!a[@]}`: the indices or keys. */
function keysOf(part: ParameterExpansionPart, whole: '@' | '*', frame: Frame): Expanded {
  const value = lookup(part.parameter, frame);
  if (value === undefined) return { word: noted(part, frame) };
  const keys = isArray(value)
    ? (value.keys ?? value.elements.map((_, index) => String(index)))
    : value === UNSET
      ? []
      : ['0'];
  return { list: keys.map(word), separate: whole === '@' };
}

function elementsOf(value: Word | ArrayValue): readonly Word[] {
  if (isArray(value)) return value.elements;
  return value === UNSET ? [] : [value];
}

function at(value: Word | ArrayValue, key: string | undefined): Word | undefined {
  if (key === undefined || (key !== '0' && !isArray(value) && hasHole(value))) return undefined;
  const array = isArray(value) ? value : { elements: elementsOf(value) };
  return elementAt(array, key) ?? UNSET;
}

function noted(part: ParameterExpansionPart, frame: Frame): Word {
  frame.recorder.unknown('variable', spanOf(frame, part), part.parameter);
  return unknownVariable(part.parameter);
}

function noting(value: Word, part: ParameterExpansionPart, frame: Frame): Word {
  if (hasHole(value)) frame.recorder.unknown('variable', spanOf(frame, part), part.parameter);
  return value;
}
