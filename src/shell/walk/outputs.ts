import { LIMITS } from '../../core/limits.ts';
import { appendTo, type Part } from '../../core/word.ts';
import type { Frame, Output } from '../frame.ts';
import { newPipe, together, writable } from '../state/descriptors.ts';

/** The outputs of commands that run one after the other, end to end. */
export function inOrder<T>(items: readonly T[], run: (item: T) => Output): Output {
  const parts: Part[] = [];
  let known = true;
  for (const item of items) {
    const one = run(item);
    if (one === undefined || parts.length > LIMITS.wordParts) known = false;
    else if (known) appendTo(parts, one);
  }
  return known && parts.length <= LIMITS.wordParts ? parts : undefined;
}

/** What is written to standard output while `run` runs, for somebody else than who takes the frame's own. */
export function captured(frame: Frame, run: (inner: Frame) => Output): Output {
  const { state } = frame;
  const pipe = newPipe();
  const outside = state.descriptors;
  const before = outside.get(1);
  const inside = new Map(outside).set(1, writable(pipe));
  state.descriptors = inside;
  const output = run({ ...frame, pipe });
  // Descriptors are replaced, never changed: most commands open none.
  if (state.descriptors === inside) state.descriptors = outside;
  else {
    const after = new Map(state.descriptors);
    if (before === undefined) after.delete(1);
    else after.set(1, before);
    state.descriptors = after;
  }
  return together(output, pipe);
}
