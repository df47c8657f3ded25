import type { ErrorCode } from './error.ts';

/**
 * What a host handed its hook and no call could be read from. It was refused; what is told of it is its size and digest,
 * never its text, which is hostile and may be private.
 */
export interface Unread {
  readonly agent: string;
  /** Where the payload still said so. */
  readonly session: string | null;
  /** The host's own name for the session, where that is a wrapped one. */
  readonly corr: string | null;
  readonly code: ErrorCode;
  /** Why, in words of ours. */
  readonly message: string;
  /** Bytes that came. */
  readonly bytes: number;
  /** Of those bytes, as hexadecimal. */
  readonly sha256: string;
}
