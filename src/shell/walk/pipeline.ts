import { LIMITS } from '../../core/limits.ts';
import type { Frame, Output } from '../frame.ts';
import type { CommandNode, Pipeline } from '../parse.ts';
import { runsInput } from './runs.ts';

/** Each stage runs in a subshell and reads what the one before it writes. */
export function walkPipeline(
  { commands, operators }: Pipeline,
  frame: Frame,
  walk: (node: CommandNode, frame: Frame) => Output,
): Output {
  const [only] = commands;
  if (commands.length === 1 && only !== undefined) return walk(only, frame);
  let stdin = frame.stdin;
  let output: Output;
  const stages: number[][] = [];
  const runner = commands.findLastIndex(runsInput);
  commands.forEach((command, index) => {
    const before = frame.recorder.invocations.length;
    const runs = frame.runs || index < runner;
    output = walk(command, { ...frame, state: frame.state.fork(), stdin, runs });
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
