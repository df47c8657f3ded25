import { resolvePath } from '../../core/path.ts';
import type { Span } from '../../core/span.ts';
import { hasHole, literalText, textOf, type Word, word } from '../../core/word.ts';
import type { Frame, Launch, Output } from '../frame.ts';
import { languageOf } from '../languages/interpreters/interpreters.ts';
import { runProgram } from '../languages/run-program.ts';
import { SHELLS, type ShellSetting, type ShellTask } from '../sinks/shells.ts';
import { INHERITED } from '../state/descriptors.ts';
import { lookup, scalar, showPrompt } from '../state/variables.ts';
import { readFile, readStdin } from './files.ts';

/** Runs what a shell was asked to run, in a process of its own. */
export function runShell(task: ShellTask, frame: Frame, { span }: Launch): Output {
  const state = frame.state.child();
  const inner = { ...frame, state, shell: state };
  for (const [name, on] of task.setting.options) state.option(name, on);
  if (task.kind !== 'question') runStartup(task.setting, inner, span);
  switch (task.kind) {
    case 'question':
      return undefined;
    case 'command':
      state.positional = task.positional;
      if (task.name !== undefined) state.scriptName = task.name;
      return frame.engine.code(task.code, inner, { kind: 'script', span });
    case 'stdin': {
      state.positional = task.positional;
      const text = readStdin(frame);
      // What it runs reads the rest of the same text, and where that begins is not followed.
      state.descriptors = new Map(state.descriptors).set(0, INHERITED);
      if (text !== undefined) return frame.engine.code(text, inner, { kind: 'script', span });
      frame.recorder.unknown('script', span, 'stdin');
      return undefined;
    }
    case 'file': {
      state.positional = task.positional;
      state.scriptName = task.path;
      const text = readFile(task.path, frame, span, 'disk');
      const path = textOf(resolvePath(task.path, frame.state.cwd));
      if (text !== undefined)
        return frame.engine.code(text, inner, {
          kind: 'file',
          ...(path === undefined ? {} : { path }),
          span,
        });
      frame.recorder.unknown('file', span, path);
      return undefined;
    }
  }
}

/** What a shell reads before anything else: a file that was named for it, or that the command put into a variable. */
function runStartup({ interactive, startup }: ShellSetting, frame: Frame, span: Span): void {
  const { state } = frame;
  if (state.options.has('xtrace')) showPrompt(frame, span);
  const variable = interactive ? 'ENV' : 'BASH_ENV';
  const value = state.isSetHere(variable) ? lookup(variable, frame) : undefined;
  const named =
    interactive && startup !== undefined ? startup : value === undefined ? undefined : scalar(value);
  if (named === undefined) return;
  // Its value is expanded the way a prompt is.
  if (named !== startup) frame.engine.prompt(named, frame, span);
  const text = readFile(named, frame, span, 'disk');
  const path = textOf(resolvePath(named, state.cwd));
  if (text === undefined) frame.recorder.unknown('file', span, path);
  else frame.engine.code(text, frame, { kind: 'file', ...(path === undefined ? {} : { path }), span });
}

export const SHEBANG = /^#![ \t]*(?:\S*\/)?(?:env[ \t]+(?:-S[ \t]+)?)?(?:\S*\/)?([\w.-]+)/;

/** A program named by a path outside the standard directories: a shell script is read, anything else is its own affair. */
export function runFile(path: Word, argv: readonly Word[], frame: Frame, launch: Launch): Output {
  const text = readFile(path, frame, launch.span, 'disk');
  if (text === undefined) return undefined;
  const interpreter = SHEBANG.exec(literalText(text))?.[1];
  const language = interpreter === undefined ? undefined : languageOf(interpreter);
  if (language !== undefined)
    return runProgram(
      { language, from: { kind: 'file', path }, arguments: argv.slice(1) },
      word(interpreter ?? ''),
      frame,
      launch,
    );
  if (interpreter === undefined ? !looksLikeShell(text) : !SHELLS.has(interpreter)) return undefined;
  const setting = { options: [], interactive: false };
  return runShell({ kind: 'file', path, positional: argv.slice(1), setting }, frame, launch);
}

/** A text file without `#!` is run by the shell that starts it (POSIX 2.9.1.1); one with a NUL in it is not text. */
function looksLikeShell(text: Word): boolean {
  return !hasHole(text) && !literalText(text).startsWith('\x7fELF');
}
