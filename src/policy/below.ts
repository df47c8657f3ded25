import type { Glob } from '../core/glob.ts';
import type { Subject } from '../core/glob-match.ts';

/** Whether what the path glob names lies inside this directory: who deletes the directory deletes that too. */
export function namesBelow(glob: Glob, directory: Subject): boolean {
  if (directory.holes) return false;
  const inside = directory.marked.endsWith('/') ? directory.marked : `${directory.marked}/`;
  return glob.alternatives.some(one => {
    const fixed = 'pieces' in one ? (one.pieces[0] ?? '') : fixedHead(one.tokens);
    return fixed.startsWith(inside);
  });
}

function fixedHead(tokens: readonly { readonly kind: string; readonly code?: number }[]): string {
  let head = '';
  for (const token of tokens) {
    if (token.kind !== 'char' || token.code === undefined) break;
    head += String.fromCodePoint(token.code);
  }
  return head;
}
