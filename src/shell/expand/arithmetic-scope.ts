import { LIMITS } from '../../core/limits.ts';
import { EMPTY_WORD, hasHole, literalText, type Word, word } from '../../core/word.ts';
import { type Frame, spanOf } from '../frame.ts';
import { type ArithmeticExpression, type ParsedScript, parseArithmetic, type WordPart } from '../parse.ts';
import { isArray } from '../state/value.ts';
import {
  assign,
  assignNamed,
  elementAt,
  isAssociative,
  lookup,
  scalar,
  unknownVariable,
} from '../state/variables.ts';
import type { ArithmeticScope } from './arithmetic.ts';
import type { Substitution } from './substitution.ts';
import { type Piece, unknownWord } from './told.ts';

/** What arithmetic needs of the expander. */
export interface ArithmeticExpander {
  readonly frame: Frame;
  parts(parts: readonly WordPart[]): Word;
  literal(text: string): Word;
  substitution(script: ParsedScript | undefined, node: Substitution): Word;
  arithmetic(expression: ArithmeticExpression | undefined, node: Piece & { text?: string }): Word;
  /** The same in another frame. */
  inside(frame: Frame): ArithmeticExpander;
}

/** What names and expansions in an arithmetic expression stand for. */
export function scopeOf(expander: ArithmeticExpander, node: Piece): ArithmeticScope {
  const { frame } = expander;
  return {
    expand: (text, parts) => {
      if (parts !== undefined) return expander.parts(parts);
      const name = /^\$([A-Za-z_]\w*|[\d@*#?!$-])$/.exec(text)?.[1];
      if (name === undefined) return expander.literal(text);
      const value = lookup(name, frame);
      return value === undefined ? unknownVariable(name) : scalar(value);
    },
    run: expression => expander.substitution(expression.script, expression),
    element: (name, index) => {
      const value = lookup(name, frame);
      const associative = isAssociative(name, frame);
      const key = associative ? index : literalText(expander.arithmetic(parseArithmetic(index), node));
      const element = value === undefined ? undefined : isArray(value) ? elementAt(value, key) : value;
      return element === undefined || hasHole(element)
        ? undefined
        : numberOf(literalText(element), expander, node);
    },
    variable: name => {
      const value = lookup(name, frame);
      const known = value === undefined ? EMPTY_WORD : scalar(value);
      return value === undefined || hasHole(known) ? undefined : numberOf(literalText(known), expander, node);
    },
    assign: (name, index, value) => {
      const result =
        value === undefined ? unknownWord('arithmetic', node, frame, name) : word(value.toString());
      if (index === undefined) assign(name, result, frame);
      else assignNamed(`${name}[${index}]`, result, frame, spanOf(frame, node));
    },
  };
}

/** A variable's value in an expression is an expression again: in `x='a[$(rm y)]'` bash runs what it holds. */
function numberOf(text: string, expander: ArithmeticExpander, node: Piece): string {
  const { frame } = expander;
  // A zero in front makes a number octal.
  if (/^\s*(?:0|-?[1-9]\d*)?\s*$/.test(text) || frame.depth > LIMITS.scanDepth) return text;
  const inner = { ...frame, within: spanOf(frame, node), depth: frame.depth + 1 };
  frame.recorder.step(1 + text.length / 16);
  return literalText(expander.inside(inner).arithmetic(parseArithmetic(text), node));
}
