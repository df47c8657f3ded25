import type { ToolCall } from '../core/call.ts';
import type { ErrorCode } from '../core/error.ts';
import type { Outcome } from '../core/outcome.ts';
import type { SessionMode } from '../core/resolve.ts';
import type { Unread } from '../core/unread.ts';

/** What can be asked of a daemon. Which of these a socket answers is said where it is opened. */
export const OPS = [
  'evaluate',
  'outcome',
  'unread',
  'left',
  'spill',
  'ping',
  'status',
  'session',
  'stop',
  'pending',
  'approve',
  'deny',
  'export',
] as const;
export type Op = (typeof OPS)[number];

interface Asked<O extends Op> {
  /** Chosen by the client, at most `LIMITS.idBytes`; the answer carries it. */
  readonly id: string;
  readonly op: O;
}

/** Judge a call, ask a person if need be, and record the intent. Idempotent by `id`. */
export interface EvaluateRequest extends Asked<'evaluate'> {
  readonly call: ToolCall;
  /** Whether the client will report how the call ended. */
  readonly expects: 'outcome' | 'none';
  /** A long-lived client's own count of its calls. */
  readonly cseq: number | null;
  /** Who runs the call: a process below one that runs a granted call is covered by that grant. */
  readonly process: ProcessPlace | null;
}

export interface ProcessPlace {
  readonly pid: number;
  /** The parent first. */
  readonly ancestors: readonly number[];
}

export interface OutcomeRequest extends Asked<'outcome'> {
  /** Id of the call that ended. */
  readonly call: string;
  readonly outcome: Outcome;
}

/** A hook has refused what its host sent, since it could not be read. */
export interface UnreadRequest extends Asked<'unread'> {
  readonly unread: Unread;
}

/** What a client did while it reached no daemon. */
export interface SpillRequest extends Asked<'spill'> {
  /** The spill file's name. */
  readonly file: string;
  /** Its lines, as they stand there: the log knows a file that comes twice by its digest. */
  readonly entries: readonly string[];
}

/** A host says that a session of its own has ended. */
export interface LeftRequest extends Asked<'left'> {
  readonly session: string;
  /** The host's word for it. */
  readonly reason: string;
}

export interface SessionRequest extends Asked<'session'> {
  readonly session: string;
  readonly agent: string | null;
  readonly phase: 'start' | 'end';
  readonly mode: SessionMode | null;
  /** Hash of a compiled set that takes the place of the active one for this session. */
  readonly policy: string | null;
}

/** What waits for a person, page by page; with `follow`, instead what comes and goes until the client leaves. */
export interface PendingRequest extends Asked<'pending'> {
  readonly follow: boolean;
  /** Where the page begins: 0, or `next` of the one before. */
  readonly from: number;
}

interface Answering {
  /** Of the approval, or a beginning of it that no other has. */
  readonly approval: string;
  /** Who answers, as they call themselves. */
  readonly by: string;
  readonly reason: string | null;
}

export interface ApproveRequest extends Asked<'approve'>, Answering {}

export interface DenyRequest extends Asked<'deny'>, Answering {}

/** Records that a person takes a copy of the log. */
export interface ExportRequest extends Asked<'export'> {
  /** Who, as they call themselves. */
  readonly by: string;
  readonly format: string;
  readonly path: string;
}

/** Asks the daemon to end. */
export interface StopRequest extends Asked<'stop'> {
  /** Who, as they call themselves. */
  readonly by: string | null;
}

/** A request that a daemon has found well formed. */
export type Request =
  | EvaluateRequest
  | OutcomeRequest
  | UnreadRequest
  | SpillRequest
  | LeftRequest
  | SessionRequest
  | PendingRequest
  | ApproveRequest
  | DenyRequest
  | ExportRequest
  | Asked<'ping'>
  | Asked<'status'>
  | StopRequest;

/** Why a request was not answered. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** The members of an answer beside `v`, `id` and `ok`: each op has its own. */
export type Body = Readonly<Record<string, unknown>>;

export type Answer =
  | { readonly ok: true; readonly body: Body }
  | { readonly ok: false; readonly error: Refusal };

/** News about a request that is not answered yet: `pending` while a person is asked. */
export interface Event {
  readonly event: string;
  readonly body: Body;
}

const CODES: Record<ErrorCode, true> = {
  E_INPUT: true,
  E_LIMIT: true,
  E_POLICY: true,
  E_OWNER: true,
  E_SOCKET: true,
  E_TIMEOUT: true,
  E_LATCH: true,
  E_BUSY: true,
  E_ID: true,
  E_VERSION: true,
  E_NATIVE: true,
};

/** Whether a text that came over the wire is one of our codes. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(CODES, code);
}
