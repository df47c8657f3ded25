import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LAUNCHER = fileURLToPath(new URL('../../bin/rampart.js', import.meta.url));

export interface Ran {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A directory of its own with a Rampart home of its own, and `rampart` on PATH that uses it. */
export class Sandbox {
  readonly root = mkdtempSync(join(tmpdir(), 'rp-'));
  readonly work = join(this.root, 'work');
  readonly home = join(this.root, 'home');
  readonly #bin = join(this.root, 'bin');

  constructor() {
    for (const dir of [this.work, this.#bin]) mkdirSync(dir);
    mkdirSync(this.home, { mode: 0o700 });
    const launcher = join(this.#bin, 'rampart');
    writeFileSync(
      launcher,
      `#!/bin/sh\nexec '${process.execPath}' '${LAUNCHER}' --home '${this.home}' "$@"\n`,
    );
    chmodSync(launcher, 0o755);
  }

  get env(): NodeJS.ProcessEnv {
    return {
      PATH: `${this.#bin}:${dirname(process.execPath)}:${process.env.PATH}`,
      HOME: this.root,
      TERM: 'dumb',
      LC_ALL: 'C.UTF-8',
    };
  }

  write(name: string, text: string | Buffer): string {
    const path = join(this.work, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  }

  sh(command: string, stdin: string | Buffer = ''): Ran {
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', command], {
      cwd: this.work,
      env: this.env,
      input: stdin,
      encoding: 'utf8',
      timeout: 60_000,
      maxBuffer: 64 * 1024 * 1024,
    });
    return { exit: status, stdout, stderr };
  }

  rampart(args: readonly string[], stdin: string | Buffer = ''): Ran {
    const { status, stdout, stderr } = spawnSync(process.execPath, [LAUNCHER, '--home', this.home, ...args], {
      cwd: this.work,
      env: this.env,
      input: stdin,
      encoding: 'utf8',
      timeout: 60_000,
      maxBuffer: 64 * 1024 * 1024,
    });
    return { exit: status, stdout, stderr };
  }

  /** Ends a daemon that was started here and removes everything. */
  close(): void {
    try {
      execFileSync(process.execPath, [LAUNCHER, '--home', this.home, 'serve', 'stop'], {
        stdio: 'ignore',
        timeout: 20_000,
      });
    } catch {
      // None was running.
    }
    rmSync(this.root, { recursive: true, force: true });
  }
}
