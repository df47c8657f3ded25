import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { errnoOf, RampartError } from '../core/error.ts';
import type { Service } from './service.ts';

/** A command for the service's manager; what it says when it fails is part of the answer. */
interface Step {
  readonly argv: readonly string[];
}

/** A manager takes so long at most for one command. */
const STEP_MS = 30_000;

/**
 * Writes a service down, in one step, and has its manager start it now and at each login.
 * @throws RampartError E_NATIVE when the manager cannot be reached or refuses: the file is there then
 */
export function startService(service: Service): void {
  mkdirSync(dirname(service.path), { recursive: true });
  const fresh = `${service.path}.${process.pid}`;
  writeFileSync(fresh, service.text, { mode: 0o644 });
  renameSync(fresh, service.path);
  for (const step of startSteps(service)) {
    const failure = run(step);
    if (failure !== undefined)
      throw new RampartError('E_NATIVE', `${service.path} is written, but not started: ${failure}`, {
        hint: `in a session of your own: ${step.argv.join(' ')}`,
      });
  }
}

/**
 * Has the manager stop a service and forget it, and removes the file; a manager that is not there has nothing to stop.
 * @returns whether there was one
 */
export function removeService(service: Service): boolean {
  if (!existsSync(service.path)) return false;
  for (const step of stopSteps(service)) run(step);
  rmSync(service.path, { force: true });
  if (service.manager === 'systemd') run({ argv: ['systemctl', '--user', 'daemon-reload'] });
  return true;
}

/** Whether the service is written down as it would be now. */
export function serviceState({ path, text }: Service): 'absent' | 'other' | 'same' {
  try {
    return readFileSync(path, 'utf8') === text ? 'same' : 'other';
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return 'absent';
    throw thrown;
  }
}

function startSteps({ manager, name, path }: Service): readonly Step[] {
  switch (manager) {
    case 'systemd':
      return [
        { argv: ['systemctl', '--user', 'daemon-reload'] },
        { argv: ['systemctl', '--user', 'enable', name] },
        { argv: ['systemctl', '--user', 'restart', name] },
      ];
    case 'launchd':
      return [{ argv: ['launchctl', 'bootstrap', domain(), path] }];
  }
}

function stopSteps({ manager, name }: Service): readonly Step[] {
  switch (manager) {
    case 'systemd':
      return [{ argv: ['systemctl', '--user', 'disable', '--now', name] }];
    case 'launchd':
      return [{ argv: ['launchctl', 'bootout', `${domain()}/${name}`] }];
  }
}

function domain(): string {
  return `gui/${process.getuid?.() ?? 0}`;
}

/** @returns why it failed */
function run({ argv: [program = '', ...args] }: Step): string | undefined {
  const { status, error, stderr } = spawnSync(program, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: STEP_MS,
  });
  if (status === 0) return undefined;
  return error?.message ?? (stderr.trim().split('\n')[0] || `exit ${status}`);
}
