import type { FileView } from '../core/file-view.ts';
import type { Span } from '../core/span.ts';
import type { Word } from '../core/word.ts';
import type { ParsedScript } from './parse.ts';
import type { Recorder } from './recorder.ts';
import type { Pipe } from './state/descriptors.ts';
import type { Output } from './state/output.ts';
import type { State } from './state/state.ts';
import type { FunctionDefinition } from './state/tables.ts';

export type { Output } from './state/output.ts';

/** Where evaluation re-enters itself. Handed in, so that the files of this room need not import in circles. */
export interface Engine {
  /** Walks a parsed script in the frame; its output is what all its commands write. */
  script(script: ParsedScript, frame: Frame): Output;
  /** Reads a word as shell code: `eval`, `sh -c`, a here-document fed to a shell. */
  code(text: Word, frame: Frame, origin: CodeOrigin): Output;
  /** Runs an argument vector. */
  dispatch(argv: readonly Word[], frame: Frame, launch: Launch): Output;
  /** Expands text the way a prompt is: `PS4` under `set -x`. */
  prompt(text: Word, frame: Frame, span: Span): void;
  /** The value of an arithmetic expression; what it runs is recorded. */
  arithmetic(text: string, frame: Frame, span: Span): Word;
  /** Runs the body of a shell function. */
  call(name: string, definition: FunctionDefinition, argv: readonly Word[], frame: Frame): Output;
}

export interface CodeOrigin {
  readonly kind: 'script' | 'file';
  readonly path?: string;
  /** What turned the text into code. */
  readonly span: Span;
}

/** How an argument vector came to be started. */
export interface Launch {
  readonly span: Span;
  /** What its first word may name: anything, a builtin or program (`command x`), or only a program (`nohup x`). */
  readonly names: 'all' | 'builtins' | 'programs';
  /** Names of variables set for it alone. */
  readonly env: readonly string[];
  readonly reads: readonly Word[];
  readonly writes: readonly Word[];
  /** Invocations whose output the command line was made from (`bash -c "$(curl …)"`). */
  readonly feeds: readonly number[];
}

/** What runs when a signal comes or the shell ends. */
export interface Trap {
  /** Code, or a function the shell itself calls. */
  readonly code: Word | FunctionDefinition;
  /** The shell it was set in; its state goes on from there. */
  readonly frame: Frame;
  /** The state when it was set. */
  readonly before: State;
  /** The states that an `exit` has ended the shell with. */
  readonly ends: State[];
  readonly span: Span;
}

/** A process that reads what others write into it: a coprocess, `>(…)` behind `exec`. */
export interface Reader {
  /** It goes on when the command it was started with has ended. */
  lasting: boolean;
  /** Follows it with what was written to it until now; only the first time. */
  readonly run: () => void;
}

/** Where evaluation stands. Replaced, never changed, when it goes deeper; the state inside is the shell's own. */
export interface Frame {
  readonly engine: Engine;
  readonly recorder: Recorder;
  readonly files: FileView;
  /** The code that is next is text a program in another language made: what of it is not known, that program computes. */
  readonly computes?: true;
  /** What is run stands in the project's own files, and the program that runs it is there for that. */
  readonly entrusted?: true;
  /** Something asks whether what is run succeeds: `set -e` does not count there (bash manual, 4.3.1). */
  readonly tested?: true;
  /** The directory the call is made in. */
  readonly workspace: string;
  /** Another machine or a container: what is started there is marked so. */
  readonly remote: boolean;
  readonly home: string;
  readonly state: State;
  /** The state of the process as a whole, where `state` is that of one of its branches. */
  readonly shell: State;
  readonly source: number;
  /** Set where the text that is walked has no place of its own in a source: every span is this one. */
  readonly within: Span | undefined;
  readonly depth: number;
  readonly via: readonly string[];
  readonly parent: number | undefined;
  /** Who takes what is written here to standard output, unless the shell has sent that elsewhere. */
  readonly pipe: Pipe;
  /** What is read here may be run: files are then read from disk. */
  readonly runs: boolean;
  /** Whose `echo` it is: what reads `\\n` as two characters, or as a line end. */
  readonly dialect: 'bash' | 'sh';
  /** Traps that were set, in the order they were. */
  readonly traps: Trap[];
  /** Processes that read what others write into them, and were not followed yet. */
  readonly readers: Reader[];
  /** What the hole marks in the source's text stand for (see `marks.ts`). */
  readonly marks: readonly Word[];
  /** Functions being inlined, to stop at recursion. */
  readonly calls: readonly string[];
}

export function spanOf(frame: Frame, node: { readonly pos: number; readonly end: number }): Span {
  if (frame.within !== undefined) return frame.within;
  // What the parser mends ends behind the text.
  const length = frame.recorder.sources[frame.source]?.text.length ?? node.end;
  return { source: frame.source, start: Math.min(node.pos, length), end: Math.min(node.end, length) };
}
