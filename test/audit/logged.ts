import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Writer } from '../../src/audit/writer.ts';
import type { AuditEntry } from '../../src/core/record.ts';
import { scratch } from './scratch.ts';

/** A home with a log of these entries after the first record. */
export function homeWith(...entries: readonly AuditEntry[]): string {
  const path = scratch();
  const writer = new Writer(join(path, 'data', 'rampart.db'), '0');
  for (const one of entries) writer.commit([[one]]);
  writer.close();
  return path;
}

/** The command line as it was built before the tests. */
export const CLI: string = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** Runs `rampart audit …` on a home. */
export function audit(home: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, '--home', home, 'audit', ...args], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

export function jsonLines(text: string): Readonly<Record<string, unknown>>[] {
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line));
}
