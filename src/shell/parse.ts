import { type ArithmeticExpression, type ParsedScript, parse as unbash } from 'unbash';

export type {
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

/** An arithmetic expression that stands alone, such as an array index. */
export function parseArithmetic(text: string): ArithmeticExpression | undefined {
  const command = parse(`((${text}\n))`).commands[0]?.command;
  return command?.type === 'ArithmeticCommand' ? command.expression : undefined;
}
