import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

export interface StartOptions {
  readonly timeoutMs?: number;
  readonly graceMs?: number;
  readonly outcomeFile?: string;
}

/** A way to have a command started: what the conformance suite is run over. */
export interface Starter {
  readonly name: string;
  /** The argument vector that starts `command`. */
  argv(command: readonly string[], options?: StartOptions): readonly string[];
}

/** Starts it straight: what every other way is compared with. */
export const bare: Starter = { name: 'bare', argv: command => command };

const directory = mkdtempSync(join(tmpdir(), 'rampart-run-'));

/** Bundles the fixture once, since Node 20 reads no TypeScript. */
export async function nodeRunner(): Promise<Starter> {
  const outfile = join(directory, 'run-plan.mjs');
  await build({
    entryPoints: [new URL('fixtures/run-plan.ts', import.meta.url).pathname],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'error',
  });
  return {
    name: 'node runner',
    argv: (command, options = {}) => [process.execPath, outfile, JSON.stringify(options), ...command],
  };
}
