import { type CallIdentity, identityOf } from '../call/entry.ts';
import type { ToolCall } from '../core/call.ts';
import type { Decision } from '../core/decision.ts';
import type { AuditEntry } from '../core/record.ts';
import { type Ruling, readRuling } from '../core/ruling.ts';

/** A command that a host's hook let through, as its record tells of it. */
export interface SpilledCall {
  readonly identity: CallIdentity;
  readonly call: ToolCall;
  readonly decision: Decision;
  readonly ruling: Ruling;
}

/**
 * The command that a hook recorded where it found no daemon, so that the stand-in that runs it makes no second record.
 * Only what the rules allow by themselves: the record is some client's word, and that is no leave to run.
 * @param timeoutMs how long a command may run
 */
export function spilledCall(
  entry: AuditEntry,
  seq: number,
  timeoutMs: number | null,
): SpilledCall | undefined {
  const { kind, call: id, session, agent, actor, corr, cseq, fields, texts } = entry;
  const { action, verdict, call_id: callId, again } = fields;
  const { resource: command, cwd } = texts;
  if (kind !== 'call' || id === null || again === true || typeof callId !== 'string') return undefined;
  if (action !== 'exec' || command === undefined || cwd === undefined) return undefined;
  const told = { fail_mode: false, timeout_ms: timeoutMs, seq, message: '' };
  const ruling = readRuling({ ...fields, ...told, decision: verdict });
  if (ruling?.effect !== 'run' || ruling.by !== 'rule') return undefined;
  // The record may be forged: what a rule asks about or denies never runs by a rule.
  if (ruling.verdict !== 'allow' && ruling.verdict !== 'watch') return undefined;
  const call: ToolCall = { tool: action, command, cwd, session, agent, actor, corr, callId, env: {} };
  const { rule, policy, coverage } = ruling;
  const decision = {
    verdict: ruling.verdict,
    rule,
    builtin: false,
    message: '',
    matched: [],
    coverage,
    policy,
  };
  return { identity: identityOf(call, id, cseq), call, decision, ruling };
}
