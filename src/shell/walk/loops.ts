import { LIMITS } from '../../core/limits.ts';
import { EMPTY_WORD, hole, oneOf, textOf, type Word } from '../../core/word.ts';
import { Expander } from '../expand/expander.ts';
import type { Frame, Output } from '../frame.ts';
import type { CompoundCommand, CompoundList } from '../parse.ts';
import { type Input, leftOf } from '../state/descriptors.ts';
import type { State } from '../state/state.ts';
import { isArray } from '../state/value.ts';
import { assign, lookup } from '../state/variables.ts';
import { inOrder } from './outputs.ts';

/** Rounds of a loop that are followed one by one; a longer one is run with what changes in it unknown. */
const UNROLL = 16;

/** Rounds until what a loop leaves behind is taken to settle; what does not by then is unknown. */
const SETTLE = 3;

type Loop<T extends CompoundCommand['type']> = Extract<CompoundCommand, { type: T }>;
/** How the lists in a compound command are walked. */
export type Walk = (list: CompoundList, frame: Frame) => Output;

/** `for x in list`, `select`: over a list that is known item by item, else once with an item that is one of them. */
export function walkFor(node: Loop<'For' | 'Select'>, frame: Frame, walk: Walk): Output {
  const expander = new Expander(frame);
  const positional = lookup('@', frame);
  const items =
    node.wordlist?.flatMap(one => expander.fields(one)) ??
    (positional !== undefined && isArray(positional) ? positional.elements : undefined);
  const name = node.name.value;
  if (items?.length === 0) return EMPTY_WORD;
  if (node.type === 'For' && items !== undefined && items.length <= UNROLL) {
    return inOrder(items, item => {
      assign(name, item, frame);
      return walk(node.body, frame);
    });
  }
  const item = anyOf(items, name);
  settle(frame, inner => {
    assign(name, item, inner);
    walk(node.body, inner);
  });
  return undefined;
}

function anyOf(items: readonly Word[] | undefined, name: string): Word {
  const texts = items?.map(textOf) ?? [undefined];
  const known = [...new Set(texts.filter(text => text !== undefined))];
  const values = known.length <= LIMITS.holeValues ? known : [];
  return oneOf(
    'variable',
    name,
    values,
    values.length < texts.length && (texts.includes(undefined) || values.length === 0),
  );
}

/** `for ((i = 0; i < 3; i++))`: round by round while the test is known to hold. */
export function walkArithmeticFor(node: Loop<'ArithmeticFor'>, frame: Frame, walk: Walk): Output {
  const compute = (one: typeof node.test, inner: Frame): Word =>
    one === undefined ? EMPTY_WORD : new Expander(inner).arithmetic(one, node);
  compute(node.initialize, frame);
  const outputs: Output[] = [];
  for (let round = 0; round <= UNROLL; round++) {
    const holds = node.test === undefined ? undefined : textOf(compute(node.test, frame));
    if (holds === '0') return inOrder(outputs, one => one);
    if (holds === undefined || round === UNROLL) break;
    outputs.push(walk(node.body, frame));
    compute(node.update, frame);
  }
  settle(frame, inner => {
    compute(node.test, inner);
    walk(node.body, inner);
    compute(node.update, inner);
  });
  return undefined;
}

/**
 * `while` and `until`: as long as they take lines off an input that is known, line by line; otherwise what is the same
 * in each round is known, and what changes is not.
 */
export function walkWhile(node: Loop<'While'>, frame: Frame, walk: Walk): Output {
  const { state } = frame;
  const outputs: Output[] = [];
  let moving: Input | undefined;
  let clauseWalked = false;
  for (let round = 0; round < UNROLL && hasInput(state); round++) {
    if (moving?.text?.length === 0) {
      endOfInput(node, frame, walk);
      return inOrder(outputs, one => one);
    }
    const before = leftOf(state.descriptors);
    walk(node.clause, frame);
    moving = [...before].find(([input, { text, load }]) => input.text !== text || input.load !== load)?.[0];
    clauseWalked = moving === undefined;
    if (moving?.text === undefined) break;
    const branch = { ...frame, state: state.fork() };
    outputs.push(walk(node.body, branch));
    // The last round's `read` may find nothing, and then the loop is over.
    state.join(moving.text.length === 0 ? [state.fork(), branch.state] : [branch.state]);
  }
  if (moving !== undefined) moving.text = undefined;
  const ends: State[] = [];
  settle(frame, inner => {
    if (!clauseWalked) walk(node.clause, { ...inner, tested: true });
    clauseWalked = false;
    ends.push(...elsewhere(node.kind, inner.state));
    walk(node.body, inner);
  });
  if (ends.length > 0) state.join([state.fork(), ...ends]);
  return undefined;
}

/** Where `while cd x` leaves the loop: at the `cd` that fails, while its body runs where it led. */
function elsewhere(kind: Loop<'While'>['kind'], state: State): readonly State[] {
  if (state.moved === undefined) return [];
  const end = state.fork();
  if (kind === 'until') {
    end.succeeded();
    state.failed();
  } else {
    end.failed();
    state.succeeded();
  }
  return [end];
}

/** Something that is open can be read line by line. */
function hasInput({ descriptors }: State): boolean {
  return [...descriptors.values()].some(({ input }) => input.text !== undefined || input.load !== undefined);
}

/** The `read` that finds nothing leaves its variables empty, unless a `break` came before it. */
function endOfInput(node: Loop<'While'>, frame: Frame, walk: Walk): void {
  const [only, ...others] = node.clause.commands;
  if (others.length > 0 || only?.command.type !== 'Command' || only.command.name?.text !== 'read') return;
  const before = frame.state.fork();
  walk(node.clause, frame);
  frame.state.join([before, frame.state.fork()]);
}

/**
 * Runs a round again and again until it leaves the state as it found it, and then whatever it still changes is taken
 * to be anything: what the loop's first round does not do, its tenth may.
 */
function settle(frame: Frame, round: (inner: Frame) => void): void {
  const { state } = frame;
  for (let rounds = 1; ; rounds++) {
    const before = state.fork();
    const branch = state.fork();
    round({ ...frame, state: branch });
    state.join([before, branch]);
    const changed = state.differences(before).filter(name => name !== '_' || frame.recorder.lastArgumentRead);
    if (changed.length === 0) return;
    if (rounds < SETTLE) continue;
    for (const name of changed) forget(name, state);
    round({ ...frame, state: state.fork() });
    for (const name of changed) forget(name, state);
    return;
  }
}

function forget(name: string, state: State): void {
  if (name === 'PWD') state.cwd = hole('variable', 'PWD');
  else if (name === '_') state.lastArgument = hole('variable', '_');
  else state.setVariable(name, undefined);
}
