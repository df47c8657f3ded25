import type { Word } from '../../core/word.ts';
import type { Frame, Output } from '../frame.ts';
import type { State } from '../state/state.ts';
import type { FunctionDefinition } from '../state/tables.ts';
import { walkCommand, walkList } from './walk.ts';

/** Calls of a function within itself that are followed; how often it really runs is not known. */
const RECURSION = 3;

/** Runs a function's body in the caller's shell, with its own positional parameters. */
export function callFunction(
  name: string,
  { node, source, marks }: FunctionDefinition,
  argv: readonly Word[],
  frame: Frame,
): Output {
  if (frame.calls.filter(call => call === name).length >= RECURSION) {
    frame.recorder.unknown('limit', { source, start: node.pos, end: node.end }, name);
    return undefined;
  }
  const { state } = frame;
  const before = state.positional;
  state.positional = argv.slice(1);
  const { returned } = state;
  const ends: State[] = [];
  state.returned = ends;
  state.enter();
  const inner = {
    ...frame,
    source,
    marks,
    within: undefined,
    calls: [...frame.calls, name],
    depth: frame.depth + 1,
  };
  const output =
    node.body.type === 'CompoundList' ? walkList(node.body, inner) : walkCommand(node.body, inner);
  state.returned = returned;
  if (ends.length > 0) {
    state.goOn();
    state.join([state.fork(), ...ends]);
  }
  state.leave();
  state.positional = before;
  return output;
}
