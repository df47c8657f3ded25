import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import picomatch from 'picomatch';
import { RampartError } from '../../core/error.ts';
import { LIMITS } from '../../core/limits.ts';
import { wholeFile } from '../finding.ts';

/** Folders entered below the one a pattern starts at. */
const DEPTH = 16;

/**
 * The policy files that arguments of a command line mean: files by name, all policies in a folder, or a pattern such as
 * `team/*.yaml`. Symbolic links to folders are not followed.
 * @throws RampartError E_POLICY where an argument means no file, or too many
 */
export function selectFiles(args: readonly string[]): string[] {
  const files = new Set(args.flatMap(filesFor));
  return [...files];
}

function filesFor(argument: string): string[] {
  const kind = statSync(argument, { throwIfNoEntry: false });
  if (kind?.isFile()) return [argument];
  const { base, glob, isGlob } = picomatch.scan(argument);
  const folder = kind?.isDirectory() ? argument : isGlob ? base || '.' : undefined;
  if (folder === undefined || !isFolder(folder)) throw nothing(argument);
  const matches = picomatch(kind?.isDirectory() ? '**/*.{yaml,yml}' : glob);
  const found = namesBelow(folder, '', DEPTH).filter(name => matches(name));
  if (found.length === 0) throw nothing(argument);
  if (found.length > LIMITS.policyFiles)
    throw new RampartError(
      'E_POLICY',
      `${found.length} files match, at most ${LIMITS.policyFiles} are read`,
      {
        position: wholeFile(argument),
      },
    );
  return found.sort().map(name => join(folder, name));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function nothing(argument: string): RampartError {
  return new RampartError('E_POLICY', 'no such policy file', {
    position: wholeFile(argument),
    hint: 'name a file, a folder, or a pattern in quotes',
  });
}

/** Paths of regular files below a folder, relative to it. */
function namesBelow(folder: string, prefix: string, depth: number): string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap(entry => {
    const name = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isFile()) return [name];
    return entry.isDirectory() && entry.name !== 'node_modules' && depth > 0
      ? namesBelow(folder, name, depth - 1)
      : [];
  });
}
