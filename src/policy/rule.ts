import type { Tool } from '../core/call.ts';
import type { Action } from '../core/decision.ts';
import type { EffectKind, FlowKind } from '../core/effect.ts';
import type { HostClass } from '../core/host-class.ts';
import type { Place } from '../core/place.ts';
import type { Coverage, UnknownReason } from '../core/scan.ts';
import type { SqlStatement } from './match/sql-statements.ts';

/** Where a rule comes from. */
export const LAYERS = ['system', 'user', 'profile', 'project'] as const;
export type Layer = (typeof LAYERS)[number];

/** A path's place as a rule names it: also the directory the agent works in, or one above it. */
export type PlaceName = Place | 'working-directory';

/** What a rule asks of the path that an effect is on. All keys must hold. */
export interface PathCondition {
  readonly in?: readonly PlaceName[];
  readonly not_in?: readonly PlaceName[];
  /** Directories: they, and all below them. */
  readonly under?: readonly string[];
  readonly matches?: readonly string[];
  readonly not_matches?: readonly string[];
}

/** What a rule asks of the host that an effect is on. */
export interface HostCondition {
  readonly in?: readonly HostClass[];
  readonly not_in?: readonly HostClass[];
  readonly matches?: readonly string[];
  readonly not_matches?: readonly string[];
}

/**
 * What a rule asks of a call. Keys are spelled as in a policy file. All keys must hold, of one and the same
 * invocation where they ask about one; of a key's values one is enough.
 */
export interface Conditions {
  /** Command globs over the words of an invocation joined by one space. */
  readonly command_matches?: readonly string[];
  readonly command_not_matches?: readonly string[];
  /** Text anywhere in the command, letter case ignored. */
  readonly command_contains?: readonly string[];
  /** Globs over the program, without a standard directory. */
  readonly program?: readonly string[];
  /** Globs over the words after the program. */
  readonly args?: readonly string[];
  /** Path globs over what is read, written or deleted. */
  readonly path_matches?: readonly string[];
  readonly path_not_matches?: readonly string[];
  /** Kinds of effect; with path keys it is the paths of these kinds that are asked about. */
  readonly effect?: readonly EffectKind[];
  /** With `path`, `host`, `resource`, `deed` and the ones below it: they must hold of one and the same effect. */
  readonly path?: PathCondition;
  readonly host?: HostCondition;
  /** Globs over what is neither path nor host: a branch, a table, a process, a cluster's object. */
  readonly resource?: readonly string[];
  /** What exactly is done, where a kind has several: `force-push`, `drop-table`; `drop-*` for all that begin so. */
  readonly deed?: readonly string[];
  /** What is done to a database. */
  readonly sql?: readonly SqlStatement[];
  readonly recursive?: boolean;
  readonly force?: boolean;
  readonly privileged?: boolean;
  readonly remote?: boolean;
  /** At least so many different targets of such effects in one call. */
  readonly count?: number;
  /** Options of the program, as written in its manual: `-r` is also in `-rf`, `--force` also `--force=x`. */
  readonly flag?: readonly string[];
  /** What flows into the invocation. */
  readonly flow?: readonly FlowKind[];
  /** Whether the invocation runs code that came over the network. */
  readonly from_network?: boolean;
  readonly url_matches?: readonly string[];
  /** Globs over a host name in lower case, without port. */
  readonly domain_matches?: readonly string[];
  /** Path globs over the directory it runs in. */
  readonly cwd_matches?: readonly string[];
  /** Globs over the names of variables set for the invocation alone. */
  readonly env?: readonly string[];
  /** Whether a word of it is not known before it runs; or for which reasons something of the call is not. */
  readonly unknown?: boolean | readonly UnknownReason[];
  readonly tool?: readonly Tool[];
  readonly agent?: readonly string[];
  readonly session_matches?: readonly string[];
  readonly coverage?: readonly Coverage[];
  /** Whether encoded text is turned into code, or by which encodings. */
  readonly decoded?: boolean | readonly string[];
  readonly default?: true;
}

/** What a policy's `match` admits; an absent key admits everything. */
export interface Scope {
  readonly tool?: readonly Tool[];
  readonly agent?: readonly string[];
  readonly session?: readonly string[];
}

export interface Rule {
  /** `<policy name>/<rule id>`. */
  readonly name: string;
  readonly action: Action;
  readonly message: string;
  /** A command that the whole set has been seen to allow. */
  readonly suggest?: string;
  /** Holds under any policy and in any mode. */
  readonly builtin: boolean;
  readonly layer: Layer;
  readonly file: string;
  readonly line: number;
  readonly scope: Scope;
  readonly when: Conditions;
  readonly unless?: Conditions;
}

/** Which rules can concern a command, by its first word; numbers are places in `RuleSet.rules`. */
export interface RuleIndex {
  /** By program. */
  readonly programs: readonly (readonly [program: string, rules: readonly number[]])[];
  /** By the first word of the command. */
  readonly commands: readonly (readonly [word: string, rules: readonly number[]])[];
  /** By the kind of effect. */
  readonly effects: readonly (readonly [kind: EffectKind, rules: readonly number[]])[];
  /** Rules that no first word rules out. */
  readonly always: readonly number[];
}

/** Everything deciding needs, as plain data: it is compiled from files once and loaded from a cache afterwards. */
export interface RuleSet {
  /** `sha256:…` of the files it was made from. */
  readonly hash: string;
  readonly defaultAction: Action;
  /** Nobody is there to be asked, so `ask` is `deny`. */
  readonly unattended: boolean;
  readonly rules: readonly Rule[];
  readonly index: RuleIndex;
}

/** `ask` and `deny` fire on a doubt; `allow` and `watch` need certainty. */
export function restricts(action: Action): boolean {
  return action === 'ask' || action === 'deny';
}
