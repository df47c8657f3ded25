import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { errnoOf, messageOf, RampartError } from '../core/error.ts';
import { EXIT } from '../core/exit.ts';
import type { Outcome } from '../core/outcome.ts';
import type { RunPlan } from './plan.ts';

/**
 * The outcome of a command that could not be started, with the exit codes of bash: 127 for no such program, 126 for
 * one that is there and cannot be executed.
 * @throws RampartError E_INPUT when it was the working directory: that is the caller's mistake, not the command's
 */
export function notStarted(plan: RunPlan, thrown: unknown, durationMs: number): Outcome {
  checkDirectory(plan.cwd);
  const errno = plan.file === '' ? 'ENOENT' : errnoOf(thrown);
  return {
    ended: 'not-started',
    exit: errno === 'ENOENT' ? EXIT.notfound : EXIT.denied,
    signal: null,
    durationMs,
    reason: reasonOf(plan, errno, thrown),
  };
}

function reasonOf(plan: RunPlan, errno: string | undefined, thrown: unknown): string {
  const path = isAbsolute(plan.file) || plan.file.includes('/') ? resolve(plan.cwd, plan.file) : undefined;
  switch (errno) {
    case 'ENOENT':
      return path !== undefined && existsSync(path)
        ? `interpreter not found: ${plan.file}`
        : `no such program: ${plan.file}`;
    case 'EACCES':
      return path !== undefined && isDirectory(path)
        ? `is a directory: ${plan.file}`
        : `not executable: ${plan.file}`;
    case 'E2BIG':
      return `arguments and environment too long: ${plan.file}`;
    default:
      return `cannot start ${plan.file}: ${messageOf(thrown)}`;
  }
}

function checkDirectory(cwd: string): void {
  // The kernel answers ENOENT and EACCES for the directory and for the program alike.
  if (!isDirectory(cwd)) throw new RampartError('E_INPUT', `no such directory: ${cwd}`);
  try {
    accessSync(cwd, constants.X_OK);
  } catch (cause) {
    throw new RampartError('E_INPUT', `directory cannot be entered: ${cwd}`, { cause });
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
