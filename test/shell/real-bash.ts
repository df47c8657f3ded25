import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One program start that bash made: its argument vector and where. */
export interface Started {
  readonly argv: readonly string[];
  readonly cwd: string;
}

/** Programs that only say they were started: nothing in a row may do harm. */
const INERT =
  'rm rmdir mv dd mkfs shutdown sudo doas ssh scp docker kubectl git curl wget nc npm cmd prog true-prog ls chmod chown tee-log mktemp'.split(
    ' ',
  );
/** Programs that say so and then are themselves, so that what they start is seen too. */
const REAL =
  'sh bash dash env nohup nice timeout xargs find base64 base32 basenc xxd od openssl gzip gunzip zcat bzip2 sed cut tail tac sort fold tee cp ln mkdir touch realpath cat setsid stdbuf rev tr head basename dirname seq'.split(
    ' ',
  );

/**
 * Runs commands under the real bash with a PATH of stand-ins, each of which appends its argument vector and directory
 * to a log. What the log holds is the truth a Scan is compared with.
 */
export class RealBash {
  readonly root = mkdtempSync(join(tmpdir(), 'rampart-bash-'));
  readonly cwd = join(this.root, 'work');
  readonly home = join(this.root, 'home');
  readonly #log = join(this.root, 'log');
  readonly path = join(this.root, 'bin');

  constructor() {
    for (const dir of [this.cwd, this.home, this.path]) mkdirSync(dir);
    // One write per start: the log stays whole when a pipeline's stages start at once.
    const say = `{ printf '%s\\0' "$PWD" "$#" "\${0##*/}" "$@"; } >> ${this.#log}`;
    for (const name of INERT) this.#install(name, `#!/bin/bash -p\n${say}\n`);
    for (const name of REAL) {
      const real = execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
      this.#install(name, `#!/bin/bash -p\n${say}\nexec ${real} "$@"\n`);
    }
  }

  #install(name: string, script: string): void {
    const path = join(this.path, name);
    writeFileSync(path, script);
    chmodSync(path, 0o755);
  }

  /** What bash starts when it runs the command, in the order of the log. */
  run(command: string, env: Readonly<Record<string, string>> = {}): readonly Started[] {
    writeFileSync(this.#log, '');
    spawnSync('/bin/bash', ['-c', command], {
      cwd: this.cwd,
      env: { PATH: this.path, HOME: this.home, ...env },
      input: '',
      timeout: 20_000,
    });
    const fields = readFileSync(this.#log, 'utf8').split('\0');
    const starts: Started[] = [];
    for (let at = 0; at + 2 < fields.length; ) {
      const count = Number(fields[at + 1]);
      starts.push({ cwd: fields[at] ?? '', argv: fields.slice(at + 2, at + 3 + count) });
      at += 3 + count;
    }
    return starts;
  }

  close(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
