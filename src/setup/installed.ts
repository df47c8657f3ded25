import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf } from '../core/error.ts';
import { isObject } from '../core/json.ts';

/** What setup did to one settings file: kept in Rampart's home, where agents may not write. */
export interface Installed {
  readonly host: string;
  /** The settings file, links followed. */
  readonly path: string;
  /** Its bytes before, in base64; null when there was none. */
  readonly before: string | null;
  /** SHA-256 of what setup wrote; null once it was found edited, when `before` is only a backup. */
  readonly after: string | null;
  /** The folder of the file was made by setup. */
  readonly madeFolder: boolean;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function noteOf(dir: string, path: string): string {
  return join(dir, `${sha256(Buffer.from(path)).slice(0, 16)}.json`);
}

/** @param dir where notes are kept */
export function readInstalled(dir: string, path: string): Installed | undefined {
  return parsed(noteOf(dir, path));
}

export function listInstalled(dir: string): readonly Installed[] {
  return notesIn(dir)
    .map(parsed)
    .filter(one => one !== undefined);
}

/** The settings files that have our entries, as far as can be told: also where the notes cannot be read. */
export function settingsInUse(dir: string): readonly string[] {
  try {
    return listInstalled(dir).map(({ path }) => path);
  } catch {
    return [];
  }
}

function notesIn(dir: string): string[] {
  try {
    const names = readdirSync(dir).sort();
    return names.filter(name => name.endsWith('.json')).map(name => join(dir, name));
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return [];
    throw thrown;
  }
}

export function writeInstalled(dir: string, installed: Installed): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  writeFileSync(noteOf(dir, installed.path), `${JSON.stringify(installed)}\n`, { mode: 0o600 });
}

/** Forgets a file, and the folder of notes with the last of them. */
export function forgetInstalled(dir: string, path: string): void {
  rmSync(noteOf(dir, path), { force: true });
  try {
    rmdirSync(dir);
  } catch (thrown) {
    if (errnoOf(thrown) !== 'ENOTEMPTY' && errnoOf(thrown) !== 'ENOENT') throw thrown;
  }
}

/** A note that cannot be read is none: then entries are looked for and taken out one by one. */
function parsed(file: string): Installed | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
  try {
    const note: unknown = JSON.parse(text);
    return isInstalled(note) ? note : undefined;
  } catch {
    return undefined;
  }
}

function isInstalled(note: unknown): note is Installed {
  return (
    isObject(note) &&
    typeof note.host === 'string' &&
    typeof note.path === 'string' &&
    (note.before === null || typeof note.before === 'string') &&
    (note.after === null || typeof note.after === 'string') &&
    typeof note.madeFolder === 'boolean'
  );
}
