import type { Effect, EffectKind, Known } from '../core/effect.ts';
import { type HostClass, hostClass, hostOf } from '../core/host-class.ts';
import { LIMITS } from '../core/limits.ts';
import { resolvePath } from '../core/path.ts';
import { type Place, placesOf, type Standpoint } from '../core/place.ts';
import type { Invocation } from '../core/scan.ts';
import { alternatives, hasHole, isHole, type Word } from '../core/word.ts';
import type { Draft } from './draft.ts';
import { expandsToSecret } from './glob-secrets.ts';
import { ledTo } from './led-to.ts';

/** Wrappers that run what they are given with another user's power. */
const RAISES: ReadonlySet<string> = new Set(['sudo', 'doas', 'su', 'pkexec', 'run0', 'runuser', 'gosu']);

/** Whether a wrapper gives what it runs another user's power. */
export function raises(wrapper: string): boolean {
  return RAISES.has(wrapper);
}

/** Where an invocation runs. */
export interface Circumstances {
  readonly at: Standpoint;
  readonly index: number;
  readonly cwd: Word;
  readonly privileged: boolean;
  readonly remote: boolean;
}

export function circumstances(
  { via, cwd, remote }: Invocation,
  index: number,
  at: Standpoint,
): Circumstances {
  return {
    at,
    index,
    cwd,
    privileged: via.some(raises),
    remote: remote === true,
  };
}

/**
 * The effects a draft comes to: itself, placed; the same where a link leads elsewhere, for rules count either; and what follows from where its path lies: who reads a credential can
 * use it, and who writes a startup file has a later run.
 */
export function settle(draft: Draft, circumstances: Circumstances): Effect[] {
  const { at, index, cwd, privileged, remote } = circumstances;
  const { kind, on, recursive = false, force = false, guessed = false } = draft;
  // What is destroyed with its questions answered beforehand is no slip of the hand, whatever it is.
  const deed = draft.deed ?? (kind === 'infra-destroy' && force ? 'forced' : undefined);
  const target = on === 'path' ? resolvePath(draft.target, cwd) : draft.target;
  const common = {
    target,
    known: knownOf(target),
    recursive,
    force,
    privileged,
    remote,
    certain: !guessed,
    ...(deed === undefined ? {} : { deed }),
    invocation: index,
  };
  switch (on) {
    case 'host':
      return [{ ...common, kind, on, host: draft.host ?? classOf(target) }];
    case 'resource':
      return [{ ...common, kind, on }];
    case 'path':
      return [...eachOf(target), ...(remote ? [] : ledTo(draft.target, cwd, kind, at))].flatMap(path => {
        const places = placesFor(path, at);
        const there = { ...common, target: path, known: knownOf(path), on, places };
        return [
          { kind, ...there },
          ...consequences(kind, deed, places).map(each => ({ kind: each, ...there, follows: kind })),
        ];
      });
  }
}

/** A path that is one of several is each of them. */
function eachOf(target: Word): readonly Word[] {
  return hasHole(target) ? alternatives(target, LIMITS.holeValues) : [target];
}

/** A pattern is also what it can expand to. */
function placesFor(target: Word, at: Standpoint): readonly [Place, ...Place[]] {
  const places = placesOf(target, at);
  return !places.includes('credentials') && expandsToSecret(target, at.home)
    ? ['credentials', ...places]
    : places;
}

/** A bucket's name is no host's. */
const STORE = /^(?:s3|gs|gcs|az|abfss?|wasbs?|b2|oss|cos|swift|r2|hdfs|oci):\/\//;

function classOf(target: Word): HostClass {
  const head = target[0];
  if (head === undefined || isHole(head)) return hostClass(hostOf(target));
  if (STORE.test(head.lit)) return 'other';
  // The variable that follows in what AWS documents begins with a slash; as IPv6 its address is a pattern of the shell.
  const [, next] = target;
  const glob = next !== undefined && isHole(next) && next.hole === 'glob' ? next.name : undefined;
  if (next !== undefined && isHole(next) && METADATA_ADDRESS.test(`${head.lit}${glob ?? ''}`))
    return 'metadata';
  return hostClass(hostOf(target));
}

const METADATA_ADDRESS = /^(?:[a-z]+:\/\/)?(?:169\.254\.169\.254|169\.254\.170\.2|\[fd00:ec2::254\]?)$/i;

const CHANGES: ReadonlySet<EffectKind> = new Set(['write', 'move', 'delete']);

/** Ways of reading that tell nothing of what is in a file. */
const BLIND: ReadonlySet<string | undefined> = new Set(['list', 'digest', 'search']);

function consequences(kind: EffectKind, deed: string | undefined, places: readonly Place[]): EffectKind[] {
  if ((kind === 'read' || kind === 'move') && places.includes('credentials') && !BLIND.has(deed))
    return ['credential-access'];
  if (kind === 'write' && places.includes('startup')) return ['persist'];
  if (CHANGES.has(kind) && (places.includes('settings') || places.includes('guard'))) return ['configure'];
  return [];
}

function knownOf(target: Word): Known {
  let known: Known = 'exact';
  for (const part of target)
    if (isHole(part)) {
      if (part.hole !== 'glob') return 'hole';
      known = 'glob';
    }
  return known;
}
