import { LIMITS } from '../core/limits.ts';
import type { Source } from '../core/scan.ts';
import { alternatives, hasHole, literalText, type Word } from '../core/word.ts';
import type { CodeOrigin, Frame, Output } from './frame.ts';
import { mark, shownMarks } from './marks.ts';
import { noteOddities } from './oddities.ts';
import { parsable, parse } from './parse.ts';

/** Texts that are each read, where several are possible. */
const READINGS = 8;

/** Reads a word as shell code. What of it is not known may be code too, so the Scan says so. */
export function readCode(text: Word, frame: Frame, origin: CodeOrigin): Output {
  const readings = alternatives(text, READINGS);
  if (readings.length < 2) return readOne(readings[0] ?? text, frame, origin);
  const ends = readings.map(reading => {
    const state = frame.state.fork();
    readOne(reading, { ...frame, state }, origin);
    return state;
  });
  frame.state.join(ends);
  return undefined;
}

function readOne(text: Word, frame: Frame, origin: CodeOrigin): Output {
  const { recorder } = frame;
  if (frame.depth >= LIMITS.scanDepth) {
    recorder.unknown('nesting', origin.span);
    return undefined;
  }
  if (hasHole(text)) recorder.unknown(frame.computes ? 'computed' : 'script', origin.span);
  if (literalText(text).trim() === '' && hasHole(text)) return undefined;
  const marked = mark(text);
  recorder.step(1 + marked.text.length / 256);
  if (marked.text.length > LIMITS.scanBytes) recorder.unknown('input-size', origin.span);
  const code = marked.text.slice(0, LIMITS.scanBytes);
  const source = recorder.source(describe(shownMarks(code), literalText(text), frame, origin));
  noteOddities(code, source, recorder);
  const end = parsable(code);
  if (end < code.length)
    recorder.unknown('limit', { source, start: end, end: code.length }, 'here-documents');
  const { computes: _, ...inner } = frame;
  return frame.engine.script(parse(code.slice(0, end)), {
    ...inner,
    source,
    within: undefined,
    marks: marked.marks,
    depth: frame.depth + 1,
    runs: false,
  });
}

function describe(code: string, literal: string, { recorder }: Frame, origin: CodeOrigin): Source {
  const decoded = recorder.decoded.get(literal.trimEnd());
  if (decoded !== undefined) return { kind: 'decoded', text: code, chain: decoded.chain, from: decoded.from };
  return {
    kind: origin.kind,
    text: code,
    from: origin.span,
    ...(origin.path === undefined ? {} : { path: origin.path }),
  };
}
