import { type Glob, pathGlob } from '../../core/glob.ts';
import { globMeets } from './glob-meets.ts';
import { globText } from './glob-text.ts';
import type { TouchedPath } from './touched-path.ts';

/** Whether what the path glob names may lie inside this directory: who deletes the directory deletes that too. */
export function namesBelow(glob: Glob, { text, pattern }: TouchedPath): boolean {
  return glob.alternatives.some(one => {
    const head = 'pieces' in one ? (one.pieces[0] ?? '') : fixedHead(one.tokens);
    return (
      text.some(({ marked, holes }) => !holes && isAbove(marked, head)) ||
      (pattern !== undefined &&
        foldersAbove(head).some(folder => globMeets(pathGlob(globText(folder)), pattern)))
    );
  });
}

function isAbove(folder: string, path: string): boolean {
  return path.startsWith(folder) && (folder.endsWith('/') || path[folder.length] === '/');
}

/** Each folder of a path's beginning that is known in full: `/a/b` has `/` and `/a`. */
function foldersAbove(head: string): string[] {
  const folders: string[] = [];
  for (let slash = head.indexOf('/'); slash >= 0; slash = head.indexOf('/', slash + 1))
    folders.push(slash === 0 ? '/' : head.slice(0, slash));
  return folders;
}

function fixedHead(tokens: readonly { readonly kind: string; readonly code?: number }[]): string {
  let head = '';
  for (const token of tokens) {
    if (token.kind !== 'char' || token.code === undefined) break;
    head += String.fromCodePoint(token.code);
  }
  return head;
}
