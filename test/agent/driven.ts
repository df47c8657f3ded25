import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Sandbox } from '../cli/sandbox.ts';

export const AGENT = fileURLToPath(new URL('agent.mjs', import.meta.url));

/** One thing the agent does; see agent.mjs. */
export interface Step {
  readonly how: string;
  readonly command?: string;
  readonly args?: readonly string[];
  readonly stdin?: string;
  readonly stdin64?: string;
  readonly pieces?: readonly { readonly text: string; readonly until?: string }[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | null>>;
}

/** What came of it. */
export interface Did {
  readonly exit: number | null;
  readonly signal: string | null;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  /** It could not be started. */
  readonly error: string | undefined;
}

export interface AgentOptions {
  /** Flags of `wrap`; absent: the agent runs without Rampart. */
  readonly wrap?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** What starts `rampart`; as PATH finds it when absent. */
  readonly rampart?: string;
}

/** A scripted agent that is told step by step what to do, under `rampart wrap` or without it. */
export class DrivenAgent {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #answers: AsyncIterator<string>;
  readonly #ended: Promise<[number | null, NodeJS.Signals | null]>;
  #stderr = '';

  constructor(sandbox: Sandbox, { wrap, env, rampart = 'rampart' }: AgentOptions) {
    const agent = [process.execPath, AGENT, '-'];
    const [file = '', ...args] = wrap === undefined ? agent : [rampart, 'wrap', ...wrap, '--', ...agent];
    this.child = spawn(file, args, {
      cwd: sandbox.work,
      env: env ?? { ...sandbox.env, SHELL: '/bin/bash' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#ended = once(this.child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    this.child.stdin.on('error', () => {});
    this.child.stderr.on('data', (chunk: Buffer) => {
      this.#stderr += chunk.toString();
    });
    this.#answers = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  async run(step: Step): Promise<Did> {
    this.child.stdin.write(`${JSON.stringify(step)}\n`);
    const { value, done } = await this.#answers.next();
    if (done === true) throw new Error(`the agent ended: ${this.#stderr}`);
    const { exit = null, signal = null, stdout = '', stderr = '', error } = JSON.parse(value);
    return {
      exit,
      signal,
      stdout: Buffer.from(stdout, 'base64'),
      stderr: Buffer.from(stderr, 'base64'),
      error,
    };
  }

  /** Lets the agent end, and tells how, and what its supervisor had to say. */
  async end(): Promise<{ exit: number | null; stderr: string }> {
    this.child.stdin.end();
    const [exit] = await this.#ended;
    return { exit, stderr: this.#stderr };
  }
}
