import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';

export interface Observed {
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  /** As a shell reports it: 128+n for a signal. */
  readonly exit: number;
}

export interface ObserveOptions {
  /** `open` leaves the pipe open and empty for as long as it runs. */
  readonly stdin?: Buffer | 'open';
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** Called with the pid as soon as there is one. */
  readonly onStart?: (pid: number) => void;
  /** Called on each piece of output, with the pid and all of it so far. */
  readonly onOutput?: (pid: number, soFar: string) => void;
}

/** Runs an argument vector with pipes to its end and keeps every byte. */
export async function observe(argv: readonly string[], options: ObserveOptions = {}): Promise<Observed> {
  const { stdin = Buffer.alloc(0), onStart, onOutput } = options;
  const [file = '', ...args] = argv;
  const child = spawn(file, args, { cwd: options.cwd, env: options.env ?? process.env, stdio: 'pipe' });
  if (child.pid !== undefined) onStart?.(child.pid);
  // A command that does not read its input closes the pipe under us; that is not what is observed.
  child.stdin.on('error', () => {});
  if (Buffer.isBuffer(stdin)) child.stdin.end(stdin);
  const stdout: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout.push(chunk);
    onOutput?.(child.pid ?? 0, Buffer.concat(stdout).toString());
  });
  const [stderr, [code, signal]] = await Promise.all([
    collect(child.stderr),
    once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  const exit = signal === null ? (code ?? -1) : 128 + constants.signals[signal];
  return { stdout: Buffer.concat(stdout), stderr, exit };
}

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
