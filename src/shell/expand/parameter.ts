import {
  alternatives,
  concat,
  EMPTY_WORD,
  hasHole,
  join,
  oneOf,
  textOf,
  type Word,
  word,
} from '../../core/word.ts';
import { type Frame, spanOf } from '../frame.ts';
import type { ArithmeticExpression, ParameterExpansionPart, ParameterOperation, WordNode } from '../parse.ts';
import { parseArithmetic } from '../parse.ts';
import { type ArrayValue, isArray, UNSET } from '../state/value.ts';
import { elementAt, joinerOf, lookup, scalar, target, unknownVariable } from '../state/variables.ts';
import { computed, integer, type Operands, withDefault } from './parameter-operators.ts';

/** Names that `${!x}` is tried with. */
const NAMES = 8;

/** What an expansion gives: one text, or a list (`$@`, `${a[*]}`); `separate` ones stay apart inside quotes. */
/** A piece of an operand: what is in quotes is not split. */
export interface Segment {
  readonly word: Word;
  readonly quoted: boolean;
}

export type Expanded =
  | { readonly word: Word; readonly segments?: readonly Segment[] }
  | { readonly list: readonly Word[]; readonly separate: boolean };

/** What the operators need of the expander. */
export interface OperandExpander {
  readonly frame: Frame;
  one(node: WordNode): Word;
  /** As `one`, with what was quoted told apart. */
  segments(node: WordNode): readonly Segment[];
  pattern(node: WordNode): string | undefined;
  /** A prompt: text whose expansions are expanded when it is shown (`${x@P}`). */
  prompt(text: string, node: { pos: number; end: number }): Word;
  arithmetic(
    expression: ArithmeticExpression | undefined,
    node: { pos: number; end: number; text?: string },
  ): Word;
}

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
  const value = name === undefined ? undefined : lookup(name, frame);
  const list = whole ?? (name === '@' || name === '*' ? name : undefined);
  if (list !== undefined && value !== undefined)
    return expandList(part, elementsOf(value), list, operands, expander);
  const current = value === undefined ? undefined : at(value, part.index === undefined ? '0' : key);
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

function expandOperands(operation: ParameterOperation | undefined, expander: OperandExpander): Operands {
  const nothing: Operands = { word: EMPTY_WORD, pattern: undefined, length: undefined };
  if (operation === undefined) return nothing;
  switch (operation.type) {
    case 'Default': {
      const segments = expander.segments(operation.operand);
      return { ...nothing, word: concat(...segments.map(one => one.word)), segments };
    }
    case 'Transform':
      return { ...nothing, word: expander.one(operation.operand) };
    case 'Remove':
      return {
        ...nothing,
        word: expander.one(operation.operand),
        pattern: expander.pattern(operation.operand),
      };
    case 'Replace':
      expander.one(operation.pattern);
      return {
        ...nothing,
        word: expander.one(operation.replacement),
        pattern: expander.pattern(operation.pattern),
      };
    case 'Slice':
      return {
        ...nothing,
        word: number(operation.offset, expander),
        length: operation.length === undefined ? undefined : number(operation.length, expander),
      };
    case 'CaseModification':
      return operation.operand === undefined
        ? { ...nothing, pattern: '?' }
        : { ...nothing, word: expander.one(operation.operand), pattern: expander.pattern(operation.operand) };
    case 'Names':
    case 'Unknown':
      return nothing;
  }
}

/** The characters of a text that is known, or the lengths its values have. */
function lengthOf(of: Word | undefined): Word | undefined {
  const text = of === undefined ? undefined : textOf(of);
  return text === undefined ? undefined : word(String([...text].length));
}

function number(node: WordNode, expander: OperandExpander): Word {
  const text = expander.one(node);
  const known = textOf(text);
  if (known === undefined || /^\s*-?\d{1,9}\s*$/.test(known)) return text;
  const expression = parseArithmetic(known);
  return expression === undefined ? text : expander.arithmetic(expression, node);
}

/** `${!name}`: the variables that `name` can name, or whose reference it is; one that is not known is `undefined`. */
function indirect(part: ParameterExpansionPart, frame: Frame): readonly (string | undefined)[] {
  if (part.operation?.type === 'Names' || part.index !== undefined) return [];
  const referred = target(part.parameter, frame);
  if (referred !== part.parameter) return [referred];
  const value = lookup(part.parameter, frame);
  if (value === undefined) return [];
  return alternatives(scalar(value), NAMES).map(one => {
    const name = textOf(one);
    return name !== undefined && /^[A-Za-z_]\w*$|^[1-9]\d*$|^[@*]$/.test(name) ? name : undefined;
  });
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

/** The key of one element, computed for an indexed array; undefined when it is not known. */
function keyOf(part: ParameterExpansionPart, expander: OperandExpander): string | undefined {
  if (part.index === undefined) return undefined;
  return elementKey(part.parameter, part.index, expander);
}

/** What an index names: text for an associative array, else the value of an arithmetic expression. */
export function elementKey(name: string, index: WordNode, expander: OperandExpander): string | undefined {
  const { frame } = expander;
  return frame.state.attributes.get(target(name, frame)) === 'associative'
    ? textOf(expander.one(index))
    : textOf(number(index, expander));
}

function elementsOf(value: Word | ArrayValue): readonly Word[] {
  if (isArray(value)) return value.elements;
  return value === UNSET ? [] : [value];
}

function at(value: Word | ArrayValue, key: string | undefined): Word | undefined {
  if (key === undefined) return undefined;
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
