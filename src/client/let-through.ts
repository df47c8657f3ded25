import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEnvelope } from '../call/claude-envelope.ts';
import type { ToolCall } from '../core/call.ts';
import { LIMITS } from '../core/limits.ts';

/**
 * What a hook let through while no daemon was there to remember it: a note in the folder of the wrapped session, so
 * that the stand-in for the shell that runs the call does not record it a second time. It is judged again all the same.
 * @param id the call's id in the records
 */
export function noteLetThrough(folder: string, call: ToolCall, id: string): void {
  if (call.command === undefined) return;
  mkdirSync(join(folder, NOTES), { recursive: true, mode: 0o700 });
  writeFileSync(noteOf(folder, call.command, call.cwd), id, { mode: 0o600 });
}

const NOTES = 'let-through';

/** The id under which a hook recorded this call, once and not long after. */
export function claimLetThrough(folder: string, { command, cwd }: ToolCall): string | undefined {
  if (command === undefined) return undefined;
  const envelope = readEnvelope(command);
  const asked = envelope?.kind === 'command' ? envelope.command : command;
  const note = noteOf(folder, asked, cwd);
  try {
    // A clock that is set back must not make an old note a fresh one.
    const fresh = Math.abs(Date.now() - statSync(note).mtimeMs) <= LIMITS.hookReuseMs;
    const id = readFileSync(note, 'utf8');
    // Whoever takes the note away has the claim.
    rmSync(note);
    return fresh && /^[0-9a-f]{24}$/.test(id) ? id : undefined;
  } catch {
    return undefined;
  }
}

function noteOf(folder: string, command: string, cwd: string): string {
  const digest = createHash('sha256').update(JSON.stringify([command, realPath(cwd)]));
  return join(folder, NOTES, digest.digest('hex'));
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
