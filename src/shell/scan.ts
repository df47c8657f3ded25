import type { ToolCall } from '../core/call.ts';
import type { FileView } from '../core/file-view.ts';
import { LIMITS } from '../core/limits.ts';
import type { Scan } from '../core/scan.ts';
import { hole, textOf, type Word, word } from '../core/word.ts';
import { readCode } from './code.ts';
import { dispatch } from './dispatch.ts';
import { Expander } from './expand/expander.ts';
import type { Engine, Frame, Trap } from './frame.ts';
import { readMalformed } from './malformed.ts';
import { withoutMarks } from './marks.ts';
import { noteOddities } from './oddities.ts';
import { parsable, parse, parseArithmetic } from './parse.ts';
import { BoundReached, Recorder } from './recorder.ts';
import { INHERITED, newPipe } from './state/descriptors.ts';
import { State } from './state/state.ts';
import { UNSET } from './state/value.ts';
import { callFunction } from './walk/function.ts';
import { finishReaders } from './walk/readers.ts';
import { walkScript } from './walk/walk.ts';

/** What a function is called with that the shell calls. */
const ASKED = [word('command_not_found_handle'), hole('operands', 'command')];

/** Traps that are followed. */
const TRAPS = 64;

export interface ScanContext {
  readonly files: FileView;
  /** The caller's home directory, for `~` and `$HOME`. */
  readonly home: string;
}

const ENGINE: Engine = {
  script: walkScript,
  code: readCode,
  dispatch,
  prompt: (text, frame, span) => {
    const known = textOf(text);
    if (known !== undefined) new Expander({ ...frame, within: span }).prompt(known, { pos: 0, end: 0 });
  },
  arithmetic: (text, frame, span) =>
    new Expander({ ...frame, within: span }).arithmetic(parseArithmetic(text), { pos: 0, end: 0, text }),
  call: callFunction,
};

/**
 * Reads a call's command the way bash would and says everything that would be started, and what cannot be known.
 * Nothing is run, and nothing is read but script files through `files`. Never throws on any input: what cannot be
 * parsed or is past a bound stands in `unknown`. Calls of other tools than `exec` have an empty Scan.
 */
export function scan(call: ToolCall, context: ScanContext): Scan {
  const recorder = new Recorder();
  const state = new State(
    word(call.cwd),
    cost => recorder.step(cost),
    Object.entries(call.env).map(([name, value]): [string, Word] => [
      name,
      value === null ? UNSET : word(value),
    ]),
  );
  const frame: Frame = {
    engine: ENGINE,
    recorder,
    files: context.files,
    remote: false,
    workspace: call.cwd,
    home: context.home,
    state,
    shell: state,
    source: 0,
    within: undefined,
    depth: 0,
    via: [],
    parent: undefined,
    pipe: newPipe(),
    runs: false,
    dialect: 'bash',
    traps: [],
    readers: [],
    marks: [],
    calls: [],
  };
  try {
    if (call.argv !== undefined) scanArgv(call.argv, frame);
    else if (call.command !== undefined) scanText(call.command, frame);
    runTraps(frame.traps);
    finishReaders(frame.readers);
  } catch (thrown) {
    if (!(thrown instanceof BoundReached) && !(thrown instanceof RangeError)) throw thrown;
    // RangeError: the parser's own recursion met the end of the stack.
    recorder.unknown('limit', { source: 0, start: 0, end: recorder.sources[0]?.text.length ?? 0 });
  }
  return recorder.scan();
}

/** Traps are set here and run later: with what the shell knew when it set them, or by the end of it. */
function runTraps(traps: readonly Trap[]): void {
  // A trap may set another.
  for (let at = 0; at < Math.min(traps.length, TRAPS); at++) {
    const trap = traps[at];
    if (trap === undefined) return;
    const { frame, before, ends, span } = trap;
    const state = frame.state.fork();
    state.join([before, frame.state.fork(), frame.shell.fork(), ...ends].map(staying));
    state.descriptors = new Map(state.descriptors).set(0, INHERITED);
    if ('node' in trap.code) callFunction(trap.code.node.name.value, trap.code, ASKED, { ...frame, state });
    else readCode(trap.code, { ...frame, state }, { kind: 'script', span });
  }
  for (const { frame, span } of traps.slice(TRAPS)) frame.recorder.unknown('limit', span, 'trap');
}

/** A trap runs when the shell ends. */
function staying(state: State): State {
  state.gone = false;
  return state;
}

function scanText(command: string, frame: Frame): void {
  const { recorder } = frame;
  recorder.source({ kind: 'input', text: command });
  if (command.length > LIMITS.scanBytes)
    recorder.unknown('input-size', { source: 0, start: LIMITS.scanBytes, end: command.length });
  const unmarked = withoutMarks(command.slice(0, LIMITS.scanBytes));
  noteOddities(unmarked, 0, recorder);
  // Replaced, not dropped, so that offsets stay.
  const text = unmarked.replaceAll('\0', '\ufffd');
  recorder.step(text.length / 64);
  const end = parsable(text);
  if (end < text.length)
    recorder.unknown('limit', { source: 0, start: end, end: text.length }, 'here-documents');
  const script = parse(text.slice(0, end));
  walkScript(script, frame);
  if (script.errors !== undefined && script.errors.length > 0) readMalformed(text.slice(0, end), frame);
}

/** An argument vector is started as it is: no shell reads it. */
function scanArgv(argv: readonly string[], frame: Frame): void {
  const text = argv.join(' ');
  frame.recorder.source({ kind: 'input', text });
  noteOddities(text, 0, frame.recorder);
  const span = { source: 0, start: 0, end: text.length };
  dispatch(argv.map(word), frame, { span, names: 'programs', env: [], reads: [], writes: [], feeds: [] });
}
