import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/** A place for a socket that nothing else uses. */
export function socketPath(): string {
  return join(mkdtempSync(join(tmpdir(), 'rw-')), 'run', 'agent.sock');
}

let bundle: Promise<string> | undefined;

async function bundled(): Promise<string> {
  const outfile = join(mkdtempSync(join(tmpdir(), 'rw-')), 'serve.mjs');
  await build({
    entryPoints: [new URL('fixtures/serve.ts', import.meta.url).pathname],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'error',
  });
  return outfile;
}

/** Starts a server in a process of its own and says what it said first: `listening`, or why not. */
export async function serveApart(path: string): Promise<{ child: ChildProcess; said: string }> {
  bundle ??= bundled();
  const child = spawn(process.execPath, [await bundle, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { child, said: said.toString().trim() };
}

/** Ends it as a crash would. */
export async function crash(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
