import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, delimiter, dirname, isAbsolute, join } from 'node:path';
import { errnoOf } from '../core/error.ts';
import type { Places } from '../core/places.ts';
import { ancestors } from '../run/ancestors.ts';
import { environmentEncoder, stub } from './stub.ts';

/** Shells that are stood in for. */
const SHELL_NAMES = ['sh', 'bash', 'dash', 'zsh'] as const;

/** Beside the stand-in for `$SHELL`: what it stands in for. */
const OWN = '.real';

/** What tells a wrap folder from any other in PATH. */
const MARK = '.rampart-wrap';

export interface WrapFolder {
  /** To stand first in PATH. */
  readonly path: string;
  /** For `$SHELL`. */
  readonly shell: string;
  remove(): void;
}

export interface WrapOptions {
  readonly places: Places;
  readonly session: string;
  readonly agent: string;
  readonly node: string;
  readonly bundle: string;
  readonly env: NodeJS.ProcessEnv;
  /** Hash of the set the session was opened with. */
  readonly policy: string | null;
}

/**
 * Makes the folder of a wrapped session: stand-ins for the shells that ask the guard first, the real shells beside
 * them, and links by which a stand-in finds the daemon without reading any configuration. `$SHELL` has a stand-in of
 * its own, because a shell shows its name in messages: callers say `bash` where PATH finds it, and there the whole path.
 */
export function makeWrapFolder({
  places,
  session,
  agent,
  node,
  bundle,
  env,
  policy,
}: WrapOptions): WrapFolder {
  const path = join(places.wrap, session);
  mkdirSync(join(path, 'shell'), { recursive: true, mode: 0o700 });
  writeFileSync(join(path, MARK), `${process.pid}\n`, { mode: 0o600 });
  symlinkSync(places.agentSocket, join(path, 'agent.sock'));
  symlinkSync(places.fail, join(path, 'fail'));
  symlinkSync(places.home, join(path, 'home'));
  if (policy !== null) writeFileSync(join(path, 'policy'), policy, { mode: 0o600 });
  const shells = realShells(env);
  const target = { node, bundle, encoder: environmentEncoder() };
  for (const [name, real] of shells) {
    symlinkSync(real, join(path, `real-${name}`));
    write(join(path, name), stub({ ...target, words: ['shim', path, agent, real, name] }));
  }
  const own = ownShell(env, shells);
  const name = basename(own);
  symlinkSync(own, join(path, 'shell', OWN));
  write(join(path, 'shell', name), stub({ ...target, words: ['shim', path, agent, own, own] }));
  return {
    path,
    shell: join(path, 'shell', name),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/**
 * Removes folders whose supervisor is gone: it was killed before it could. One that an agent still has in its PATH
 * stays, or that agent would go on without a guard.
 */
export function sweepWrapFolders({ wrap }: Places): void {
  for (const session of listed(wrap)) {
    const folder = join(wrap, session);
    const pid = Number(textOf(join(folder, MARK)));
    const supervised = Number.isInteger(pid) && pid > 0 && isAlive(pid);
    if (!supervised && !isInUse(folder)) rmSync(folder, { recursive: true, force: true });
  }
}

/** The wrapped session that our own process runs in: the nearest whose supervisor it descends from. */
export function wrapAround({
  wrap,
}: Places): { readonly session: string; readonly policy: string | undefined } | undefined {
  const supervisors = new Map(
    listed(wrap).map(session => [Number(textOf(join(wrap, session, MARK))), session] as const),
  );
  if (supervisors.size === 0) return undefined;
  const session = ancestors()
    .map(pid => supervisors.get(pid))
    .find(one => one !== undefined);
  return session === undefined ? undefined : { session, policy: policyOf(join(wrap, session)) };
}

/**
 * Whether we stand in for a shell that only starts the agent: `claude` or `aider` is often a script that hands over to
 * the program itself. What such a script is allowed is no leave for all that the agent does from then on.
 */
export function startsAgent(folder: string): boolean {
  const starters = join(folder, 'starters');
  const supervisor = Number(textOf(join(folder, MARK)));
  // One that hands over to another shell script: our parent is the stand-in before us.
  if (process.ppid !== supervisor && textOf(join(starters, String(process.ppid))) === undefined) return false;
  mkdirSync(starters, { recursive: true, mode: 0o700 });
  writeFileSync(join(starters, String(process.pid)), '', { mode: 0o600 });
  return true;
}

/** The directories of PATH that are no wrap folder: where the real programs are. */
export function realPath(env: NodeJS.ProcessEnv): readonly string[] {
  return (env.PATH ?? '/usr/local/bin:/usr/bin:/bin')
    .split(delimiter)
    .filter(dir => dir !== '' && textOf(join(dir, MARK)) === undefined);
}

function realShells(env: NodeJS.ProcessEnv): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const dirs = [...realPath(env), '/bin', '/usr/bin'];
  for (const name of SHELL_NAMES) {
    const real = dirs.map(dir => join(dir, name)).find(isProgram);
    if (real !== undefined) found.set(name, real);
  }
  return found;
}

/** What `$SHELL` names, seen through the stand-in of a session that this one is made in. */
function ownShell(env: NodeJS.ProcessEnv, shells: ReadonlyMap<string, string>): string {
  const named = env.SHELL ?? '';
  const wanted = linkAt(join(dirname(named), OWN)) ?? named;
  const known = SHELL_NAMES.some(name => name === basename(wanted));
  if (known && isAbsolute(wanted) && isProgram(wanted)) return wanted;
  return shells.get('bash') ?? shells.get('sh') ?? '/bin/sh';
}

function linkAt(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function isProgram(path: string): boolean {
  const status = statSync(path, { throwIfNoEntry: false });
  return status?.isFile() === true && (status.mode & 0o111) !== 0;
}

function write(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o700 });
  chmodSync(path, 0o700);
}

function listed(dir: string): readonly string[] {
  try {
    return readdirSync(dir);
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return [];
    throw thrown;
  }
}

/**
 * Where a wrap folder's links lead, as they are written: a path through the folder would be longer than a socket's may
 * be where the daemon's own is not, and is not the path that self-protection knows the home by.
 */
export function linksOf(folder: string): {
  readonly home: string;
  readonly socket: string;
  readonly fail: string;
} {
  const at = (name: string): string => readlinkSync(join(folder, name));
  return { home: at('home'), socket: at('agent.sock'), fail: at('fail') };
}

/** The hash of the set a wrapped session was opened with, if with one. */
export function policyOf(folder: string): string | undefined {
  return textOf(join(folder, 'policy'));
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Whether a process of ours was started with the folder in its environment, as far as this system tells. */
function isInUse(folder: string): boolean {
  const pids = listed('/proc').filter(name => /^[0-9]+$/u.test(name));
  return pids.some(pid => textOf(join('/proc', pid, 'environ'))?.includes(`${folder}${delimiter}`));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return errnoOf(thrown) === 'EPERM';
  }
}
