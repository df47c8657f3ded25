import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isLocked } from '../../src/audit/lock.ts';
import { type Places, placesOf } from '../../src/core/places.ts';
import { sendSignal } from '../run/send-signal.ts';

const LAUNCHER = fileURLToPath(new URL('../../bin/rampart.js', import.meta.url));

/** A daemon that was told to stop ends in this time, else it is killed. */
const STOP_MS = 20_000;

export interface Ran {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A record of the log as `audit tail --json` shows it. */
export interface Shown {
  readonly seq: number;
  readonly leaf: Readonly<Record<string, unknown>> & { readonly kind: string; readonly call: string | null };
  readonly payload: Readonly<Record<string, string>> | null;
}

/** A directory of its own with a Rampart home of its own, and `rampart` on PATH that uses it. */
export class Sandbox {
  readonly root: string;
  readonly work: string;
  readonly home: string;
  readonly places: Places;
  readonly #bin: string;

  /** @param root a directory that is there already, such as a small disk; else one below the system's for such things */
  constructor(root = mkdtempSync(join(tmpdir(), 'rp-'))) {
    this.root = root;
    this.work = join(root, 'work');
    this.home = join(root, 'home');
    this.#bin = join(root, 'bin');
    this.places = placesOf(this.home);
    for (const dir of [this.work, this.#bin]) mkdirSync(dir);
    mkdirSync(this.home, { mode: 0o700 });
    const launcher = join(this.#bin, 'rampart');
    writeFileSync(
      launcher,
      `#!/bin/sh\nexec '${process.execPath}' '${LAUNCHER}' --home '${this.home}' "$@"\n`,
    );
    chmodSync(launcher, 0o755);
  }

  get env(): Record<string, string> {
    return {
      PATH: `${this.#bin}:${dirname(process.execPath)}:${process.env.PATH}`,
      HOME: this.root,
      TERM: 'dumb',
      LC_ALL: 'C.UTF-8',
    };
  }

  /** Writes a file into the working directory. */
  write(name: string, text: string | Buffer): string {
    return written(join(this.work, name), text);
  }

  /** Writes a file into Rampart's home. */
  configure(name: string, text: string): string {
    return written(join(this.home, name), text);
  }

  sh(command: string, stdin: string | Buffer = '', env: NodeJS.ProcessEnv = this.env): Ran {
    return ran('/bin/sh', ['-c', command], this.work, env, stdin);
  }

  rampart(args: readonly string[], stdin: string | Buffer = '', env: NodeJS.ProcessEnv = this.env): Ran {
    return ran(process.execPath, [LAUNCHER, '--home', this.home, ...args], this.work, env, stdin);
  }

  /** Starts the daemon; its process id. */
  serve(): number {
    const { exit, stdout, stderr } = this.rampart(['serve', '--background', '--json']);
    if (exit !== 0) throw new Error(`no daemon: ${stdout}${stderr}`);
    return JSON.parse(stdout).pid;
  }

  /** Ends the daemon as a crash would, and waits until the home is free. */
  async crash(): Promise<void> {
    sendSignal(Number(readFileSync(this.places.pid, 'utf8')), 'SIGKILL');
    while (isLocked(this.places.lock)) await new Promise(resolve => setTimeout(resolve, 5));
  }

  stop(): Ran {
    return this.rampart(['serve', 'stop']);
  }

  /** The whole log, oldest first. */
  records(...filter: readonly string[]): Shown[] {
    const { exit, stdout, stderr } = this.rampart(['audit', 'tail', '-n', '100000', '--json', ...filter]);
    if (exit !== 0) throw new Error(`the log cannot be read: ${stdout}${stderr}`);
    return jsonLines(stdout) as Shown[];
  }

  /** What clients without a daemon wrote down and no daemon has taken in yet. */
  spilled(): Shown['leaf'][] {
    return filesIn(this.places.spill).flatMap(path =>
      jsonLines(readFileSync(path, 'utf8')).map(line => (line as { entry: Shown['leaf'] }).entry),
    );
  }

  /** Ends a daemon that was started here, whoever started it, and removes everything. */
  close(): void {
    const began = Date.now();
    for (let asked = false; isLocked(this.places.lock); nap()) {
      const patient = Date.now() - began < STOP_MS;
      const pid = Number(read(this.places.pid));
      // It writes down its own a moment after it has the lock; until then there may be one that a crash left.
      if (pid > 1 && serves(pid, this.home) && !(asked && patient)) {
        end(pid, patient ? 'SIGTERM' : 'SIGKILL');
        asked = true;
      }
      if (Date.now() - began > 2 * STOP_MS) throw new Error(`the daemon of ${this.home} does not end`);
    }
    rmSync(this.root, { recursive: true, force: true });
  }
}

function nap(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Where the system does not say, the process id has to do. */
function serves(pid: number, home: string): boolean {
  return process.platform !== 'linux' || read(`/proc/${pid}/cmdline`).includes(home);
}

/** It may have ended by itself in the meantime. */
function end(pid: number, signal: NodeJS.Signals): void {
  try {
    sendSignal(pid, signal);
  } catch {
    // Then the lock is free.
  }
}

function written(path: string, text: string | Buffer): string {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

function ran(
  file: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  input: string | Buffer,
): Ran {
  const { status, stdout, stderr } = spawnSync(file, args, {
    cwd,
    env,
    input,
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  return { exit: status, stdout, stderr };
}

function filesIn(dir: string): string[] {
  try {
    return readdirSync(dir).map(name => join(dir, name));
  } catch {
    return [];
  }
}

function jsonLines(text: string): unknown[] {
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line));
}
