import type { ToolCall } from '../core/call.ts';
import type { Decision } from '../core/decision.ts';

/** Characters of a tool's name that a person is shown. */
const NAME_SHOWN = 100;

/**
 * A tool nobody has described may do anything. What a rule says of it holds; the default is meant for what is known,
 * so in its place the host asks the person who sits there, or the tool is refused.
 */
export function unlessUnlisted({ unlisted, name }: ToolCall, decision: Decision): Decision {
  if (unlisted === undefined || decision.rule !== 'default' || decision.verdict === 'deny') return decision;
  // The host may have the name from anybody.
  const message = `nobody has told Rampart what the tool ${name?.slice(0, NAME_SHOWN)} does`;
  return {
    ...decision,
    ...(unlisted === 'deny' ? { verdict: 'deny' } : { verdict: 'ask', asks: 'host' }),
    rule: 'rampart/unlisted-tool',
    message,
  };
}
