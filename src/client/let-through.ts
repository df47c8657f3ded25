import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bootId, monotonicUs } from '../audit/boot.ts';
import { readEnvelope } from '../call/claude-envelope.ts';
import type { ToolCall } from '../core/call.ts';
import type { Decision } from '../core/decision.ts';
import { isObject } from '../core/json.ts';
import { type Ruling, reuseMs } from '../core/ruling.ts';
import { type FileRead, isUnchanged } from '../core/watched-files.ts';

/** A call that a hook let through, as the stand-in that runs it finds it noted. */
export interface LetThrough {
  /** The call's id in the records. */
  readonly id: string;
  readonly by: Ruling['by'];
}

/**
 * What a hook let through while no daemon was there to remember it: a note in the folder of the wrapped session, so
 * that the stand-in for the shell that runs the call does not record it a second time. It is judged again all the same.
 * @param id the call's id in the records
 */
export function noteLetThrough(
  folder: string,
  call: ToolCall,
  id: string,
  { ruling, files }: { readonly ruling: Ruling; readonly files: readonly FileRead[] },
): void {
  if (call.command === undefined) return;
  const { by, verdict, rule, policy } = ruling;
  // By a clock that nobody sets: an old note must not become a fresh one.
  const note = {
    id,
    boot: bootId(),
    us: monotonicUs(),
    by,
    verdict,
    rule,
    policy,
    files,
  };
  mkdirSync(join(folder, NOTES), { recursive: true, mode: 0o700 });
  writeFileSync(noteOf(folder, call.command, call.cwd), JSON.stringify(note), { mode: 0o600 });
}

const NOTES = 'let-through';

/** What a hook noted of this call: once, not long after, and only while what is decided of it is the same. */
export function claimLetThrough(
  folder: string,
  { command, cwd }: ToolCall,
  decision: Decision,
  files: readonly FileRead[],
): LetThrough | undefined {
  if (command === undefined) return undefined;
  const envelope = readEnvelope(command);
  const asked = envelope?.kind === 'command' ? envelope.command : command;
  const note = noteOf(folder, asked, cwd);
  try {
    const text = readFileSync(note, 'utf8');
    // Whoever takes the note away has the claim.
    rmSync(note);
    return readNote(JSON.parse(text), decision, files);
  } catch {
    return undefined;
  }
}

function readNote(
  note: unknown,
  { verdict, rule, policy }: Decision,
  files: readonly FileRead[],
): LetThrough | undefined {
  if (!isObject(note) || typeof note.id !== 'string' || !/^[0-9a-f]{24}$/.test(note.id)) return undefined;
  if (note.verdict !== verdict || note.rule !== rule || note.policy !== policy) return undefined;
  const by = BY.find(one => one === note.by);
  if (by === undefined || note.boot !== bootId() || typeof note.us !== 'number') return undefined;
  // The host's user was asked about the script as it was.
  if (by !== 'rule' && !isUnchanged(filesIn(note.files), files)) return undefined;
  const ageMs = (monotonicUs() - note.us) / 1_000;
  return ageMs >= 0 && ageMs <= reuseMs(by) ? { id: note.id, by } : undefined;
}

function filesIn(list: unknown): FileRead[] {
  return Array.isArray(list) ? list.flatMap(one => (isFileRead(one) ? one : [])) : [];
}

function isFileRead(one: unknown): one is FileRead {
  return (
    isObject(one) && typeof one.path === 'string' && (one.sha256 === null || typeof one.sha256 === 'string')
  );
}

/** Nobody but these lets a call through where no daemon is. */
const BY = ['rule', 'host', 'mode'] as const;

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
