import type { Tool } from '../../core/call.ts';
import type { Action } from '../../core/decision.ts';
import type { Position } from '../../core/error.ts';
import type { FindingCode, PolicyFinding } from '../finding.ts';
import type { Conditions, Scope } from '../rule.ts';

/** Conditions of ours that another guard's globs can become. */
export type GlobKey =
  | 'command_matches'
  | 'command_not_matches'
  | 'command_contains'
  | 'path_matches'
  | 'path_not_matches'
  | 'url_matches'
  | 'domain_matches'
  | 'session_matches';

/** One pattern in another guard's dialect, and where it stands. */
export interface SourceGlob {
  readonly text: string;
  readonly at: Position;
}

/** A rule as another guard's file has it; no conditions is everything its tools do. */
export interface SourceRule {
  readonly at: Position;
  readonly action: Action;
  readonly tools: readonly Tool[] | undefined;
  readonly conditions: Readonly<Partial<Record<GlobKey, readonly SourceGlob[]>>>;
  readonly message?: string | undefined;
}

/**
 * How a pattern is to be wrong where it cannot be exact: a restriction may catch more than the original, a grant or an
 * exception only less.
 */
export type Direction = 'wide' | 'narrow';

/** The same pattern in our dialect; undefined where there is none that errs in this direction. */
export type Dialect = (key: GlobKey, glob: string, direction: Direction) => string | undefined;

/** A rule ready to be written. */
export interface DraftRule {
  readonly at: Position;
  readonly action: Action;
  readonly when: Conditions;
  readonly unless?: Conditions;
  readonly message?: string | undefined;
  readonly examples?: { readonly match: readonly string[]; readonly no_match: readonly string[] };
}

export interface DraftPolicy {
  readonly name: string;
  readonly description?: string | undefined;
  readonly match: Scope;
  readonly rules: readonly DraftRule[];
}

/** What another guard's file comes to. An error among the findings: a restriction was lost. */
export interface Draft {
  readonly defaultAction?: Action | undefined;
  readonly policies: readonly DraftPolicy[];
  readonly findings: readonly PolicyFinding[];
}

/** The code of everything an import says. */
export const IMPORT: FindingCode = 'import';
