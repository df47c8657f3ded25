import { EMPTY_WORD, textOf, word } from '../../core/word.ts';
import { Expander } from '../expand/expander.ts';
import { processFile, writtenTo } from '../files/written.ts';
import type { Frame, Output } from '../frame.ts';
import type { Coproc } from '../parse.ts';
import { readable, writable } from '../state/descriptors.ts';
import { assign } from '../state/variables.ts';
import { captured } from './outputs.ts';
import { startedBy } from './pipeline.ts';

/** Numbers bash gives a coprocess: what it writes is read from the one, what it reads is written to the other. */
const COPROCESS = { read: 63, write: 60 };

/** A coprocess reads what others write to it, so it is followed when somebody asks for what it writes, or at the end. */
export function walkCoproc(
  { name, body }: Coproc,
  frame: Frame,
  walk: (body: Coproc['body'], frame: Frame) => Output,
): Output {
  const array = (name === undefined ? undefined : textOf(new Expander(frame).one(name))) ?? 'COPROC';
  const { state } = frame;
  const taken = processFile(`coproc ${array}`);
  const inner = { ...frame, state: state.fork() };
  const started: number[] = [];
  let output: Output;
  let done = false;
  const run = (): void => {
    if (done) return;
    done = true;
    const written = writtenTo(taken, state);
    const input = readable({
      text: written !== undefined && 'content' in written ? written.content : undefined,
    });
    inner.state.descriptors = new Map(inner.state.descriptors).set(0, input);
    const before = frame.recorder.invocations.length;
    output = captured(inner, here => walk(body, here));
    started.push(...startedBy(frame, before));
  };
  const load = (): Output => {
    run();
    return output;
  };
  const free = (number: number): number => {
    let found = number;
    while (state.descriptors.has(found)) found--;
    return found;
  };
  const from = free(COPROCESS.read);
  const to = free(Math.min(COPROCESS.write, from - 1));
  state.descriptors = new Map(state.descriptors)
    .set(from, readable({ text: undefined, load, from: started }))
    .set(to, writable({ kind: 'file', path: taken, append: true }));
  assign(array, { elements: [word(String(from)), word(String(to))] }, frame);
  frame.readers.push({ lasting: true, run });
  return EMPTY_WORD;
}
