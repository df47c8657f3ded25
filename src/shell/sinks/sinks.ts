import { ARCHIVE_SINKS } from './archives.ts';
import { CONSOLE_SINKS } from './command-lines.ts';
import { DOWNLOAD_SINKS } from './downloads.ts';
import { EDITOR_SINKS } from './editors.ts';
import { FOREIGN_READERS, FOREIGN_SINKS } from './foreign-code.ts';
import { git } from './git.ts';
import { GUARD_SINKS } from './guard.ts';
import type { Sinks, Wrapper } from './inner.ts';
import { LAUNCHER_BESIDES, LAUNCHER_SINKS } from './launchers.ts';
import { OPTION_SINKS } from './option-code.ts';
import { TASK_READERS, TASK_SINKS } from './project-tasks.ts';
import { COPY_SINKS, REMOTE_SINKS } from './remote.ts';
import { RUNNER_SINKS } from './runners.ts';
import { shapedWrapper } from './shapes.ts';
import { READERS, TABLE_SINKS, TERMINAL_SINKS } from './terminals.ts';
import { USER_SINKS } from './users.ts';
import { WALKER_SINKS } from './walkers.ts';
import { WINDOWS_READERS, WINDOWS_SINKS } from './windows.ts';

/** Programs that are there to run others. */
const WRAPPERS: Sinks = {
  ...USER_SINKS,
  ...REMOTE_SINKS,
  ...TERMINAL_SINKS,
  ...WALKER_SINKS,
  ...WINDOWS_SINKS,
  ...LAUNCHER_SINKS,
};

/** Programs with a work of their own that run others besides. */
const BESIDES: Sinks = merged([
  RUNNER_SINKS,
  LAUNCHER_BESIDES,
  COPY_SINKS,
  ARCHIVE_SINKS,
  EDITOR_SINKS,
  TABLE_SINKS,
  DOWNLOAD_SINKS,
  GUARD_SINKS,
  OPTION_SINKS,
  CONSOLE_SINKS,
  FOREIGN_SINKS,
  TASK_SINKS,
  { git },
]);

const LINE_READERS: ReadonlySet<string> = new Set([
  ...Object.keys(CONSOLE_SINKS),
  ...FOREIGN_READERS,
  ...TASK_READERS,
]);

/** Programs that stand in several tables run what each of them says. */
function merged(tables: readonly Sinks[]): Sinks {
  const all = new Map<string, Wrapper['inner']>();
  for (const [name, inner] of tables.flatMap(table => Object.entries(table))) {
    const before = all.get(name);
    all.set(name, before === undefined ? inner : (...given) => [...before(...given), ...inner(...given)]);
  }
  return Object.fromEntries(all);
}

/**
 * What `program` runs on behalf of its arguments, if it is one that does. Where file names have no case, `XARGS` and
 * `cmd.exe` are ones, too.
 */
export function wrapperFor(called: string): Wrapper | undefined {
  const program = /[A-Z]|\.exe$/i.test(called) ? called.toLowerCase().replace(/\.exe$/, '') : called;
  const shaped = shapedWrapper(program);
  if (shaped !== undefined) return shaped;
  const reads = READERS.has(program) || WINDOWS_READERS.includes(program) || LINE_READERS.has(program);
  const wrapper = Object.hasOwn(WRAPPERS, program) ? WRAPPERS[program] : undefined;
  if (wrapper !== undefined) return { transparent: false, besides: false, reads, inner: wrapper };
  const inner = Object.hasOwn(BESIDES, program) ? BESIDES[program] : undefined;
  return inner === undefined ? undefined : { transparent: false, besides: true, reads, inner };
}
