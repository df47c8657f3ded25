import { LIMITS } from '../../core/limits.ts';
import type { Frame, Output } from '../frame.ts';
import type { CommandNode, Pipeline } from '../parse.ts';
import { NO_DESCRIPTORS, readable } from '../state/descriptors.ts';
import { captured } from './outputs.ts';
import { whileOpen } from './redirects.ts';
import { runsInput } from './runs.ts';

/** Each stage runs in a subshell and reads what the one before it writes. */
export function walkPipeline(
  { commands, operators, prefixes }: Pipeline,
  frame: Frame,
  walk: (node: CommandNode, frame: Frame) => Output,
): Output {
  const [only] = commands;
  if (commands.length === 1 && only !== undefined) {
    const negations = prefixes.filter(one => one.type === 'Negation').length;
    if (negations === 0) return walk(only, frame);
    const output = walk(only, { ...frame, tested: true });
    if (negations % 2 === 1) frame.state.negate();
    return output;
  }
  let input: Output;
  let output: Output;
  const stages: number[][] = [];
  const runner = commands.findLastIndex(runsInput);
  commands.forEach((command, index) => {
    const before = frame.recorder.invocations.length;
    const isLast = index + 1 === commands.length;
    const state = isLast && frame.state.options.has('lastpipe') ? frame.state : frame.state.fork();
    const here = { ...frame, state, runs: frame.runs || index < runner };
    const opened = index === 0 ? NO_DESCRIPTORS : new Map([[0, readable({ text: input })]]);
    output = whileOpen(opened, state, () =>
      isLast ? walk(command, here) : captured(here, inner => walk(command, inner)),
    );
    // With `|&` standard error goes along, and that is never known.
    input = operators[index] === '|&' ? undefined : output;
    stages.push(startedBy(frame, before));
  });
  recordPipelines(stages, frame);
  return output;
}

/** Invocations recorded since `before` that the frame itself started. */
export function startedBy(frame: Frame, before: number): number[] {
  const found: number[] = [];
  for (let index = before; index < frame.recorder.invocations.length; index++)
    if (frame.recorder.invocations[index]?.parent === frame.parent) found.push(index);
  return found;
}

/** A stage that is a compound command is each of its commands; past a cap, its last. */
export function recordPipelines(stages: readonly (readonly number[])[], { recorder }: Frame): void {
  const many = stages.reduce((product, stage) => product * Math.max(1, stage.length), 1) > LIMITS.holeValues;
  let lines: number[][] = [[]];
  for (const stage of stages.filter(one => one.length > 0))
    lines = (many ? stage.slice(-1) : stage).flatMap(index => lines.map(line => [...line, index]));
  recorder.pipelines.push(...lines.filter(line => line.length > 1));
}
