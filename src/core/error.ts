/** Every code an answer, a frame or a record may carry. Tests assert these, never messages. */
export type ErrorCode =
  | 'E_INPUT'
  | 'E_LIMIT'
  | 'E_POLICY'
  | 'E_OWNER'
  | 'E_SOCKET'
  | 'E_TIMEOUT'
  | 'E_LATCH'
  | 'E_BUSY'
  | 'E_ID'
  | 'E_VERSION'
  | 'E_NATIVE';

/** Where in a user's file something is wrong; line and column count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface ErrorDetail {
  /** What the reader can do about it, one sentence, no full stop. */
  readonly hint?: string | undefined;
  readonly position?: Position | undefined;
  readonly cause?: unknown;
}

/** The same in every bundle: what reads YAML for the hook is one of its own, with a class of its own. */
const FORESEEN = Symbol.for('rampart.error');

/** An error Rampart foresaw: it has a code, and a hint where there is something to do. */
export class RampartError extends Error {
  static override [Symbol.hasInstance](thrown: unknown): boolean {
    if (this !== RampartError) return super[Symbol.hasInstance](thrown);
    return typeof thrown === 'object' && thrown !== null && FORESEEN in thrown;
  }

  readonly [FORESEEN] = true;
  override readonly name = 'RampartError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly position: Position | undefined;

  constructor(code: ErrorCode, message: string, detail: ErrorDetail = {}) {
    super(message, { cause: detail.cause });
    this.code = code;
    this.hint = detail.hint;
    this.position = detail.position;
  }
}

/** The message of anything that was thrown, for a diagnostic or a record. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** As above, with the place in a user's file before it; line 0 means the file as a whole. */
export function placedMessage(thrown: unknown): string {
  const at = thrown instanceof RampartError ? thrown.position : undefined;
  if (at === undefined) return messageOf(thrown);
  return `${at.file}:${at.line === 0 ? '' : `${at.line}:${at.column}:`} ${messageOf(thrown)}`;
}

/** The `code` of a Node system error (`ENOENT`, `EACCES`, …), or undefined. */
export function errnoOf(thrown: unknown): string | undefined {
  const code = thrown instanceof Error ? (thrown as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : undefined;
}
