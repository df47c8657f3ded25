import { LIMITS } from '../core/limits.ts';
import type { Scan, UnknownReason } from '../core/scan.ts';
import { word } from '../core/word.ts';
import { pipelineReadings } from './pipeline-readings.ts';
import { type Text, textOfWord } from './text.ts';

/** A text beyond one invocation's words that restricting rules are held against. */
export interface TextReading {
  /** `whole`: a source as it is. `pipeline`: its stages joined by ` | `. `piece`: part of what could not be parsed. */
  readonly kind: 'whole' | 'pipeline' | 'piece';
  readonly text: Text;
  /** Invocations that stand in it; for a pipeline its stages with what they wrap and are wrapped by. */
  readonly invocations: readonly number[];
  /** For a pipeline: the stages themselves. */
  readonly stages: readonly number[];
}

/** Pipelines before whole texts: an exception that holds of the structure also answers for the text around it. */
export function textReadings(scan: Scan): TextReading[] {
  const all = scan.invocations.map((_, index) => index);
  const around = (kind: 'whole' | 'piece', text: string): TextReading => ({
    kind,
    text: textOfWord(word(text)),
    invocations: all,
    stages: [],
  });
  return [
    ...pipelineReadings(scan),
    ...unreadPieces(scan).map(text => around('piece', text)),
    ...scan.sources.map(source => around('whole', source.text.trim())),
  ];
}

/** Reasons for which a span's text was not taken apart into invocations. */
const UNREAD: readonly UnknownReason[] = ['parse', 'nesting', 'input-size', 'limit', 'nul'];

/**
 * What the parser could not read, cut at every operator character: bash may still run the part before the mistake, and
 * a rule for `rm -rf /` is to see it in `echo ok; rm -rf / 'oops`.
 */
function unreadPieces(scan: Scan): string[] {
  const pieces = new Set<string>();
  for (const { reason, span } of scan.unknown) {
    if (!UNREAD.includes(reason)) continue;
    const text = scan.sources[span.source]?.text.slice(span.start, span.end) ?? '';
    for (const piece of text.split(/[|&;()\n`{}]+|\$\(/)) {
      if (pieces.size >= LIMITS.unreadPieces) return [...pieces];
      if (piece.trim() !== '') pieces.add(piece.trim());
    }
  }
  return [...pieces];
}
