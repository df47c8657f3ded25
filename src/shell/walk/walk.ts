import { LIMITS } from '../../core/limits.ts';
import { EMPTY_WORD, type Word } from '../../core/word.ts';
import { dispatch } from '../dispatch.ts';
import { Expander } from '../expand/expander.ts';
import { type Frame, type Output, spanOf } from '../frame.ts';
import type {
  Command,
  CommandNode,
  CompoundCommand,
  CompoundList,
  Coproc,
  ParsedScript,
  Pipeline,
  Redirection,
  Statement,
  TestExpression,
} from '../parse.ts';
import type { State } from '../state/state.ts';
import type { FunctionDefinition } from '../state/tables.ts';
import { walkArithmeticFor, walkFor, walkWhile } from './loops.ts';
import { inOrder } from './outputs.ts';
import { divert, readRedirects } from './redirects.ts';
import { runsInput } from './runs.ts';
import { walkSimple } from './simple.ts';

/** Calls of a function within itself that are followed; how often it really runs is not known. */
const RECURSION = 3;

export function walkScript(script: ParsedScript, frame: Frame): Output {
  for (const error of script.errors ?? [])
    frame.recorder.unknown('parse', spanOf(frame, { pos: error.pos, end: script.end }), error.message);
  if (frame.depth > LIMITS.scanDepth) {
    frame.recorder.unknown('nesting', spanOf(frame, script));
    return undefined;
  }
  return walkStatements(script.commands, frame);
}

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
  state.leave();
  state.positional = before;
  return output;
}

function walkStatements(statements: readonly Statement[], frame: Frame): Output {
  return inOrder(statements, one => walkStatement(one, frame));
}

function walkList(list: CompoundList, frame: Frame): Output {
  return walkStatements(list.commands, frame);
}

function walkStatement({ command, background }: Statement, frame: Frame): Output {
  const here = background === true ? { ...frame, state: frame.state.fork() } : frame;
  if (command.type === 'AndOr') return walkAndOr(command.commands, command.operators, here);
  return command.type === 'Pipeline' ? walkPipeline(command, here) : walkCommand(command, here);
}

/**
 * Each command runs in the state the ones before it left; after `||` they may have failed, and a `cd` that fails moves
 * nothing. Afterwards any of them may have been the last.
 */
function walkAndOr(
  commands: readonly (CommandNode | Pipeline)[],
  operators: readonly ('&&' | '||')[],
  frame: Frame,
): Output {
  const { state } = frame;
  const stopped: State[] = [];
  let at = 0;
  const output = inOrder(commands, one => {
    const before = state.fork();
    const result = one.type === 'Pipeline' ? walkPipeline(one, frame) : walkCommand(one, frame);
    const operator = operators[at++];
    const success = successOf(one, frame);
    if (operator === '||') state.join([before, state.fork()]);
    // Nothing stops after `true &&` and `false ||`.
    const goesOn = success !== undefined && success === (operator === '&&') && operator !== undefined;
    if (!goesOn && stopped.at(-1)?.sameAs(state) !== true) stopped.push(state.fork());
    return result;
  });
  state.join(stopped);
  return output;
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

function walkPipeline({ commands, operators }: Pipeline, frame: Frame): Output {
  const [only] = commands;
  if (commands.length === 1 && only !== undefined) return walkCommand(only, frame);
  let stdin = frame.stdin;
  let output: Output;
  const stages: number[][] = [];
  const runner = commands.findLastIndex(runsInput);
  commands.forEach((command, index) => {
    const before = frame.recorder.invocations.length;
    const runs = frame.runs || index < runner;
    output = walkCommand(command, { ...frame, state: frame.state.fork(), stdin, runs });
    // With `|&` standard error goes along, and that is never known.
    stdin = { text: operators[index] === '|&' ? undefined : output };
    stages.push(startedBy(frame, before));
  });
  recordPipelines(stages, frame);
  return output;
}

/** Invocations recorded since `before` that the frame itself started. */
function startedBy(frame: Frame, before: number): number[] {
  const found: number[] = [];
  for (let index = before; index < frame.recorder.invocations.length; index++)
    if (frame.recorder.invocations[index]?.parent === frame.parent) found.push(index);
  return found;
}

/** A stage that is a compound command is each of its commands; past a cap, its last. */
function recordPipelines(stages: readonly (readonly number[])[], { recorder }: Frame): void {
  const many = stages.reduce((product, stage) => product * Math.max(1, stage.length), 1) > LIMITS.holeValues;
  let lines: number[][] = [[]];
  for (const stage of stages.filter(one => one.length > 0))
    lines = (many ? stage.slice(-1) : stage).flatMap(index => lines.map(line => [...line, index]));
  recorder.pipelines.push(...lines.filter(line => line.length > 1));
}

function walkCommand(node: CommandNode, frame: Frame): Output {
  frame.recorder.step();
  switch (node.type) {
    case 'Command':
      return walkSimple(node, frame);
    case 'Redirected':
      return walkRedirected(node.command, node.redirects, node, frame);
    case 'Function': {
      const name = node.name.value;
      frame.state.define(name, { node, source: frame.source, marks: frame.marks });
      return EMPTY_WORD;
    }
    case 'Coproc':
      return walkCoproc(node, frame);
    default:
      return walkCompound(node, frame);
  }
}

function walkCoproc({ body }: Coproc, frame: Frame): Output {
  const inner = { ...frame, state: frame.state.fork(), stdin: { text: undefined } };
  if (body.type === 'CompoundList') walkList(body, inner);
  else walkCommand(body, inner);
  return EMPTY_WORD;
}

function walkRedirected(
  command: CompoundCommand,
  redirections: readonly Redirection[],
  node: CompoundCommand | { pos: number; end: number },
  frame: Frame,
): Output {
  const redirects = readRedirects(redirections, new Expander(frame));
  if (redirects.reads.length + redirects.writes.length > 0)
    dispatch([], frame, {
      span: spanOf(frame, node),
      names: 'all',
      env: [],
      reads: redirects.reads,
      writes: redirects.writes,
      feeds: [],
    });
  const output = walkCompound(
    command,
    redirects.stdin === undefined ? frame : { ...frame, stdin: redirects.stdin },
  );
  return divert(output, redirects, frame);
}

function walkCompound(node: CompoundCommand, frame: Frame): Output {
  const { state } = frame;
  switch (node.type) {
    case 'BraceGroup':
      return walkList(node.body, frame);
    case 'Subshell': {
      const inner = state.fork();
      return walkList(node.body, { ...frame, state: inner, shell: inner });
    }
    case 'If': {
      const ends: State[] = [];
      for (const branch of [node, ...node.elif]) {
        const before = state.fork();
        walkList(branch.clause, frame);
        ends.push(walkBranch(branch.then, frame));
        state.join([before, state.fork()]);
      }
      ends.push(node.else === undefined ? state.fork() : walkBranch(node.else, frame));
      state.join(ends);
      return undefined;
    }
    case 'For':
    case 'Select':
      return walkFor(node, frame, walkList);
    case 'ArithmeticFor':
      return walkArithmeticFor(node, frame, walkList);
    case 'While':
      return walkWhile(node, frame, walkList);
    case 'Case':
      return walkCase(node, frame);
    case 'TestCommand':
      walkTest(node.expression, new Expander(frame));
      return EMPTY_WORD;
    case 'ArithmeticCommand':
      new Expander(frame).arithmetic(node.expression, node);
      return EMPTY_WORD;
  }
}

/** Runs a list on a copy of the state; returns how it leaves it. */
function walkBranch(list: CompoundList, frame: Frame): State {
  const state = frame.state.fork();
  walkList(list, { ...frame, state });
  return state;
}

function walkCase(node: Extract<CompoundCommand, { type: 'Case' }>, frame: Frame): Output {
  const expander = new Expander(frame);
  expander.one(node.word);
  const ends = [frame.state.fork()];
  for (const item of node.items) {
    for (const pattern of item.pattern) expander.one(pattern);
    ends.push(walkBranch(item.body, frame));
  }
  frame.state.join(ends);
  return undefined;
}

function walkTest(expression: TestExpression, expander: Expander): void {
  switch (expression.type) {
    case 'TestUnary':
      expander.one(expression.operand);
      return;
    case 'TestBinary':
      expander.one(expression.left);
      expander.one(expression.right);
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
