import type { EffectKind } from './effect.ts';
import type { Span } from './span.ts';
import type { HoleReason, Word } from './word.ts';

export type Coverage = 'full' | 'partial' | 'opaque';

/** A text that was read: the input, or something the input turns into code. */
export interface Source {
  readonly kind: 'input' | 'decoded' | 'backtick' | 'script' | 'file';
  readonly text: string;
  /** How a decoded text was obtained, outermost first: `["base64"]`. */
  readonly chain?: readonly string[];
  /** The file a script was read from. */
  readonly path?: string;
  /** The piece of another source this one came from. */
  readonly from?: Span;
}

/** Why the scan cannot say what a piece of source does. */
export type UnknownReason =
  | HoleReason
  | 'parse'
  | 'nesting'
  | 'program'
  | 'script'
  | 'computed'
  | 'file'
  | 'alias'
  | 'nul'
  | 'carriage-return'
  | 'no-break-space'
  | 'input-size';

export interface Unknown {
  readonly reason: UnknownReason;
  readonly name?: string;
  readonly span: Span;
}

/** Something a program's own code opens, writes, deletes or sends: what its arguments do not tell. */
export interface Touch {
  readonly kind: EffectKind;
  /** An absolute path as far as it is known; a URL or host for `send` and `download`. */
  readonly target: Word;
  readonly recursive: boolean;
}

/** One program start (or builtin) that bash would make. */
export interface Invocation {
  /** argv[0] without a standard directory: `/bin/rm` is `rm`, `./rm` stays what it is. */
  readonly program: Word;
  readonly argv: readonly Word[];
  readonly cwd: Word;
  /** Names of variables set or unset for this invocation only. */
  readonly env: readonly string[];
  /** Libraries that LD_PRELOAD or DYLD_INSERT_LIBRARIES load into it, where they are known. */
  readonly preloads?: readonly Word[];
  /** The wrappers this invocation was found behind, outermost first: `["sudo", "sh -c"]`. */
  readonly via: readonly string[];
  /** Redirect targets. */
  readonly reads: readonly Word[];
  readonly writes: readonly Word[];
  /** What is fed to it, where known. */
  readonly stdin?: Word;
  /** Found in the program text it runs (`python -c`), where that was read. */
  readonly touches?: readonly Touch[];
  /**
   * A file of the project says so, and its parent is there to run what such files say (`make`, `npm test`): whoever grants
   * the parent grants this.
   */
  readonly entrusted?: true;
  /** It runs on another machine or in a container: its paths are not paths here. */
  readonly remote?: true;
  /**
   * It does nothing but run other invocations of this Scan (`sh -c 'known text'`, `nohup`, `timeout 5`), so a grant
   * for those is a grant for it. `sudo` is not transparent: it adds power.
   */
  readonly transparent: boolean;
  /** Index into `invocations` of the wrapper it runs behind. */
  readonly parent?: number;
  readonly span: Span;
}

/** What bash would run if it were given the source, and what cannot be known of that. */
export interface Scan {
  readonly sources: readonly Source[];
  readonly invocations: readonly Invocation[];
  /** Indices of the invocations that a pipe connects, in order; only pipelines of two and more. */
  readonly pipelines: readonly (readonly number[])[];
  readonly coverage: Coverage;
  readonly unknown: readonly Unknown[];
  /** Units of work spent; bounded, so that no input can hold the guard up. */
  readonly steps: number;
}
