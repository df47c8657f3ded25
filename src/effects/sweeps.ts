import type { Effect } from '../core/effect.ts';
import { literalText } from '../core/word.ts';
import type { Draft } from './draft.ts';

/** Where what other people and programs have is below: nobody knows what a pattern finds there. */
const WIDE =
  /^\/(?:|bin|boot|etc|home|lib\w*|mnt|opt|root|sbin|srv|usr|var|usr\/(?:lib|local|share)|var\/(?:lib|www|mail)|home\/[^/]+|root|Users(?:\/[^/]+)?|Applications|Library|System|Volumes)$/;

/** Directories for temporary files themselves: sockets and locks of everything that runs are in them. */
const TEMPORARY = /^(?:\/private)?\/(?:var\/)?tmp$/;

/**
 * Deleting that goes through all there is: by a pattern from the top of the system or of somebody's home, or all of the
 * directory for temporary files, where `rm -rf /tmp/*` leaves what begins with a dot.
 */
export function sweeps(effects: readonly Effect[]): (readonly [index: number, draft: Draft])[] {
  return effects.flatMap(one => {
    if (one.kind !== 'delete' || one.on !== 'path' || one.known !== 'exact') return [];
    const path = literalText(one.target);
    const sweeping = one.recursive ? TEMPORARY.test(path) : one.deed === 'find' && WIDE.test(path);
    return sweeping
      ? [[one.invocation, { kind: 'delete', target: one.target, on: 'path', deed: 'sweep' }] as const]
      : [];
  });
}
