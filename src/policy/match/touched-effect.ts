import type { Effect } from '../../core/effect.ts';
import { hostsOf } from './hosts.ts';
import { type Text, textOfWord } from './text.ts';
import { pathOf, type TouchedPath } from './touched-path.ts';

/** An effect as rules ask about it. */
export interface TouchedEffect {
  readonly effect: Effect;
  /** The target as each text it can be. */
  readonly text: Text;
  /** The hosts it can be, where the effect is on one. */
  readonly hosts: readonly Text[];
  readonly path: TouchedPath | undefined;
  /** It is on the directory the agent works in, all of what that holds, or one above it. */
  readonly atWorkingDirectory: boolean;
}

/** @param workspace the directory the call is made in */
export function touchedEffect(effect: Effect, workspace: string): TouchedEffect {
  const { target, on, recursive, kind } = effect;
  if (on !== 'path') {
    const text = textOfWord(target);
    const hosts = on === 'host' ? hostsOf(text) : [];
    return { effect, text, hosts, path: undefined, atWorkingDirectory: false };
  }
  const place = pathOf(target);
  const path: TouchedPath = {
    kind: kind === 'delete' || kind === 'move' ? 'delete' : kind === 'read' ? 'read' : 'write',
    ...place,
    recursive,
  };
  return {
    effect,
    text: place.text,
    hosts: [],
    path,
    atWorkingDirectory: isAt(place.text, workspace),
  };
}

/** `.`, `..`, `/`, and `./*`: a pattern alone stands for everything in a directory. */
function isAt(path: Text, cwd: string): boolean {
  if (!cwd.startsWith('/')) return false;
  const folder = cwd === '/' ? '' : cwd;
  return path.some(({ marked, holes }) =>
    holes
      ? marked === `${folder}/\0`
      : marked === '/' || marked === cwd || cwd.startsWith(marked.endsWith('/') ? marked : `${marked}/`),
  );
}
