import {
  EMPTY_WORD,
  hasHole,
  hole,
  join,
  literalText,
  oneOf,
  textOf,
  type Word,
  word,
} from '../core/word.ts';
import { type Frame, spanOf } from './frame.ts';
import type { ArithmeticExpression, ParameterExpansionPart, ParameterOperation, WordNode } from './parse.ts';
import { parseArithmetic } from './parse.ts';
import { removeMatch, replaceMatch } from './pattern.ts';
import { isArray, type Value } from './state.ts';
import { assign, lookup, scalar, unknownVariable } from './variables.ts';

/** What an expansion gives: one text, or a list (`$@`, `${a[*]}`); `separate` ones stay apart inside quotes. */
export type Expanded =
  | { readonly word: Word }
  | { readonly list: readonly Word[]; readonly separate: boolean };

/** What the operators need of the expander. */
export interface OperandExpander {
  readonly frame: Frame;
  one(node: WordNode): Word;
  pattern(node: WordNode): string | undefined;
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
  const element = part.index === undefined ? undefined : elementOf(part.index, expander);
  const name = part.prefix === '!' ? indirect(part, frame) : part.parameter;
  const value = name === undefined ? undefined : lookup(name, frame);
  const list = listOf(value, part.index?.text ?? name ?? '');

  if (part.prefix === '#') {
    if (list !== undefined) return { word: word(String(list.length)) };
    const text = value === undefined ? undefined : textOf(at(value, element));
    return { word: text === undefined ? noted(part, frame) : word(String([...text].length)) };
  }
  if (list !== undefined && part.operation === undefined && part.prefix === undefined)
    return { list, separate: (part.index?.text ?? name) === '@' };
  const current = value === undefined ? undefined : list === undefined ? at(value, element) : join(list, ' ');
  if (part.operation === undefined)
    return { word: current === undefined ? noted(part, frame) : noting(current, part, frame) };
  return { word: operate(part, name, current, operands, expander) };
}

interface Operands {
  readonly word: Word;
  readonly pattern: string | undefined;
  readonly length: Word | undefined;
}

function expandOperands(operation: ParameterOperation | undefined, expander: OperandExpander): Operands {
  const nothing: Operands = { word: EMPTY_WORD, pattern: undefined, length: undefined };
  if (operation === undefined) return nothing;
  switch (operation.type) {
    case 'Default':
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
        ? nothing
        : { ...nothing, word: expander.one(operation.operand) };
    case 'Transform':
      return { ...nothing, word: expander.one(operation.operand) };
    case 'Names':
    case 'Unknown':
      return nothing;
  }
}

function operate(
  part: ParameterExpansionPart,
  name: string | undefined,
  current: Word | undefined,
  operands: Operands,
  { frame }: OperandExpander,
): Word {
  const { operation } = part;
  if (operation === undefined) return current ?? noted(part, frame);
  if (operation.type === 'Default')
    return withDefault(part, operation.operator, name, current, operands.word, frame);
  const text = current === undefined ? undefined : textOf(current);
  if (text === undefined) return noted(part, frame);
  frame.recorder.step(1 + text.length / 16);
  const result = computed(operation, text, operands);
  return result === undefined ? noted(part, frame) : word(result);
}

function computed(operation: ParameterOperation, text: string, operands: Operands): string | undefined {
  switch (operation.type) {
    case 'Remove': {
      const { pattern } = operands;
      const from = operation.operator.startsWith('#') ? 'head' : 'tail';
      return pattern === undefined
        ? undefined
        : removeMatch(text, pattern, from, operation.operator.length === 2);
    }
    case 'Replace': {
      const replacement = textOf(operands.word);
      const { pattern } = operands;
      if (pattern === undefined || replacement === undefined || replacement.includes('&')) return undefined;
      return replaceMatch(text, pattern, replacement, operation.operator);
    }
    case 'Slice':
      return slice(text, operands.word, operands.length);
    case 'CaseModification':
      return operation.operand === undefined ? recase(text, operation.operator) : undefined;
    case 'Default':
    case 'Transform':
    case 'Names':
    case 'Unknown':
      return undefined;
  }
}

function withDefault(
  part: ParameterExpansionPart,
  operator: '-' | ':-' | '=' | ':=' | '+' | ':+' | '?' | ':?',
  name: string | undefined,
  current: Word | undefined,
  fallback: Word,
  frame: Frame,
): Word {
  const emptyCounts = operator.startsWith(':');
  const shown = name ?? part.parameter;
  const fallbackText = textOf(fallback);
  // Without the colon what counts is whether it is set, and empty may mean either.
  if (current?.length === 0 && !emptyCounts && operator !== '?' && fallbackText !== undefined)
    return oneOf('variable', shown, ['', fallbackText], false);
  switch (operator.at(-1)) {
    case '+':
      if (current !== undefined) return emptyCounts && current.length === 0 ? EMPTY_WORD : fallback;
      frame.recorder.unknown('variable', spanOf(frame, part), shown);
      return fallbackText === undefined ? fallback : oneOf('variable', shown, ['', fallbackText], false);
    case '?':
      return current ?? noted(part, frame);
    default: {
      if (current !== undefined && !hasHole(current))
        return emptyCounts && current.length === 0 ? fallback : current;
      frame.recorder.unknown('variable', spanOf(frame, part), shown);
      const either = fallbackText === undefined ? fallback : oneOf('variable', shown, [fallbackText], true);
      if (operator.endsWith('=') && name !== undefined) assign(name, either, frame);
      return either;
    }
  }
}

/** A substring by characters, as bash counts them; a negative offset counts from the end. */
function slice(text: string, offsetWord: Word, lengthWord: Word | undefined): string | undefined {
  const chars = [...text];
  const offset = integer(offsetWord);
  const length = lengthWord === undefined ? chars.length : integer(lengthWord);
  if (offset === undefined || length === undefined) return undefined;
  const start = offset < 0 ? chars.length + offset : offset;
  if (start < 0 || start > chars.length) return '';
  const end = length < 0 ? chars.length + length : start + length;
  return end < start ? undefined : chars.slice(start, end).join('');
}

function recase(text: string, operator: '^' | '^^' | ',' | ',,'): string {
  const change = (part: string): string =>
    operator.startsWith('^') ? part.toUpperCase() : part.toLowerCase();
  const [first = ''] = text;
  return operator.length === 2 ? change(text) : change(first) + text.slice(first.length);
}

function integer(of: Word): number | undefined {
  const text = textOf(of)?.trim();
  return text !== undefined && /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function number(node: WordNode, expander: OperandExpander): Word {
  const text = expander.one(node);
  if (hasHole(text)) return text;
  const expression = parseArithmetic(literalText(text));
  return expression === undefined ? text : expander.arithmetic(expression, node);
}

/** `${!name}`: the variable that `name` names. */
function indirect(part: ParameterExpansionPart, frame: Frame): string | undefined {
  if (part.operation?.type === 'Names' || part.index !== undefined) return undefined;
  const value = lookup(part.parameter, frame);
  const name = value === undefined ? undefined : textOf(scalar(value));
  return name !== undefined && /^[A-Za-z_]\w*$|^[1-9]\d*$/.test(name) ? name : undefined;
}

/** The index of an element, `@` and `*` aside; undefined when it is not a known number. */
function elementOf(index: WordNode, expander: OperandExpander): number | undefined {
  if (index.text === '@' || index.text === '*') return undefined;
  return integer(number(index, expander)) ?? Number.NaN;
}

function listOf(value: Value | undefined, index: string): readonly Word[] | undefined {
  if (value === undefined || (index !== '@' && index !== '*')) return undefined;
  return isArray(value) ? value.elements : [value];
}

function at(value: Value, element: number | undefined): Word {
  if (element === undefined) return scalar(value);
  if (Number.isNaN(element)) return hole('variable');
  const elements = isArray(value) ? value.elements : [value];
  return elements.at(element) ?? EMPTY_WORD;
}

function noted(part: ParameterExpansionPart, frame: Frame): Word {
  frame.recorder.unknown('variable', spanOf(frame, part), part.parameter);
  return unknownVariable(part.parameter);
}

function noting(value: Word, part: ParameterExpansionPart, frame: Frame): Word {
  if (hasHole(value)) frame.recorder.unknown('variable', spanOf(frame, part), part.parameter);
  return value;
}
