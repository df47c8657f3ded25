import { Lexer } from 'yaml';
import { LIMITS } from '../../core/limits.ts';

export interface BadShape {
  readonly code: 'nesting' | 'size';
  readonly offset: number;
  readonly message: string;
}

/**
 * Looks at a YAML text's tokens before it is parsed: the parser is recursive, and deep enough nesting ends not in an
 * exception but in the death of the process (a regular expression compiled at the end of the stack).
 */
export function refuseShape(text: string): BadShape | undefined {
  let offset = 0;
  let tokens = 0;
  let flow = 0;
  let indicators = 0;
  for (const token of new Lexer().lex(text)) {
    if (++tokens > LIMITS.policyTokens)
      return { code: 'size', offset, message: `file has more than ${LIMITS.policyTokens} tokens` };
    switch (token) {
      case '[':
      case '{':
        flow++;
        break;
      case ']':
      case '}':
        flow--;
        break;
      case '-':
      case '?':
      case ':':
        indicators++;
        break;
      case SCALAR:
        indicators = 0;
        break;
      case FLOW_END:
        flow = 0;
        break;
      default:
        if (token === '\n' || token === '\r\n') indicators = 0;
    }
    if (flow > LIMITS.policyDepth || indicators > LIMITS.policyDepth)
      return { code: 'nesting', offset, message: `nested more than ${LIMITS.policyDepth} levels deep` };
    if (!CONTROL.includes(token)) offset += token.length;
  }
  return undefined;
}

/** Tokens of the lexer that stand for no text of the file: a document begins, a flow is cut short, a scalar follows. */
const DOCUMENT = '\x02';
const FLOW_END = '\x18';
const SCALAR = '\x1f';
const CONTROL: readonly string[] = [DOCUMENT, FLOW_END, SCALAR];
