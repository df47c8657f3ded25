import { ARCHIVE_SINKS } from './archives.ts';
import { DOWNLOAD_SINKS } from './downloads.ts';
import { EDITOR_SINKS } from './editors.ts';
import { git } from './git.ts';
import { GUARD_SINKS } from './guard.ts';
import type { Sinks, Wrapper } from './inner.ts';
import { COPY_SINKS, REMOTE_SINKS } from './remote.ts';
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
};

/** Programs with a work of their own that run others besides. */
const BESIDES: Sinks = {
  ...COPY_SINKS,
  ...ARCHIVE_SINKS,
  ...EDITOR_SINKS,
  ...TABLE_SINKS,
  ...DOWNLOAD_SINKS,
  ...GUARD_SINKS,
  git,
};

/**
 * What `program` runs on behalf of its arguments, if it is one that does. Where file names have no case, `XARGS` and
 * `cmd.exe` are ones, too.
 */
export function wrapperFor(called: string): Wrapper | undefined {
  const program = /[A-Z]|\.exe$/i.test(called) ? called.toLowerCase().replace(/\.exe$/, '') : called;
  const shaped = shapedWrapper(program);
  if (shaped !== undefined) return shaped;
  const reads = READERS.has(program) || WINDOWS_READERS.includes(program);
  const wrapper = Object.hasOwn(WRAPPERS, program) ? WRAPPERS[program] : undefined;
  if (wrapper !== undefined) return { transparent: false, besides: false, reads, inner: wrapper };
  const inner = Object.hasOwn(BESIDES, program) ? BESIDES[program] : undefined;
  return inner === undefined ? undefined : { transparent: false, besides: true, reads, inner };
}
