import type { ToolCall } from '../core/call.ts';
import { RampartError } from '../core/error.ts';
import { exitOfSignal } from '../core/exit.ts';
import { LIMITS } from '../core/limits.ts';
import type { Outcome } from '../core/outcome.ts';
import type { Adapter, HookOutput, HostAnswer, Payload, Report, Surroundings } from './adapter.ts';
import { readClaudeTool } from './claude-tools.ts';
import { member, objectMember, textMember } from './member.ts';

/**
 * Claude Code (measured on 2.1.329): PreToolUse decides, PostToolUse, PostToolUseFailure and SessionEnd
 * report. The hook's whole
 * standard output must be one JSON object: one byte more and the command runs.
 */
export const claudeCode: Adapter = {
  format: 'claude-code',
  timeoutMs: 150_000,
  asks: true,
  session,
  read(payload, around): Report {
    switch (textMember(payload, 'hook_event_name')) {
      case 'PreToolUse':
        return about(payload, around);
      case 'PostToolUse':
        return ended(payload, succeeded(payload));
      case 'PostToolUseFailure':
        return ended(payload, failed(payload));
      case 'SessionEnd':
        return left(payload);
      case undefined:
        throw new RampartError('E_INPUT', 'the payload names no event');
      default:
        return { kind: 'nothing' };
    }
  },
  answer,
};

function session(payload: Payload): string | null {
  return textMember(payload, 'session_id') ?? null;
}

function about(payload: Payload, around: Surroundings): Report {
  const name = textMember(payload, 'tool_name');
  if (name === undefined) throw new RampartError('E_INPUT', 'the payload names no tool');
  const reading = readClaudeTool(name, member(payload, 'tool_input'));
  if (reading === 'harmless') return { kind: 'nothing' };
  const cwd = textMember(payload, 'cwd') ?? '';
  const { content = '' } = reading;
  const call: ToolCall = {
    ...reading,
    ...(content.length > LIMITS.scanBytes
      ? { content: content.slice(0, LIMITS.scanBytes), digest: around.digest() }
      : {}),
    cwd: cwd.startsWith('/') ? cwd : around.cwd,
    session: session(payload),
    agent: 'claude-code',
    actor: null,
    corr: null,
    callId: textMember(payload, 'tool_use_id') ?? null,
    env: 'command' in reading && reading.command !== undefined ? around.env(reading.command) : {},
  };
  return { kind: 'calls', calls: [call] };
}

function left(payload: Payload): Report {
  const id = session(payload);
  return id === null
    ? { kind: 'nothing' }
    : { kind: 'left', session: id, reason: textMember(payload, 'reason')?.slice(0, REASON_CHARS) ?? '' };
}

/** `clear`, `logout`, `prompt_input_exit` or `other`. */
const REASON_CHARS = 100;

/** @param outcome undefined where the call goes on in the background: nobody will say how it ended */
function ended(payload: Payload, outcome: Outcome | undefined): Report {
  const callId = textMember(payload, 'tool_use_id');
  const name = textMember(payload, 'tool_name');
  if (outcome === undefined || callId === undefined || name === undefined) return { kind: 'nothing' };
  const reading = readClaudeTool(name, member(payload, 'tool_input'));
  if (reading === 'harmless') return { kind: 'nothing' };
  return { kind: 'ended', session: session(payload), callId, tool: reading.tool, outcome };
}

function succeeded(payload: Payload): Outcome | undefined {
  const response = objectMember(payload, 'tool_response') ?? {};
  if (textMember(response, 'backgroundTaskId') !== undefined) return undefined;
  const durationMs = duration(payload);
  if (member(response, 'interrupted') === true) return interrupted(durationMs);
  return { ended: 'exit', exit: 0, signal: null, durationMs };
}

/** `"error": "Exit code 1\n…"`; other failures have no code of their own. */
function failed(payload: Payload): Outcome {
  const durationMs = duration(payload);
  if (member(payload, 'is_interrupt') === true) return interrupted(durationMs);
  const code = Number(/^Exit code (\d{1,3})(?!\d)/.exec(textMember(payload, 'error') ?? '')?.[1] ?? 1);
  return { ended: 'exit', exit: code <= 255 ? code : 1, signal: null, durationMs };
}

const SIGINT = 2;

function interrupted(durationMs: number): Outcome {
  return { ended: 'signal', exit: exitOfSignal(SIGINT), signal: 'SIGINT', durationMs };
}

function duration(payload: Payload): number {
  const ms = member(payload, 'duration_ms');
  return typeof ms === 'number' && Number.isFinite(ms) && ms >= 0 ? Math.round(ms) : 0;
}

/**
 * A denial says it twice: the JSON carries the reason to the model, and exit 2 blocks even if something spoiled the
 * JSON on its way.
 */
function answer(what: HostAnswer, notes: readonly string[]): HookOutput {
  switch (what.kind) {
    case 'pass': {
      const stdout = notes.length === 0 ? '' : JSON.stringify({ systemMessage: notes.join('\n') });
      return { stdout, stderr: '', exit: 0 };
    }
    case 'grant':
      return { stdout: decision('allow', what.reason, notes), stderr: '', exit: 0 };
    case 'ask':
      return { stdout: decision('ask', what.reason, notes), stderr: '', exit: 0 };
    case 'deny':
      return { stdout: decision('deny', what.reason, notes), stderr: `${what.reason}\n`, exit: 2 };
  }
}

function decision(word: 'allow' | 'ask' | 'deny', reason: string, notes: readonly string[]): string {
  return JSON.stringify({
    hookSpecificOutput: {
      hookEventName: 'PreToolUse',
      permissionDecision: word,
      permissionDecisionReason: reason,
    },
    ...(notes.length === 0 ? {} : { systemMessage: notes.join('\n') }),
  });
}
