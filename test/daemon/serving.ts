import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Ran, Sandbox } from '../cli/sandbox.ts';
import { Talker } from './talker.ts';

const LAUNCHER = fileURLToPath(new URL('../../bin/rampart.js', import.meta.url));

/** A verb of `rampart` on its way, while the test does something else. */
export function start(sandbox: Sandbox, args: readonly string[]): { child: ChildProcess; ran: Promise<Ran> } {
  const child = spawn(process.execPath, [LAUNCHER, '--home', sandbox.home, ...args], {
    cwd: sandbox.work,
    env: sandbox.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', chunk => {
    stdout += chunk;
  });
  child.stderr.on('data', chunk => {
    stderr += chunk;
  });
  const ran = once(child, 'close').then(([exit]) => ({ exit: exit as number | null, stdout, stderr }));
  return { child, ran };
}

/** A daemon that is a child of the test's. */
interface Serving {
  readonly child: ChildProcess;
  readonly kill: () => Promise<void>;
  /** As a service manager would. */
  readonly stop: () => Promise<Ran>;
}

/** Starts a daemon in the foreground, and resolves when it answers. */
export async function serving(sandbox: Sandbox): Promise<Serving> {
  const { child, ran } = start(sandbox, ['serve']);
  for (;;) {
    try {
      (await Talker.agent(sandbox)).close();
      break;
    } catch {
      if (child.exitCode !== null) throw new Error(`no daemon: ${(await ran).stderr}`);
      await sleep(5);
    }
  }
  return {
    child,
    kill: async () => {
      child.kill('SIGKILL');
      await ran;
    },
    stop: async () => {
      child.kill('SIGTERM');
      return ran;
    },
  };
}
