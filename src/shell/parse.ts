import { type ArithmeticExpression, type ParsedScript, parse as unbash } from 'unbash';
import { LIMITS } from '../core/limits.ts';

export type {
  AndOr,
  ArithmeticExpression,
  Assignment,
  Command,
  CommandNode,
  CompoundCommand,
  CompoundList,
  Coproc,
  DoubleQuotedChild,
  Function as FunctionNode,
  HereDoc,
  ParameterExpansionPart,
  ParameterOperation,
  ParsedScript,
  Pipeline,
  Redirection,
  Statement,
  TestExpression,
  Word as WordNode,
  WordPart,
} from 'unbash';

/**
 * Parses bash source. Never throws: what is malformed comes back as a partial tree with `errors`, and a nested script
 * (a substitution's) has `errors` of its own that the top level does not repeat.
 */
export function parse(source: string): ParsedScript {
  return unbash(source);
}

/** How much of a text is parsed: with very many here-documents that takes too long. */
export function parsable(text: string): number {
  let at = -1;
  for (let count = 0; count <= LIMITS.hereDocuments; count++) {
    at = text.indexOf('<<', at + 2);
    if (at < 0) return text.length;
  }
  return at;
}

/** An arithmetic expression that stands alone, such as an array index. */
export function parseArithmetic(text: string): ArithmeticExpression | undefined {
  const command = parse(`((${text}\n))`).commands[0]?.command;
  return command?.type === 'ArithmeticCommand' ? command.expression : undefined;
}
