import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type AuditEntry, entry } from '../../src/core/record.ts';

/** A directory of its own on a real disk, gone when the test is. */
export function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'rampart-audit-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A record as the daemon writes it for a command. */
export function callEntry(id: string, more: Partial<AuditEntry> = {}): AuditEntry {
  return {
    ...entry(
      'call',
      {
        action: 'exec',
        status: 'run',
        verdict: 'allow',
        effect: 'run',
        by: 'rule',
        rule: 'standard/default',
        policy: `sha256:${'ab'.repeat(32)}`,
        coverage: 'full',
        expects: 'outcome',
        mode: 'enforce',
      },
      { resource: `git commit -m 'number ${id}'`, cwd: '/home/user/project' },
    ),
    session: 's-1',
    agent: 'claude-code',
    call: id,
    ...more,
  };
}

export function outcomeEntry(id: string, ended = 'exit'): AuditEntry {
  return { ...entry('outcome', { ended, exit: 0, signal: null, duration_ms: 12 }), session: 's-1', call: id };
}
