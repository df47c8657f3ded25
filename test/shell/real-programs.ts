import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where a program really is, past the shims of version managers; undefined where it is not installed. */
export function realPath(name: string): string | undefined {
  const ask =
    name === 'python3'
      ? ['python3', '-c', 'import sys; print(sys.executable)']
      : ['/bin/bash', '-c', 'type -P "$0"', name];
  try {
    const found = execFileSync(ask[0] ?? '', ask.slice(1), { encoding: 'utf8', timeout: 20_000 }).trim();
    return found === '' ? undefined : found;
  } catch {
    return undefined;
  }
}

/**
 * Runs commands with the real programs they name, and a stand-in for `rm` that only writes its arguments down: what
 * real interpreters and wrappers make of their arguments is what a Scan is compared with.
 */
export class RealPrograms {
  readonly root = mkdtempSync(join(tmpdir(), 'rampart-real-'));
  readonly cwd = join(this.root, 'work');
  readonly #log = join(this.root, 'log');
  readonly #bin = join(this.root, 'bin');
  readonly #installed = new Set<string>();

  constructor(names: readonly string[]) {
    for (const dir of [this.cwd, this.#bin]) mkdirSync(dir);
    this.#install('rm', `#!/bin/bash\nprintf '%s\\0' "$#" "$@" >> ${this.#log}\n`);
    for (const name of ['sh', 'bash', 'cat', 'true', ...names]) {
      const path = realPath(name);
      if (path === undefined) continue;
      this.#install(name, `#!/bin/bash\nexec ${path} "$@"\n`);
      this.#installed.add(name);
    }
  }

  has(command: string): boolean {
    return this.#installed.has(command.replace(/^(?:\w+='[^']*' |\w+=\S+ )+/, '').split(' ')[0] ?? '');
  }

  #install(name: string, script: string): void {
    const path = join(this.#bin, name);
    writeFileSync(path, script);
    chmodSync(path, 0o755);
  }

  write(name: string, content: string): void {
    writeFileSync(join(this.cwd, name), content);
  }

  /** The argument vectors `rm` was started with, in order. */
  removals(command: string): readonly string[] {
    writeFileSync(this.#log, '');
    spawnSync('/bin/bash', ['-c', command], {
      cwd: this.cwd,
      env: { PATH: this.#bin, HOME: this.cwd, TERM: 'dumb', GIT_CONFIG_NOSYSTEM: '1' },
      input: '',
      timeout: 15_000,
    });
    const fields = readFileSync(this.#log, 'utf8').split('\0');
    const found: string[] = [];
    for (let at = 0; at + 1 < fields.length; ) {
      const count = Number(fields[at]);
      found.push(['rm', ...fields.slice(at + 1, at + 1 + count)].join(' '));
      at += 1 + count;
    }
    return found;
  }

  close(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
