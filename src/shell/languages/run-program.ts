import { LIMITS } from '../../core/limits.ts';
import { resolvePath } from '../../core/path.ts';
import type { Span } from '../../core/span.ts';
import { hasHole, literalText, textOf, type Word } from '../../core/word.ts';
import { readFile, readStdin } from '../files/files.ts';
import { remember } from '../files/written.ts';
import type { Frame, Launch, Output } from '../frame.ts';
import { mark, shownMarks } from '../marks.ts';
import { INHERITED, readable } from '../state/descriptors.ts';
import { lookup, scalar } from '../state/variables.ts';
import { LIBRARIES } from './api/libraries.ts';
import type { World } from './evaluate/call.ts';
import { Evaluator } from './evaluate/evaluator.ts';
import { ProgramBound } from './evaluate/follower.ts';
import type { ProgramTask } from './interpreters/task.ts';
import type { Place } from './parse/node.ts';
import { readProgram } from './parse/program.ts';
import { phpCode } from './syntax/php.ts';

/** Holes that say themselves what they are. */
const TOLD: ReadonlySet<string> = new Set(['glob', 'operands', 'stdin']);

/** One shell command with options or a path, as the whole of a program. */
const SHELL_COMMAND =
  /^\s*(?:sudo\s+)?(?:(?:rm|chmod|chown|mv|shred|wipe)\s+-{1,2}[a-zA-Z][\w-]*\s+["']?[~/.$*\w]|dd\s+(?:if|of)=|mkfs[.\w]*\s+\/)[^\n;(){}]*$/;

/** Characters of program text read in one step: as many as take about 100 ns to cut into tokens. */
const CHARS_PER_STEP = 8;

/**
 * Reads the program an interpreter was asked to run, for what it starts and touches.
 * @param program how the interpreter was called
 * @param frame its parent is the interpreter's invocation
 * @returns what it prints, where that is known
 */
export function runProgram(task: ProgramTask, program: Word, frame: Frame, launch: Launch): Output {
  const { recorder } = frame;
  const { span } = launch;
  if (frame.depth >= LIMITS.scanDepth) {
    recorder.unknown('nesting', span);
    return undefined;
  }
  touchOperands(task, frame);
  const path = task.from.kind === 'file' ? task.from.path : undefined;
  const text = textOfTask(task, frame, span);
  if (text === undefined) {
    if (path === undefined) recorder.unknown('script', span, 'stdin');
    else recorder.unknown('computed', span, textOf(resolvePath(path, frame.state.cwd)));
    return undefined;
  }
  if (literalText(text).trim() === '' && hasHole(text)) {
    recorder.unknown('script', span);
    return undefined;
  }
  const marked = mark(text);
  const size = marked.text.length;
  if (size > LIMITS.programBytes) recorder.unknown(path === undefined ? 'input-size' : 'computed', span);
  if (size > LIMITS.programBytes && path !== undefined) return undefined;
  const code = marked.text.slice(0, LIMITS.programBytes);
  recorder.step(1 + code.length / CHARS_PER_STEP);
  if (hasHole(text)) recorder.unknown('computed', span);
  // No language takes that: it was meant for a shell, and will be given to one next.
  if (path === undefined && SHELL_COMMAND.test(code))
    frame.engine.code(text, frame, { kind: 'script', span });
  const source = recorder.source({
    kind: path === undefined ? 'script' : 'file',
    text: shownMarks(code),
    from: span,
    ...(path === undefined || textOf(path) === undefined
      ? {}
      : { path: textOf(resolvePath(path, frame.state.cwd)) ?? '' }),
  });
  const { body, broken } = readProgram(code, task.language, startOf(code, task));
  if (broken) recorder.unknown('computed', { source, start: 0, end: code.length }, 'syntax');
  const world = worldOf(task, program, { ...frame, depth: frame.depth + 1, source }, launch);
  const evaluator = new Evaluator(world, LIBRARIES[task.language], task.language, marked.marks);
  for (const [name, value] of task.variables ?? []) evaluator.define(name, value);
  try {
    return evaluator.run(body);
  } catch (thrown) {
    if (!(thrown instanceof ProgramBound)) throw thrown;
    recorder.unknown(path === undefined ? 'limit' : 'computed', { source, start: 0, end: code.length });
    return undefined;
  }
}

/** A file of PHP is text up to its first tag. */
function startOf(code: string, { language, from }: ProgramTask): number {
  return language === 'php' && from.kind !== 'text' ? phpCode(code, 0) : 0;
}

function textOfTask({ from }: ProgramTask, frame: Frame, span: Span): Output {
  switch (from.kind) {
    case 'text':
      return from.code;
    case 'stdin':
      return readStdin(frame);
    case 'file':
      return readFile(from.path, frame, span, 'disk');
  }
}

/** Files that `perl -n` reads and `perl -i` edits. */
function touchOperands(task: ProgramTask, frame: Frame): void {
  if (!task.reads || frame.parent === undefined) return;
  for (const one of task.arguments) {
    const target = resolvePath(one, frame.state.cwd);
    frame.recorder.touch(frame.parent, { kind: 'read', target, recursive: false });
    if (task.edits) frame.recorder.touch(frame.parent, { kind: 'write', target, recursive: false });
  }
}

function worldOf(task: ProgramTask, program: Word, frame: Frame, { span }: Launch): World {
  const { recorder, state } = frame;
  const spanAt = ({ start, end }: Place): Span => (end > start ? { source: frame.source, start, end } : span);
  let here = state.cwd;
  const absolute = (path: Word): Word => resolvePath(path, here);
  return {
    get cwd() {
      return here;
    },
    enter: directory => {
      here = absolute(directory);
    },
    home: frame.home,
    arguments: task.arguments,
    program,
    script: task.from.kind === 'file' ? task.from.path : undefined,
    variable: name => {
      const value = lookup(name, frame);
      return value === undefined ? undefined : scalar(value);
    },
    stdin: () => (task.from.kind === 'stdin' ? undefined : readStdin(frame)),
    written: path => readFile(path, frame, span, 'written'),
    start: (argv, place, { cwd, stdin, env = [] }) => {
      for (const part of argv.flat())
        if ('hole' in part && !TOLD.has(part.hole)) recorder.unknown(part.hole, spanAt(place), part.name);
      const inner = state.child();
      inner.cwd = cwd === undefined ? here : absolute(cwd);
      for (const [name, value] of env) {
        inner.setVariable(name, value);
        inner.export(name);
      }
      const given = stdin === undefined ? undefined : readable({ text: stdin });
      const input = given ?? (task.from.kind === 'stdin' ? INHERITED : undefined);
      if (input !== undefined) inner.descriptors = new Map(inner.descriptors).set(0, input);
      return frame.engine.dispatch(
        argv,
        { ...frame, state: inner, computes: true },
        { span: spanAt(place), names: 'programs', env: [], reads: [], writes: [], feeds: [] },
      );
    },
    touch: (kind, target, recursive) => {
      if (frame.parent === undefined) return;
      const there = kind === 'send' || kind === 'download' ? target : absolute(target);
      recorder.touch(frame.parent, { kind, target: there, recursive });
    },
    wrote: (path, content, append) => {
      remember(absolute(path), content, append, frame);
    },
    computed: (place, what) => {
      recorder.unknown('computed', spanAt(place), what);
    },
    decoded: (from, to, codec, place) => {
      const earlier = recorder.decoded.get(from.trimEnd());
      recorder.decoded.set(to.trimEnd(), { chain: [...(earlier?.chain ?? []), codec], from: spanAt(place) });
    },
    step: () => {
      recorder.step();
    },
  };
}
