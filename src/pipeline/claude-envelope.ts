import { readEnvelope } from '../call/claude-envelope.ts';
import type { ToolCall } from '../core/call.ts';
import type { Decision } from '../core/decision.ts';
import type { FileView } from '../core/file-view.ts';
import { textOf } from '../core/word.ts';
import type { RuleSet } from '../policy/rule.ts';
import { scan } from '../shell/scan.ts';

/** A call as it is judged, and whether all it does is to write down the user's shell for Claude Code. */
interface Unwrapped {
  readonly call: ToolCall;
  readonly snapshot: boolean;
}

/** Takes what Claude Code puts around a command off, where nothing can hide in it. */
export function unwrapClaude(call: ToolCall, files: FileView, home: string): Unwrapped {
  const envelope = call.command === undefined ? undefined : readEnvelope(call.command);
  if (envelope?.snapshot !== undefined && !declaresOnly(envelope.snapshot, call, files, home))
    return { call, snapshot: false };
  return envelope?.kind === 'command'
    ? { call: { ...call, command: envelope.command }, snapshot: false }
    : { call, snapshot: envelope !== undefined };
}

/** Commands that may stand in a snapshot of a user's shell: they declare, and run nothing. */
const DECLARATIONS: ReadonlySet<string> = new Set([
  'source',
  'alias',
  'unalias',
  'shopt',
  'setopt',
  'hash',
  'typeset',
  'declare',
  'export',
  'set',
  'true',
  'unset',
  'eval',
]);

/**
 * Whether the file an envelope sources only declares functions, aliases and options. An agent may have written to it,
 * and nobody would judge what it runs.
 */
function declaresOnly(path: string, call: ToolCall, files: FileView, home: string): boolean {
  const found = files.read(path);
  if ('missing' in found) return found.missing === 'absent';
  const { argv: _, ...rest } = call;
  const read = scan({ ...rest, command: found.text }, { files, home });
  return (
    read.coverage !== 'opaque' &&
    read.invocations.every(({ program }) => DECLARATIONS.has(textOf(program) ?? ''))
  );
}

/** What is decided of a call that only writes a snapshot. */
export function housekeeping({ hash }: RuleSet): Decision {
  return {
    verdict: 'allow',
    rule: 'rampart/claude-code-snapshot',
    builtin: true,
    message: "Claude Code writes down the shell's functions and aliases",
    matched: [],
    coverage: 'full',
    policy: hash,
  };
}
