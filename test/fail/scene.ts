import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeWrapFolder } from '../../src/client/wrap-folder.ts';
import { Sandbox, type Shown } from '../cli/sandbox.ts';
import { type Observed, observe } from '../run/observe.ts';
import { sendSignal } from '../run/send-signal.ts';
import { type Babble, FakeDaemon } from './fake-daemon.ts';

const HOOK = fileURLToPath(new URL('../../dist/hook.cjs', import.meta.url));

/** What becomes of the daemon before a command is asked for. */
export type DaemonState = 'running' | 'killed' | 'stalled' | 'babbling' | 'never started';

/** How a command meets the guard. */
export type Way = 'exec' | 'shim' | 'hook';

export interface Setting {
  readonly daemon: DaemonState;
  readonly config: string;
  /** Text of the user's own policy file. */
  readonly policy: string;
  /** What a babbling daemon says. */
  readonly babble?: Babble;
}

/** A home with a policy, a wrapped session's stand-ins, and a daemon that does well or does not. */
export class Scene {
  readonly sandbox: Sandbox;
  readonly #shell: string;
  readonly #shims: string;
  #stalled: number | undefined;
  #fake: FakeDaemon | undefined;

  private constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
    const { path, shell } = makeWrapFolder({
      places: sandbox.places,
      session: 'scene',
      agent: 'agent',
      node: process.execPath,
      bundle: HOOK,
      env: { ...sandbox.env, SHELL: '/bin/bash' },
      policy: null,
    });
    // We are the agent here, and somebody else has started it.
    writeFileSync(join(sandbox.places.wrap, 'scene', '.rampart-wrap'), String(process.ppid));
    this.#shims = path;
    this.#shell = shell;
  }

  static async set({ daemon, config, policy, babble }: Setting): Promise<Scene> {
    const scene = new Scene(new Sandbox());
    const { sandbox } = scene;
    sandbox.configure('config.yaml', config);
    sandbox.configure('policies/own.yaml', policy);
    if (daemon === 'never started') return scene;
    const pid = sandbox.serve();
    if (daemon === 'stalled') scene.stall(pid);
    if (daemon === 'killed' || daemon === 'babbling') await sandbox.crash();
    if (daemon === 'babbling')
      scene.#fake = await FakeDaemon.at(sandbox.places.agentSocket, babble ?? 'garbage');
    return scene;
  }

  /** Stops the daemon as a debugger or a starved machine would: it is there and does nothing. */
  stall(pid = Number(readFileSync(this.sandbox.places.pid, 'utf8'))): void {
    sendSignal(pid, 'SIGSTOP');
    this.#stalled = pid;
  }

  /** Asks for a command: by `exec` and a stand-in it runs if it may, by a hook the host is told what to do. */
  run(way: Way, command: string, env: Readonly<Record<string, string>> = {}): Promise<Observed> {
    const { sandbox } = this;
    const rampart = join(sandbox.root, 'bin', 'rampart');
    const argv = {
      exec: [rampart, 'exec', '-c', command],
      shim: [this.#shell, '-c', command],
      hook: [rampart, 'hook', '--format', 'claude-code'],
    }[way];
    const PATH = `${this.#shims}:${sandbox.env.PATH}`;
    return observe(argv, {
      cwd: sandbox.work,
      env: { ...sandbox.env, PATH, SHELL: this.#shell, ...env },
      ...(way === 'hook' ? { stdin: Buffer.from(this.#payload(command)) } : {}),
    });
  }

  #payload(command: string): string {
    return JSON.stringify({
      session_id: 'host-session',
      hook_event_name: 'PreToolUse',
      cwd: this.sandbox.work,
      tool_name: 'Bash',
      tool_input: { command },
      tool_use_id: `toolu_${randomUUID()}`,
    });
  }

  /** The log once a daemon that does well has taken in what was done without it. */
  async settledLog(): Promise<Shown[]> {
    const stalled = this.#stalled !== undefined;
    await this.clear();
    // What it was asked while it could not answer comes first.
    if (stalled) this.sandbox.stop();
    this.sandbox.serve();
    return this.sandbox.records();
  }

  /** Ends what stands where the daemon was, so that the next one can take its place. */
  async clear(): Promise<void> {
    if (this.#stalled !== undefined) sendSignal(this.#stalled, 'SIGCONT');
    this.#stalled = undefined;
    await this.#fake?.close();
    this.#fake = undefined;
  }

  async close(): Promise<void> {
    await this.clear();
    this.sandbox.close();
  }
}
