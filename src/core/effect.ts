import type { HostClass } from './host-class.ts';
import type { Place } from './place.ts';
import type { Word } from './word.ts';

/** What an invocation does to the world outside it. */
export const EFFECT_KINDS = [
  'read',
  'write',
  'delete',
  /** A name goes away from where it was; what is overwritten at its new place is a `write` of its own. */
  'move',
  /** Mode, owner or access list. */
  'chmod',
  /** Code is run that no invocation of the Scan shows: a file, a package's script, an interpreter's text. */
  'execute',
  'download',
  'send',
  'listen',
  /** Power is gained, or given to somebody, beyond what the caller has. */
  'escalate',
  'kill',
  'mount',
  'format',
  /** It will run again by itself: startup files, schedules, services, hooks. */
  'persist',
  /** Settings of the guard, an agent, git, the shell, a package manager or the system. */
  'configure',
  'install',
  'publish',
  /** What version control kept is rewritten or dropped. */
  'history-rewrite',
  /** Cloud, cluster, container, database, queue, zone: what runs for others goes away. */
  'infra-destroy',
  /** A file is read that lets its reader act as somebody else. */
  'credential-access',
  /** A program is asked for secrets it keeps. */
  'inspect-secrets',
  'resource-exhaustion',
] as const;
export type EffectKind = (typeof EFFECT_KINDS)[number];

const BITS: ReadonlyMap<EffectKind, number> = new Map(EFFECT_KINDS.map((kind, index) => [kind, 1 << index]));

/** A set of kinds as a number, so that asking whether two have one in common is one operation. */
export function bitsOf(kinds: readonly EffectKind[]): number {
  let bits = 0;
  for (const kind of kinds) bits |= BITS.get(kind) ?? 0;
  return bits;
}

/**
 * How much of the target is known: all of it; a file name pattern of the shell; or a text with a hole, of which the
 * literal parts are known.
 */
export type Known = 'exact' | 'glob' | 'hole';

interface Deed {
  readonly kind: EffectKind;
  /** A resolved path, a URL or host, or the name of something else (`branch main`), as far as it is known. */
  readonly target: Word;
  readonly known: Known;
  /** With everything below or inside it. */
  readonly recursive: boolean;
  /** Without the questions or checks that the program would make otherwise. */
  readonly force: boolean;
  /** As another, more powerful user: behind `sudo` and its like. */
  readonly privileged: boolean;
  /** It happens on another machine or in a container; paths are not paths here. */
  readonly remote: boolean;
  /** False where a program nobody described is taken to do at least this. */
  readonly certain: boolean;
  /** What exactly, where a kind has several: `force-push`, `drop-table`, `shell`. */
  readonly deed?: string;
  /** The effect this one follows from, because of where its path lies: a `read` of a key is `credential-access`, too. */
  readonly follows?: EffectKind;
  /** Index into the Scan's invocations. */
  readonly invocation: number;
}

/** Something an invocation does, to a path, a host or another thing. */
export type Effect = Deed &
  (
    | {
        readonly on: 'path';
        /** What the path is, most telling first; never empty. */
        readonly places: readonly [Place, ...Place[]];
      }
    | { readonly on: 'host'; readonly host: HostClass }
    | { readonly on: 'resource' }
  );

/** Data that goes from where it should stay to where it should not arrive. */
export const FLOW_KINDS = [
  'network-to-shell',
  'decode-to-shell',
  'secret-to-network',
  'secret-to-output',
] as const;
export type FlowKind = (typeof FLOW_KINDS)[number];

export interface Flow {
  readonly kind: FlowKind;
  /** What flows: the URL, the credential path, the program that decodes. */
  readonly source: Word;
  /** Invocations it comes from and arrives in. */
  readonly from: number;
  readonly to: number;
  readonly through: 'pipe' | 'substitution' | 'file' | 'argument';
}

/** What a Scan's invocations do. */
export interface Summary {
  readonly effects: readonly Effect[];
  readonly flows: readonly Flow[];
}
