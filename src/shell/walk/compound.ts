import { LIMITS } from '../../core/limits.ts';
import { EMPTY_WORD, oneOf, textOf } from '../../core/word.ts';
import { Expander } from '../expand/expander.ts';
import { type Frame, type Output, spanOf } from '../frame.ts';
import type { CompoundCommand, CompoundList, TestExpression } from '../parse.ts';
import { joinLeft, type Left, leftOf, setBack } from '../state/descriptors.ts';
import type { State } from '../state/state.ts';
import { elementNamed } from '../state/variables.ts';
import { type Walk, walkArithmeticFor, walkFor, walkWhile } from './loops.ts';

/** Loops, branches, groups and tests; what only one branch does is joined with what the others leave. */
export function walkCompound(node: CompoundCommand, frame: Frame, walkList: Walk): Output {
  const { state } = frame;
  switch (node.type) {
    case 'BraceGroup':
      return walkList(node.body, frame);
    case 'Subshell': {
      const inner = state.fork();
      return walkList(node.body, { ...frame, state: inner, shell: inner });
    }
    case 'If': {
      const ends: Branch[] = [];
      const clauses: Output[] = [];
      for (const branch of [node, ...node.elif]) {
        const before = state.fork();
        clauses.push(walkList(branch.clause, { ...frame, tested: true }));
        if (state.moved === undefined) {
          ends.push(walkBranch(branch.then, frame, walkList));
          state.join([before, state.fork()]);
        } else {
          const here = state.fork();
          here.succeeded();
          ends.push(walkBranch(branch.then, { ...frame, state: here }, walkList));
          state.failed();
        }
      }
      ends.push(node.else === undefined ? staying(state) : walkBranch(node.else, frame, walkList));
      return joined(ends, clauses, frame);
    }
    case 'For':
    case 'Select':
      return walkFor(node, frame, walkList);
    case 'ArithmeticFor':
      return walkArithmeticFor(node, frame, walkList);
    case 'While':
      return walkWhile(node, frame, walkList);
    case 'Case':
      return walkCase(node, frame, walkList);
    case 'TestCommand':
      walkTest(node.expression, new Expander(frame));
      return EMPTY_WORD;
    case 'ArithmeticCommand':
      new Expander(frame).arithmetic(node.expression, node);
      return EMPTY_WORD;
  }
}

/** How one of several branches leaves things. */
interface Branch {
  readonly state: State;
  readonly left: Left;
  readonly output: Output;
}

/** Runs a list on a copy of the state; what it takes off an input is put back for the next branch. */
function walkBranch(list: CompoundList, frame: Frame, walkList: Walk): Branch {
  const state = frame.state.fork();
  const before = leftOf(state.descriptors);
  const output = walkList(list, { ...frame, state });
  const left = leftOf(state.descriptors);
  setBack(before);
  return { state, left, output };
}

/** The branch that is taken when no other is. */
function staying(state: State): Branch {
  return { state: state.fork(), left: leftOf(state.descriptors), output: EMPTY_WORD };
}

/** @returns what one of the branches writes behind what comes before each, where all of it is known */
function joined(ends: readonly Branch[], before: readonly Output[], { state }: Frame): Output {
  joinLeft(ends.map(one => one.left));
  state.join(ends.map(one => one.state));
  if (before.some(one => one?.length !== 0)) return undefined;
  const texts = ends.map(({ output }) => (output === undefined ? undefined : textOf(output)));
  const known = [...new Set(texts.filter(text => text !== undefined))];
  if (texts.includes(undefined) || known.length > LIMITS.holeValues) return undefined;
  return oneOf('substitution', 'branches', known, false);
}

function walkCase(node: Extract<CompoundCommand, { type: 'Case' }>, frame: Frame, walkList: Walk): Output {
  const expander = new Expander(frame);
  expander.one(node.word);
  const ends = [staying(frame.state)];
  for (const item of node.items) {
    for (const pattern of item.pattern) expander.one(pattern);
    ends.push(walkBranch(item.body, frame, walkList));
  }
  return joined(ends, [], frame);
}

const NUMERIC: ReadonlySet<string> = new Set(['-eq', '-ne', '-lt', '-le', '-gt', '-ge']);

function walkTest(expression: TestExpression, expander: Expander): void {
  switch (expression.type) {
    case 'TestUnary': {
      const operand = textOf(expander.one(expression.operand));
      if (expression.operator === '-v' && operand !== undefined)
        elementNamed(operand, expander.frame, spanOf(expander.frame, expression.operand));
      return;
    }
    case 'TestBinary':
      for (const one of [expression.left, expression.right]) {
        const operand = textOf(expander.one(one));
        // Numbers are compared as expressions: in `x='a[$(rm y)]'; [[ x -eq 1 ]]` bash runs what `x` holds.
        if (NUMERIC.has(expression.operator) && operand !== undefined && !/^[-+]?\d*$/.test(operand))
          expander.frame.engine.arithmetic(operand, expander.frame, spanOf(expander.frame, one));
      }
      return;
    case 'TestLogical':
      for (const operand of expression.operands) walkTest(operand, expander);
      return;
    case 'TestNot':
      walkTest(expression.operand, expander);
      return;
    case 'TestGroup':
      walkTest(expression.expression, expander);
      return;
  }
}
