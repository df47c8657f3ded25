import { type HoleReason, hole, isHole, type Word } from '../../core/word.ts';
import { type Frame, spanOf } from '../frame.ts';

/** A piece of the source: where it begins and ends. */
export interface Piece {
  readonly pos: number;
  readonly end: number;
}

/** A hole that the reader is told of, with its place. */
export function unknownWord(reason: HoleReason, at: Piece, frame: Frame, name?: string): Word {
  frame.recorder.unknown(reason, spanOf(frame, at), name);
  return hole(reason, name);
}

/** Notes the holes in a value where it is used. */
export function noting(value: Word, at: Piece, frame: Frame): Word {
  for (const part of value)
    if (isHole(part) && part.hole !== 'glob' && part.hole !== 'process')
      frame.recorder.unknown(part.hole, spanOf(frame, at), part.name);
  return value;
}
