import { type Glob, pathGlob } from '../../core/glob.ts';
import { globMeets } from './glob-meets.ts';
import { globText } from './glob-text.ts';
import type { TouchedPath } from './touched-path.ts';

/** Whether what the path glob names may lie inside this directory: who deletes the directory deletes that too. */
export function namesBelow(glob: Glob, { text, pattern }: TouchedPath): boolean {
  const heads = headsOf(glob);
  return (
    text.some(({ marked, holes }) => !holes && heads.some(head => isAbove(marked, head))) ||
    (pattern !== undefined && foldersOf(glob).some(folder => globMeets(folder, pattern)))
  );
}

function isAbove(folder: string, path: string): boolean {
  return path.startsWith(folder) && (folder.endsWith('/') || path[folder.length] === '/');
}

const heads = new WeakMap<Glob, readonly string[]>();

/** What each alternative begins with, as far as that is known in full. */
function headsOf(glob: Glob): readonly string[] {
  const known = heads.get(glob);
  if (known !== undefined) return known;
  const found = [
    ...new Set(
      glob.alternatives.map(one => ('pieces' in one ? (one.pieces[0] ?? '') : fixedHead(one.tokens))),
    ),
  ];
  heads.set(glob, found);
  return found;
}

const folders = new WeakMap<Glob, readonly Glob[]>();

/** Each folder above what a rule's glob names, made once: a command may have thousands of patterns. */
function foldersOf(glob: Glob): readonly Glob[] {
  const known = folders.get(glob);
  if (known !== undefined) return known;
  const found = [...new Set(headsOf(glob).flatMap(foldersAbove))].map(folder => pathGlob(globText(folder)));
  folders.set(glob, found);
  return found;
}

/** Each folder of a path's beginning that is known in full: `/a/b` has `/` and `/a`. */
function foldersAbove(head: string): string[] {
  const found: string[] = [];
  for (let slash = head.indexOf('/'); slash >= 0; slash = head.indexOf('/', slash + 1))
    found.push(slash === 0 ? '/' : head.slice(0, slash));
  return found;
}

function fixedHead(tokens: readonly { readonly kind: string; readonly code?: number }[]): string {
  let head = '';
  for (const token of tokens) {
    if (token.kind !== 'char' || token.code === undefined) break;
    head += String.fromCodePoint(token.code);
  }
  return head;
}
