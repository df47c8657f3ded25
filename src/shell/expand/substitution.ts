import { concat, isHole, type Word, word } from '../../core/word.ts';
import { forget, processFile, remember, writtenTo } from '../files/written.ts';
import { withoutNul } from '../fold/bytes.ts';
import { type Frame, type Output, spanOf } from '../frame.ts';
import type { ParsedScript, WordPart } from '../parse.ts';
import { readable } from '../state/descriptors.ts';
import { captured } from '../walk/outputs.ts';
import { noting, type Piece, unknownWord } from './told.ts';

/** The text of a substitution, and where it stands. */
export interface Substitution extends Piece {
  readonly text: string;
}

/**
 * What a command substitution's script writes, without trailing newlines.
 * @param feeds is told of the invocations whose output that is
 */
export function substituted(
  script: ParsedScript | undefined,
  node: Substitution,
  frame: Frame,
  feeds: number[],
): Word {
  const output = runSubstitution(script, node, frame, feeds);
  return output === undefined
    ? unknownWord('substitution', node, frame, headOf(node.text))
    : noting(trimNewlines(output.some(hasNul) ? withoutNuls(output) : output), node, frame);
}

/**
 * A process substitution is a file name; what can be read there is kept under it, and what reads there is followed when
 * something was written.
 */
export function processSubstituted(
  part: Extract<WordPart, { type: 'ProcessSubstitution' }>,
  frame: Frame,
  feeds: number[],
): Word {
  const file = processFile(part.text);
  if (part.operator === '<') {
    remember(file, runSubstitution(part.script, part, frame, feeds), false, frame);
    return file;
  }
  const state = frame.state.fork();
  const run = (): void => {
    const taken = writtenTo(file, state);
    const text = taken !== undefined && 'content' in taken ? taken.content : undefined;
    forget(file, state);
    state.descriptors = new Map(state.descriptors).set(0, readable({ text }));
    runSubstitution(part.script, part, { ...frame, state }, []);
  };
  frame.readers.push({ lasting: false, run });
  return file;
}

/** Walks a substitution's script in a subshell. */
function runSubstitution(
  script: ParsedScript | undefined,
  node: Substitution,
  frame: Frame,
  feeds: number[],
): Output {
  const { recorder, parent } = frame;
  if (!isClosed(node.text)) recorder.unknown('parse', spanOf(frame, node));
  if (script === undefined) {
    recorder.unknown('parse', spanOf(frame, node));
    return undefined;
  }
  // The parser reads a substitution's text once more for each level it is nested in.
  recorder.step((node.end - node.pos) / 16);
  const before = recorder.invocations.length;
  const output = captured({ ...frame, ...subshell(script, node, frame) }, inner =>
    frame.engine.script(script, inner),
  );
  for (let index = before; index < recorder.invocations.length; index++)
    if (recorder.invocations[index]?.parent === parent) feeds.push(index);
  return output;
}

function subshell(script: ParsedScript, node: Piece, frame: Frame): Partial<Frame> {
  const base = { state: frame.state.fork(), depth: frame.depth + 1 };
  // bash manual, 3.7.3: it does not inherit it.
  base.state.option('errexit', false);
  if (script.source === undefined) return base;
  // A back-tick body with escapes is text of its own: its spans index that.
  const from = spanOf(frame, node);
  return {
    ...base,
    source: frame.recorder.source({ kind: 'backtick', text: script.source, from }),
    within: undefined,
  };
}

function hasNul(part: Word[number]): boolean {
  return !isHole(part) && part.lit.includes('\udc00');
}

function withoutNuls(output: Word): Word {
  return output.map(part => (isHole(part) ? part : { lit: withoutNul(part.lit) }));
}

/** Whether a substitution's text ends where it should: the parser does not always say so. */
function isClosed(text: string): boolean {
  if (text.startsWith('`')) return text.length > 1 && text.endsWith('`');
  return text.endsWith(text.startsWith('${') ? '}' : ')');
}

function trimNewlines(output: Word): Word {
  const last = output.at(-1);
  if (last === undefined || isHole(last)) return output;
  const trimmed = last.lit.replace(/\n+$/, '');
  return trimmed === last.lit ? output : concat(output.slice(0, -1), word(trimmed));
}

/** The first word of a substitution's text, to name the hole it leaves. */
function headOf(text: string): string {
  return /^(?:\$\(|`)\s*([\w./-]+)/.exec(text)?.[1] ?? text.slice(0, 40);
}
