import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Ran, Sandbox } from '../cli/sandbox.ts';

/** Whether this machine lets a test have an /etc of its own: as root, or as one of a user namespace. */
export function canHaveEtc(): boolean {
  return spawnSync('unshare', [...FLAGS, 'true']).status === 0;
}

const FLAGS = process.getuid?.() === 0 ? ['-m'] : ['-rm'];

/** What programs that start here look up. */
const NEEDED = ['passwd', 'group', 'nsswitch.conf', 'hosts', 'ld.so.cache', 'localtime'];

/** An /etc that only processes started through it see, by a mount namespace of theirs (mount_namespaces(7)). */
export class Etc {
  readonly #sandbox: Sandbox;
  readonly #dir: string;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
    this.#dir = join(sandbox.root, 'etc');
    mkdirSync(this.#dir);
    for (const name of NEEDED)
      if (existsSync(join('/etc', name))) copyFileSync(join('/etc', name), join(this.#dir, name));
  }

  /** Writes a file below /etc/rampart. */
  write(name: string, text: string, mode = 0o644): string {
    const path = join(this.#dir, 'rampart', name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
    writeFileSync(path, text, { mode });
    chmodSync(path, mode);
    return path;
  }

  /** Runs `rampart` where this is /etc. */
  rampart(...args: readonly string[]): Ran {
    return this.#run(join(this.#sandbox.root, 'bin', 'rampart'), args);
  }

  /** As above, without saying which home. */
  homeless(...args: readonly string[]): Ran {
    const launcher = new URL('../../bin/rampart.js', import.meta.url).pathname;
    return this.#run(process.execPath, [launcher, ...args]);
  }

  /** Starts the daemon there; its process id. */
  serve(): number {
    const { exit, stdout, stderr } = this.rampart('serve', '--background', '--json');
    if (exit !== 0) throw new Error(`no daemon: ${stdout}${stderr}`);
    return JSON.parse(stdout).pid;
  }

  #run(file: string, args: readonly string[]): Ran {
    const script = 'mount --bind "$0" /etc && exec "$@"';
    const argv = [...FLAGS, 'sh', '-c', script, this.#dir, file, ...args];
    const { work: cwd, env } = this.#sandbox;
    const { status, stdout, stderr } = spawnSync('unshare', argv, {
      cwd,
      env,
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { exit: status, stdout, stderr };
  }
}

/** Gives a file to another user, where this one may. */
export function giveAway(path: string): boolean {
  try {
    execFileSync('chown', ['12345', path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
