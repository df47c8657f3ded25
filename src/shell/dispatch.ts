import { NO_FILES } from '../core/file-view.ts';
import { assignedName, assignedValue, baseName } from '../core/options.ts';
import { resolvePath } from '../core/path.ts';
import type { Invocation } from '../core/scan.ts';
import { concat, EMPTY_WORD, hasHole, hole, isHole, textOf, type Word, word } from '../core/word.ts';
import { builtin, isBuiltin, isHarmless } from './builtins/builtins.ts';
import { readFile, readStdin } from './files/files.ts';
import { runFile, runShell } from './files/scripts.ts';
import { fold } from './fold/fold.ts';
import type { Frame, Launch, Output } from './frame.ts';
import { programTask } from './languages/interpreters/interpreters.ts';
import type { ProgramTask } from './languages/interpreters/task.ts';
import { runProgram } from './languages/run-program.ts';
import { programReadings } from './program-names.ts';
import { setVariable } from './sinks/environment.ts';
import { environmentSettings } from './sinks/git-settings.ts';
import type { Inner, Where, Wrapper } from './sinks/inner.ts';
import { SHELLS, type ShellTask, shellTask } from './sinks/shells.ts';
import { wrapperFor } from './sinks/sinks.ts';
import { readable, readInput } from './state/descriptors.ts';
import { State } from './state/state.ts';
import { lookup, scalar } from './state/variables.ts';

/** Directories whose programs are what their names say. */
const STANDARD_DIRECTORY = /^\/(?:usr\/(?:local\/)?)?s?bin\/([^/]+)$/;

/** argv[0] without a standard directory. */
function programOf(first: Word): Word {
  const text = textOf(first);
  const name = text === undefined ? undefined : STANDARD_DIRECTORY.exec(text)?.[1];
  return name === undefined ? first : word(name);
}

/**
 * Records that an argument vector is started, and follows what it starts in turn: functions, builtins, shells, wrappers,
 * scripts.
 * @returns what it writes to standard output, where that is known
 */
export function dispatch(argv: readonly Word[], frame: Frame, launch: Launch): Output {
  // Each of a thousand wrappers around each other has the words of all that follow it.
  frame.recorder.step(1 + Math.floor((argv.length + frame.via.length) / 2));
  const first = argv[0] ?? EMPTY_WORD;
  const readings = hasHole(first) ? programReadings(first) : [];
  if (readings.length > 1) return eachProgram(readings, argv, frame, launch);
  const name = textOf(first);
  const called = name === undefined || launch.names !== 'all' ? undefined : frame.state.functions.get(name);
  if (called !== undefined && name !== undefined) return frame.engine.call(name, called, argv, frame);
  const program = argv.length === 0 ? undefined : baseName(first);
  const task = program !== undefined && SHELLS.has(program) ? shellTask(argv) : undefined;
  const wrapper = program === undefined ? undefined : wrapperFor(program);
  const text = program === undefined ? undefined : programTask(program, argv);
  const index = record(argv, frame, launch, program, task, wrapper);
  if (program === undefined) return argv.length === 0 ? EMPTY_WORD : undefined;

  const plain = task === undefined && wrapper === undefined && text === undefined && launch.env.length === 0;
  if (plain && !isBuiltin(program) && name?.includes('/') !== true) return fold(program, argv, frame, launch);
  const inner: Frame = {
    ...frame,
    parent: index,
    via: [...frame.via, viaName(program, task, text)],
    dialect: task === undefined ? frame.dialect : dialectOf(program),
  };
  runVariables(launch.env, inner, launch);
  if (program === 'export') runExported(argv, inner, launch);
  const started: Launch = { span: launch.span, names: 'programs', env: [], reads: [], writes: [], feeds: [] };
  if (task !== undefined) return runShell(task, inner, started);
  const handled = launch.names === 'programs' ? undefined : builtin(program, argv, inner, launch);
  if (handled !== undefined) return handled.output;
  if (wrapper !== undefined) {
    const input = wrapper.reads ? readStdin(frame) : undefined;
    const output = runWrapped(
      program,
      wrapper.inner(program === 'git' ? withSettings(argv, frame) : argv, input, name =>
        readFile(name, frame, launch.span, 'disk'),
      ),
      inner,
      started,
    );
    if (!wrapper.besides) return output;
  }
  if (text !== undefined) return runProgram(text, first, inner, started);
  const folded = fold(program, argv, frame, launch);
  if (folded !== undefined) return folded;
  return name?.includes('/') === true && !isStandard(first)
    ? runFile(first, argv, inner, started)
    : undefined;
}

/** Follows each program the command word can be. */
function eachProgram(readings: readonly Word[], argv: readonly Word[], frame: Frame, launch: Launch): Output {
  const ends = readings.map(reading => {
    const state = frame.state.fork();
    // A reading that is still a pattern, or open, is the word as it was.
    const one = hasHole(reading) ? withoutValues(reading) : reading;
    dispatch([one, ...argv.slice(1)], { ...frame, state }, launch);
    return state;
  });
  frame.state.join(ends);
  return undefined;
}

/** The word with its holes as unknown as they come: nothing is left to try. */
function withoutValues(of: Word): Word {
  return of.map(part =>
    isHole(part)
      ? {
          hole: part.hole === 'glob' ? 'operator' : part.hole,
          ...(part.name === undefined ? {} : { name: part.name }),
        }
      : part,
  );
}

function record(
  argv: readonly Word[],
  frame: Frame,
  launch: Launch,
  program: string | undefined,
  task: ShellTask | undefined,
  wrapper: Wrapper | undefined,
): number {
  const { recorder } = frame;
  const input = frame.state.descriptors.get(0)?.input;
  // A coprocess it reads from is followed first, so that the two are connected.
  if (task?.kind === 'stdin' && input !== undefined) readInput(input);
  const stdin = input?.text;
  const first = argv[0] ?? EMPTY_WORD;
  const quiet = launch.env.length === 0 && launch.writes.length === 0;
  const index = recorder.invocation({
    program: programOf(first),
    argv,
    cwd: frame.state.cwd,
    env: launch.env,
    via: frame.via,
    reads: launch.reads,
    writes: launch.writes,
    ...(stdin === undefined ? {} : { stdin }),
    ...preloads(launch.env, frame),
    ...(frame.remote ? { remote: true } : {}),
    ...(frame.entrusted ? { entrusted: true } : {}),
    transparent: quiet && program !== undefined && isStandard(first) && isTransparent(program, task, wrapper),
    ...(frame.parent === undefined ? {} : { parent: frame.parent }),
    span: launch.span,
  });
  if (program === undefined && argv.length > 0) recorder.unknown('program', launch.span);
  if (task !== undefined || program === 'eval' || program === 'source' || program === '.')
    for (const feed of new Set([...launch.feeds, ...(input?.from ?? [])]))
      recorder.pipelines.push([feed, index]);
  return index;
}

const COMPILERS = /^(?:gcc|g\+\+|cc|clang|clang\+\+)(?:-\d+)?$/;

/** What LD_PRELOAD and its kin name for this invocation: libraries between blanks and colons (ld.so(8)). */
function preloads(names: readonly string[], frame: Frame): Pick<Invocation, 'preloads'> {
  const found = names.filter(one => one === 'LD_PRELOAD' || one === 'DYLD_INSERT_LIBRARIES');
  if (found.length === 0) return {};
  const libraries = found.flatMap(name => {
    const value = lookup(name, frame);
    const written = value === undefined ? EMPTY_WORD : scalar(value);
    const [whole] = written;
    // `$(gcc -print-file-name=libasan.so)` is where the compiler has it.
    if (written.length === 1 && whole !== undefined && isHole(whole) && COMPILERS.test(whole.name ?? ''))
      return [];
    const text = value === undefined ? undefined : textOf(written);
    return text === undefined
      ? [EMPTY_WORD]
      : text
          .split(/[\s:]+/u)
          .filter(one => one !== '')
          .map(word);
  });
  return libraries.some(one => one.length === 0) ? {} : { preloads: libraries };
}

/** It runs under the name it is known by: bare, or from a standard directory. */
function isStandard(first: Word): boolean {
  return textOf(programOf(first))?.includes('/') === false;
}

function isTransparent(program: string, task: ShellTask | undefined, wrapper: Wrapper | undefined): boolean {
  if (task !== undefined) return task.kind === 'command' && !hasHole(task.code);
  return wrapper?.transparent === true || isHarmless(program);
}

/** Whose `echo` code in it calls: what `sh` is differs from system to system. */
function dialectOf(program: string): Frame['dialect'] {
  return program === 'sh' || program === 'dash' || program === 'ash' ? 'sh' : 'bash';
}

/** How the `via` of what it runs names it: shells with the way they got their code. */
function viaName(program: string, task: ShellTask | undefined, text: ProgramTask | undefined): string {
  if (text?.from.kind === 'text' && text.language !== 'awk')
    return `${program} ${text.language === 'python' ? '-c' : text.language === 'php' ? '-r' : '-e'}`;
  return task?.kind === 'command' ? `${program} -c` : program;
}

/** git's words with the settings that stand in its environment. */
function withSettings(argv: readonly Word[], frame: Frame): readonly Word[] {
  const settings = environmentSettings(argv, name => {
    const value = lookup(name, frame);
    return value === undefined ? undefined : scalar(value);
  });
  return settings.length === 0
    ? argv
    : [...argv.slice(0, 1), ...settings.flatMap(one => [word('-c'), one]), ...argv.slice(1)];
}

/** What the variables that were set for it make it run. */
function runVariables(names: readonly string[], frame: Frame, launch: Launch): void {
  for (const name of names) {
    const value = lookup(name, frame);
    runWrapped(name, setVariable(name, value === undefined ? undefined : scalar(value)), frame, launch);
  }
}

/** Variables for all that follows: those that run code, wherever they are read; a path is only where programs are found. */
function runExported(argv: readonly Word[], frame: Frame, launch: Launch): void {
  for (const one of argv.slice(1)) {
    const name = assignedName(one);
    if (name !== undefined && RUNS_LATER.test(name))
      runWrapped(name, setVariable(name, assignedValue(one)), frame, launch);
  }
}

const RUNS_LATER =
  /^(?:GIT_.+|.*(?:PAGER|EDITOR|ASKPASS|_RSH)|VISUAL|BROWSER|LESS\w+|PROMPT_COMMAND|LD_(?:PRELOAD|AUDIT)|DYLD_INSERT_LIBRARIES|BASH_ENV)$/;

function runWrapped(program: string, inners: readonly Inner[], frame: Frame, launch: Launch): Output {
  let output: Output;
  for (const inner of inners) output = runInner(program, inner, frame, launch);
  return inners.length === 1 ? output : undefined;
}

function runInner(program: string, inner: Inner, frame: Frame, launch: Launch): Output {
  const { recorder } = frame;
  if ('unknown' in inner) {
    recorder.unknown('program', launch.span, inner.unknown);
    return undefined;
  }
  if ('computed' in inner) {
    recorder.unknown('computed', launch.span, inner.computed);
    return undefined;
  }
  if ('download' in inner) {
    if (frame.parent !== undefined)
      recorder.touch(frame.parent, { kind: 'download', target: inner.download, recursive: false });
    return undefined;
  }
  const there = placed(frame, inner.where ?? 'here');
  if ('code' in inner && inner.task !== undefined)
    return runTask({ ...inner, task: inner.task }, there, launch);
  if ('code' in inner) return frame.engine.code(inner.code, there, { kind: 'script', span: launch.span });
  if (program === 'command' || program === 'builtin')
    return frame.engine.dispatch(inner.argv, frame, { ...launch, names: 'builtins' });
  const { state } = there;
  if (inner.cwd !== undefined) state.cwd = resolvePath(inner.cwd, state.cwd);
  if (inner.clean === true) state.clear();
  if ('input' in inner)
    state.descriptors = new Map(state.descriptors).set(0, readable({ text: inner.input }));
  for (const [name, value] of inner.env ?? []) {
    state.setVariable(name, value);
    state.export(name);
  }
  const argv = program === 'env' ? inner.argv.map(one => named(one, frame)) : inner.argv;
  return frame.engine.dispatch(argv, there, {
    ...launch,
    env: (inner.env ?? []).map(([name]) => name),
  });
}

/**
 * A line of a makefile or of `package.json`. Whoever grants `make` or `npm test` grants what the project's own files say
 * there; what this command has written into them is granted by nobody yet.
 */
function runTask(
  { code, cwd, task }: { readonly code: Word; readonly cwd?: Word; readonly task: string },
  frame: Frame,
  { span }: Launch,
): Output {
  const { recorder, state } = frame;
  if (frame.calls.includes(task)) {
    recorder.unknown('limit', span, task);
    return undefined;
  }
  if (cwd !== undefined) state.cwd = resolvePath(cwd, state.cwd);
  const inner: Frame = { ...frame, calls: [...frame.calls, task] };
  const run = (within: Frame): Output => frame.engine.code(code, within, { kind: 'script', span });
  const isOurs = [...state.written.keys()].some(path => task.includes(path.slice(path.lastIndexOf('/') + 1)));
  return isOurs ? run(inner) : recorder.entrusted(() => run({ ...inner, entrusted: true }));
}

/** `env -S '${HOME}'`: env itself puts the variable there. */
function named(of: Word, frame: Frame): Word {
  return concat(
    ...of.map(part => {
      if (!isHole(part) || part.hole !== 'variable' || part.values !== undefined) return [part];
      const value = lookup(part.name ?? '', frame);
      return value === undefined ? [part] : scalar(value);
    }),
  );
}

/** The frame of a process of its own, here or elsewhere. */
function placed(frame: Frame, where: Where): Frame {
  switch (where) {
    case 'here':
      return { ...frame, state: frame.state.child() };
    case 'root':
      return elsewhere(frame);
    case 'remote':
      return { ...elsewhere(frame), remote: true };
  }
}

/** Another machine or root directory: its files are not these, and where it starts is not known. */
function elsewhere(frame: Frame): Frame {
  const state = new State(hole('variable', 'PWD'), cost => frame.recorder.step(cost));
  state.descriptors = frame.state.descriptors;
  return { ...frame, files: NO_FILES, state };
}
