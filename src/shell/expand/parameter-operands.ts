import { concat, EMPTY_WORD, textOf, type Word } from '../../core/word.ts';
import type { Frame } from '../frame.ts';
import {
  type ArithmeticExpression,
  type ParameterExpansionPart,
  type ParameterOperation,
  parseArithmetic,
  type WordNode,
} from '../parse.ts';
import { isAssociative, target } from '../state/variables.ts';

/** A piece of an operand: what is in quotes is not split. */
export interface Segment {
  readonly word: Word;
  readonly quoted: boolean;
}

/** What operands need of the expander. */
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

/** What stands behind an operator, expanded. */
export interface Operands {
  readonly word: Word;
  readonly pattern: string | undefined;
  readonly length: Word | undefined;
  /** The pieces of `word`, quoted ones told apart. */
  readonly segments?: readonly { readonly word: Word; readonly quoted: boolean }[];
}

/** Expands what an operator is given; what is not used is expanded too, as a substitution in it runs. */
export function expandOperands(
  operation: ParameterOperation | undefined,
  expander: OperandExpander,
): Operands {
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

function number(node: WordNode, expander: OperandExpander): Word {
  const text = expander.one(node);
  const known = textOf(text);
  if (known === undefined || /^\s*-?\d{1,9}\s*$/.test(known)) return text;
  const expression = parseArithmetic(known);
  return expression === undefined ? text : expander.arithmetic(expression, node);
}

/** The key of one element, computed for an indexed array; undefined when it is not known. */
export function keyOf(part: ParameterExpansionPart, expander: OperandExpander): string | undefined {
  if (part.index === undefined) return undefined;
  return elementKey(part.parameter, part.index, expander);
}

/** What an index names: text for an associative array, else the value of an arithmetic expression. */
export function elementKey(name: string, index: WordNode, expander: OperandExpander): string | undefined {
  const { frame } = expander;
  return isAssociative(target(name, frame), frame)
    ? textOf(expander.one(index))
    : textOf(number(index, expander));
}
