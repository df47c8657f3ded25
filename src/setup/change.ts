import { existsSync, rmdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { errnoOf } from '../core/error.ts';
import { decoded, type HookEntries, withEntries, withoutEntries } from './hook-entries.ts';
import { forgetInstalled, readInstalled, sha256, writeInstalled } from './installed.ts';
import { readSettings, removeSettings, type SettingsFile, writeSettings } from './settings-file.ts';

/** What is about to become of one settings file. */
export interface Change {
  readonly path: string;
  /** Null when there is no such file. */
  readonly before: string | null;
  readonly after: string | null;
  /** Does it: nothing is written before. */
  readonly apply: () => void;
}

export interface ChangeOf {
  readonly host: string;
  /** The settings file as its owner names it. */
  readonly file: string;
  readonly entries: HookEntries;
  /** Where Rampart keeps what it did. */
  readonly notes: string;
}

/**
 * Works out how a settings file gets the entries.
 * @throws RampartError E_INPUT, E_LIMIT for a file that is not understood, and left alone
 */
export function installation({ host, file, entries, notes }: ChangeOf): Change {
  const was = readSettings(file);
  const before = textOf(was);
  const known = readInstalled(notes, was.path);
  // A file of nothing is, to the host, one without settings.
  const base = before === null || before.trim() === '' ? `{}\n` : before;
  const after = withEntries(was.path, base, entries);
  const changed = after !== before;
  const ours = before !== null && known?.after === sha256(Buffer.from(before));
  return {
    path: was.path,
    before,
    after,
    apply: () => {
      const madeFolder = known?.madeFolder ?? !existsSync(dirname(was.path));
      if (changed) writeSettings(was, Buffer.from(after));
      writeInstalled(notes, {
        host,
        path: was.path,
        before: known === undefined ? earlier(changed) : known.before,
        after: known === undefined || ours ? sha256(Buffer.from(after)) : null,
        madeFolder,
      });
    },
  };

  /** Entries that somebody else put there, with a repository for instance, are ours all the same. */
  function earlier(changed: boolean): string | null {
    if (changed) return was.bytes?.toString('base64') ?? null;
    return Buffer.from(withoutEntries(was.path, after, entries, undefined)).toString('base64');
  }
}

/**
 * Works out how a settings file loses the entries: to the byte what it was before, if nobody edited it since; else they
 * are taken out of what it is now.
 * @throws RampartError E_INPUT, E_LIMIT for a file that is not understood, and left alone
 */
export function removal({ file, entries, notes }: ChangeOf): Change {
  const was = readSettings(file);
  const text = textOf(was);
  const known = readInstalled(notes, was.path);
  const original = known?.before == null ? undefined : Buffer.from(known.before, 'base64');
  const untouched = was.bytes !== undefined && known?.after === sha256(was.bytes);
  const after = untouched ? (original?.toString('utf8') ?? null) : edited();
  return {
    path: was.path,
    before: text,
    after,
    apply: () => {
      if (after === null && was.bytes !== undefined) removeSettings(was);
      else if (untouched && original !== undefined) writeSettings(was, original);
      else if (after !== null && after !== text) writeSettings(was, Buffer.from(after));
      if (after === null && known?.madeFolder) removeEmpty(dirname(was.path));
      forgetInstalled(notes, was.path);
    },
  };

  function edited(): string | null {
    if (text === null || text.trim() === '') return text;
    const before = original === undefined ? undefined : readable(was.path, original, entries);
    const rest = withoutEntries(was.path, text, entries, before);
    // A file that setup made goes with the last of what is in it.
    return known?.before === null && /^\s*\{\s*\}\s*$/.test(rest) ? null : rest;
  }
}

/** The original, if it has settings at all: what it had empty stays empty. */
function readable(path: string, original: Buffer, entries: HookEntries): string | undefined {
  const text = decoded(path, original);
  if (text.trim() === '') return undefined;
  return withoutEntries(path, text, entries, undefined);
}

function textOf({ path, bytes }: SettingsFile): string | null {
  return bytes === undefined ? null : decoded(path, bytes);
}

function removeEmpty(dir: string): void {
  try {
    rmdirSync(dir);
  } catch (thrown) {
    if (errnoOf(thrown) !== 'ENOTEMPTY') throw thrown;
  }
}
