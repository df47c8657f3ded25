import { firstFound } from '../fold/where-is.ts';
import type { Frame, Output } from '../frame.ts';
import type { AndOr, Command, CommandNode, Pipeline } from '../parse.ts';
import type { State } from '../state/state.ts';
import { endsShell } from './ends-shell.ts';
import { inOrder } from './outputs.ts';

/**
 * Each command runs in the state the ones before it left; after `||` they may have failed, and a `cd` that fails moves
 * nothing. Afterwards any of them may have been the last.
 */
export function walkAndOr(
  { commands, operators }: AndOr,
  frame: Frame,
  walk: (node: CommandNode | Pipeline, frame: Frame) => Output,
): Output {
  const { state } = frame;
  const stopped: State[] = [];
  let at = 0;
  const outputs: Output[] = [];
  const output = inOrder(commands, one => {
    const before = state.fork();
    const operator = operators[at++];
    const result = walk(one, operator === undefined ? frame : { ...frame, tested: true });
    outputs.push(result);
    if (operator !== undefined && state.moved !== undefined) {
      stopped.push(...elsewhere(state, operator));
      return result;
    }
    const success = successOf(one, frame);
    if (operator === '||') state.join([before, state.fork()]);
    // Nothing stops after `true &&` and `false ||`.
    const goesOn = success !== undefined && success === (operator === '&&') && operator !== undefined;
    if (!goesOn && stopped.at(-1)?.sameAs(state) !== true) stopped.push(state.fork());
    return result;
  });
  endsShell(frame);
  if (stopped.length > 1) state.join(stopped);
  return operators.length > 0 && operators.every(one => one === '||')
    ? (firstFound(outputs) ?? output)
    : output;
}

/** After a `cd` it is known where each of its two ends leads: one goes on, the other is returned where it can be. */
function elsewhere(state: State, operator: '&&' | '||'): readonly State[] {
  const sure = state.moved === 'surely';
  const other = state.fork();
  if (operator === '&&') {
    state.succeeded();
    other.failed();
  } else {
    state.failed();
    other.succeeded();
  }
  return sure && operator === '&&' ? [] : [other];
}

/** Whether a command always succeeds, or always fails; undefined for all but the plainest. */
function successOf(node: CommandNode | Pipeline, { state }: Frame): boolean | undefined {
  if (node.type !== 'Command') return undefined;
  const name = node.name?.text;
  if (name === undefined)
    return node.redirects.length === 0 && !node.prefix.some(substitutes) ? true : undefined;
  if (state.functions.has(name) || state.aliases.has(name)) return undefined;
  if (name === 'true' || name === ':') return node.redirects.length === 0 ? true : undefined;
  return name === 'false' ? false : undefined;
}

/** An assignment succeeds as the substitution in it does. */
function substitutes(node: Command['prefix'][number]): boolean {
  return node.type !== 'Assignment' || /[$`]/.test(node.text);
}
