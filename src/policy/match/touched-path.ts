import type { Effect, EffectKind } from '../../core/effect.ts';
import { type Glob, pathGlob } from '../../core/glob.ts';
import { resolvePath } from '../../core/path.ts';
import type { Invocation } from '../../core/scan.ts';
import { isHole, type Word } from '../../core/word.ts';
import { globText } from './glob-text.ts';
import { type Text, textOfWord } from './text.ts';

/** A path that a call touches, as far as it is known. */
export interface TouchedPath {
  readonly kind: 'read' | 'write' | 'delete';
  readonly text: Text;
  /** Where the word is a file name pattern of the shell: what it can expand to. */
  readonly pattern?: Glob;
  /** With everything below it. */
  readonly recursive: boolean;
}

/** What an effect of another kind comes to for the path it is about. */
export const TOUCHES: Readonly<Partial<Record<EffectKind, readonly TouchedPath['kind'][]>>> = {
  read: ['read'],
  write: ['write'],
  delete: ['delete'],
  move: ['read', 'delete'],
  chmod: ['write'],
  execute: ['read'],
  format: ['write'],
  mount: ['read'],
};

/** What an invocation's effects and redirects touch. */
export function pathsOfInvocation(invocation: Invocation, effects: readonly Effect[]): TouchedPath[] {
  const paths = pathsOfEffects(effects);
  const redirected = (kind: 'read' | 'write', words: readonly Word[]): void => {
    for (const one of words)
      paths.push({ kind, ...pathOf(resolvePath(one, invocation.cwd)), recursive: false });
  };
  redirected('read', invocation.reads);
  redirected('write', invocation.writes);
  return paths;
}

/** What effects touch: those of an invocation, or of a host's own tool. */
export function pathsOfEffects(effects: readonly Effect[]): TouchedPath[] {
  return effects.flatMap(({ kind, on, target, recursive }) =>
    on === 'path' ? (TOUCHES[kind] ?? []).map(each => ({ kind: each, ...pathOf(target), recursive })) : [],
  );
}

export function pathOf(path: Word): Pick<TouchedPath, 'text' | 'pattern'> {
  const text = pathText(path);
  const pattern = patternOf(path);
  return pattern === undefined ? { text } : { text, pattern };
}

/** A word whose only holes are patterns (`/etc/sh*`), as a glob. */
function patternOf(path: Word): Glob | undefined {
  if (!path.some(isHole)) return undefined;
  let source = '';
  for (const part of path)
    if (!isHole(part)) source += globText(part.lit);
    else if (part.hole === 'glob' && part.name !== undefined) source += part.name.replace(/\*+/g, '*');
    else return undefined;
  try {
    return pathGlob(source);
  } catch {
    return undefined;
  }
}

/** A path's text. With its holes read as empty it is folded again: `~/$X` with nothing in X is the home itself. */
function pathText(path: Word): Text {
  return textOfWord(path).map(subject => {
    if (!subject.holes || subject.empty === '') return subject;
    const folded = subject.empty.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
    return { ...subject, empty: folded };
  });
}
