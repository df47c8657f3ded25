import type { Frame, Reader } from '../frame.ts';
import { recordPipelines, startedBy } from './pipeline.ts';

/**
 * Follows the processes that were started beside a command (`>(…)`) once it has written what it writes.
 * @param from how many there were before it
 * @param writers the command's own invocations
 * @param lasting `exec` opened them for all that comes: they are followed at the end
 */
export function runReaders(from: number, writers: readonly number[], lasting: boolean, frame: Frame): void {
  const { readers, recorder } = frame;
  if (readers.length === from) return;
  const here = readers.splice(from);
  for (const one of here) {
    one.lasting ||= lasting;
    if (one.lasting) {
      readers.push(one);
      continue;
    }
    const before = recorder.invocations.length;
    one.run();
    recordPipelines([writers, startedBy(frame, before)], frame);
  }
}

/** Follows all that still wait: at `wait`, and when everything else is done. */
export function finishReaders(readers: Reader[]): void {
  // One may start another.
  for (let one = readers.shift(); one !== undefined; one = readers.shift()) one.run();
}
