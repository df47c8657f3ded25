import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Ran, Sandbox } from '../cli/sandbox.ts';

const LAUNCHER = fileURLToPath(new URL('../../bin/rampart.js', import.meta.url));

/** A policy that asks for `touch`, and lets everything else run. */
export const ASKS = `version: "1"
default_action: allow
policies:
  - name: team
    rules:
      - id: touch
        when: {program: touch}
        action: ask
        message: makes a file
      - id: scripts
        when: {path_matches: "**/asked.sh"}
        action: ask
        message: somebody reads it first
`;

/** `rampart exec` in the background, waiting for a person. */
export class Waiting {
  readonly child: ChildProcess;
  readonly #ended: Promise<unknown[]>;
  #stdout = '';
  #stderr = '';

  constructor(sandbox: Sandbox, args: readonly string[], env: NodeJS.ProcessEnv = sandbox.env) {
    this.child = spawn(process.execPath, [LAUNCHER, '--home', sandbox.home, 'exec', ...args], {
      cwd: sandbox.work,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', chunk => {
      this.#stdout += chunk;
    });
    this.child.stderr?.on('data', chunk => {
      this.#stderr += chunk;
    });
    this.#ended = once(this.child, 'close');
  }

  /** The id it was told its question has. */
  async approval(): Promise<string> {
    for (;;) {
      const id = /rampart approve (\w+)/.exec(this.#stderr)?.[1];
      if (id !== undefined) return id;
      if (this.child.exitCode !== null) throw new Error(`it does not wait: ${this.#stderr}`);
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  }

  async ended(): Promise<Ran> {
    const [exit] = await this.#ended;
    return { exit: exit as number | null, stdout: this.#stdout, stderr: this.#stderr };
  }
}

/** How many records of each kind tell of a call. */
export function kindsOf(sandbox: Sandbox, call: unknown): Record<string, number> {
  const kinds: Record<string, number> = {};
  for (const { leaf } of sandbox.records())
    if (leaf.call === call) kinds[leaf.kind] = (kinds[leaf.kind] ?? 0) + 1;
  return kinds;
}

/** The call that an approval is for, by its record in the log. */
export function callOf(sandbox: Sandbox, approval: string): unknown {
  return sandbox.records().find(({ leaf }) => leaf.approval === approval)?.leaf.call;
}
