import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { errnoOf } from '../../core/error.ts';
import { LIMITS } from '../../core/limits.ts';
import { type Message, type Sink, Undelivered } from './event.ts';

/**
 * Runs a program for each message, the JSON on its standard input and `{text}` in its arguments replaced. It is started
 * without a shell, in a process group of its own that is killed with it when it takes too long.
 */
export function commandSink([program = '', ...args]: readonly string[]): Sink {
  return {
    kind: 'command',
    target: basename(program),
    send: (message, signal) => run(program, args, message, signal),
  };
}

function run(
  program: string,
  args: readonly string[],
  { text, body }: Message,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMITS.notifyTimeoutMs)]);
    const child = spawn(
      program,
      args.map(arg => arg.replaceAll('{text}', () => text)),
      {
        cwd: '/',
        detached: true,
        stdio: ['pipe', 'ignore', 'ignore'],
      },
    );
    const kill = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch (thrown) {
        if (errnoOf(thrown) !== 'ESRCH') throw thrown;
      }
    };
    limit.addEventListener('abort', kill, { once: true });
    child.once('error', thrown =>
      reject(new Undelivered(`cannot be started: ${errnoOf(thrown) ?? 'unknown'}`)),
    );
    child.once('exit', (code, ended) => {
      limit.removeEventListener('abort', kill);
      if (code === 0) resolve();
      else if (limit.aborted) reject(new Undelivered('took too long'));
      else reject(new Undelivered(ended === null ? `exit ${code}` : ended));
    });
    // A program that does not read its input is as good as one that does.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(body);
  });
}
