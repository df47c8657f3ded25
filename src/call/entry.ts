import { createHash } from 'node:crypto';
import type { ToolCall } from '../core/call.ts';
import { LIMITS } from '../core/limits.ts';
import type { Outcome } from '../core/outcome.ts';
import type { AuditEntry } from '../core/record.ts';
import type { Resolved, SessionMode } from '../core/resolve.ts';
import type { Unread } from '../core/unread.ts';
import { resourceText } from './resource-text.ts';

/** What links the records of one call. */
export interface CallIdentity {
  readonly id: string;
  readonly session: string | null;
  readonly agent: string | null;
  readonly actor: string | null;
  readonly corr: string | null;
  readonly cseq: number | null;
}

export function identityOf(call: ToolCall, id: string, cseq: number | null): CallIdentity {
  const { session, agent, actor, corr } = call;
  return { id, session, agent, actor, corr, cseq };
}

export interface CallCircumstances {
  /** Whether somebody will report how it ended. */
  readonly expects: 'outcome' | 'none';
  readonly mode: SessionMode;
  /** The fail switch decided. */
  readonly failMode: boolean;
}

/** The record of a decision and of what is about to happen: on disk before anything starts. */
export function callEntry(
  identity: CallIdentity,
  call: ToolCall,
  resolved: Resolved,
  at: CallCircumstances,
): AuditEntry {
  const { decision, effect, by } = resolved;
  return {
    ...envelope(identity),
    kind: 'call',
    fields: {
      action: call.tool,
      status: effect,
      verdict: decision.verdict,
      effect,
      by,
      rule: decision.rule,
      policy: decision.policy,
      coverage: decision.coverage,
      expects: effect === 'run' ? at.expects : 'none',
      mode: at.mode,
      fail_mode: at.failMode,
      call_id: shortened(call.callId),
      ...(decision.error === undefined ? {} : { error: decision.error.code }),
    },
    texts: {
      resource: resourceText(call),
      cwd: call.cwd,
      ...(decision.message === '' ? {} : { message: decision.message }),
    },
  };
}

/**
 * The record of a payload that no call could be read from: refused, and told of by its size and digest.
 * @param policy hash of the set in force, or of none
 */
export function unreadEntry(id: string, unread: Unread, policy: string): AuditEntry {
  const { agent, session, corr, code, message, bytes, sha256 } = unread;
  return {
    ...envelope({ id, session, agent, actor: null, corr, cseq: null }),
    kind: 'call',
    fields: {
      action: 'unread',
      status: 'refuse',
      verdict: 'error',
      effect: 'refuse',
      by: 'rule',
      rule: 'rampart/unreadable-call',
      policy,
      coverage: 'opaque',
      expects: 'none',
      mode: 'enforce',
      fail_mode: false,
      call_id: null,
      error: code,
      bytes,
    },
    texts: { resource: `what ${agent} sent: ${bytes} bytes, sha256:${sha256}`, message },
  };
}

/** A host's id is a name, not a text: one that is longer than any host's stands for itself by its digest. */
function shortened(id: string | null): string | null {
  return id === null || id.length <= LIMITS.leafIdChars
    ? id
    : `sha256:${createHash('sha256').update(id).digest('hex')}`;
}

/** The record of a process that a granted call started: covered by that grant, and written down for the reader. */
export function coveredEntry(
  identity: CallIdentity,
  call: ToolCall,
  { decision }: Resolved,
  grant: string,
): AuditEntry {
  return {
    ...envelope(identity),
    call: grant,
    kind: 'exec',
    fields: {
      action: call.tool,
      verdict: decision.verdict,
      rule: decision.rule,
      policy: decision.policy,
      coverage: decision.coverage,
    },
    texts: { resource: resourceText(call), cwd: call.cwd },
  };
}

export function outcomeEntry(
  identity: CallIdentity,
  { ended, exit, signal, durationMs }: Outcome,
): AuditEntry {
  return {
    ...envelope(identity),
    kind: 'outcome',
    fields: { ended, exit, signal, duration_ms: durationMs },
    texts: {},
  };
}

function envelope({ id, ...rest }: CallIdentity): Omit<AuditEntry, 'kind' | 'fields' | 'texts'> {
  return { ...rest, call: id };
}
