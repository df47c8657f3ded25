import { LIMITS } from '../../core/limits.ts';
import type { Scan, UnknownReason } from '../../core/scan.ts';
import { word } from '../../core/word.ts';
import { type Text, textOfWord } from './text.ts';

/** A text beyond one invocation's words that restricting rules are held against. */
export interface WholeText {
  /** It is a piece of what could not be parsed, and may be a command. */
  readonly piece: boolean;
  readonly text: Text;
}

/** Every source as it is, and what could not be parsed in pieces. */
export function wholeTexts(scan: Scan): WholeText[] {
  return [
    ...unreadPieces(scan).map(text => ({ piece: true, text: textOfWord(word(text)) })),
    ...scan.sources.map(source => ({ piece: false, text: textOfWord(word(source.text.trim())) })),
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
