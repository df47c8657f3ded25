import { readEnvelope } from './call/claude-envelope.ts';
import type { ToolCall } from './core/call.ts';
import type { Decision, Judgement } from './core/decision.ts';
import type { ErrorCode } from './core/error.ts';
import { type FileView, NO_FILES } from './core/file-view.ts';
import type { Standpoint } from './core/place.ts';
import { watchedFiles } from './core/watched-files.ts';
import { textOf } from './core/word.ts';
import { summariseCall } from './effects/of-call.ts';
import { decide } from './policy/decide.ts';
import type { Examine } from './policy/examine.ts';
import type { Rule, RuleSet } from './policy/rule.ts';
import { decideWithoutPolicy } from './policy/without-policy.ts';
import { writtenScript } from './shell/files/written-script.ts';
import { scan } from './shell/scan.ts';

/** What judging needs beside the call. */
export interface Bench {
  readonly rules: RuleSet;
  readonly files: FileView;
  /** The caller's home directory. */
  readonly home: string;
}

/**
 * Reads a call, works out what it would do, and asks the rules. Pure but for reading script files through `files`:
 * `check`, the daemon and a client that finds no daemon all run exactly this.
 */
export function judge(given: ToolCall, { rules, files, home }: Bench): Judgement {
  const { view, reads } = watchedFiles(files);
  const envelope = given.command === undefined ? undefined : readEnvelope(given.command);
  const trusted =
    envelope !== undefined &&
    (envelope.snapshot === undefined || declaresOnly(envelope.snapshot, given, view, home));
  const call = trusted && envelope.kind === 'command' ? { ...given, command: envelope.command } : given;
  const read = scan(call, { files: view, home });
  const summary = summariseCall(call, read, standpoint(given, home, view));
  const decision =
    trusted && envelope.kind === 'snapshot'
      ? housekeeping(rules)
      : unlessUnlisted(call, decide(rules, { call, scan: read, ...summary, home }));
  const judged = { call, scan: read, ...summary, decision };
  return { ...(ofWritten(call, decision, { rules, files: view, home }) ?? judged), files: reads() };
}

/**
 * What a shell script that is written would do when it runs, which may be where nobody judges it. Only what a rule
 * denies and the script surely does keeps it from being written; what needs a person is asked when it runs.
 */
function ofWritten(
  call: ToolCall,
  decided: Decision,
  { rules, files, home }: Bench,
): Omit<Judgement, 'files'> | undefined {
  if (decided.verdict === 'deny') return undefined;
  const command = writtenScript(call, files);
  if (command === undefined) return undefined;
  const { path, ...rest } = call;
  const code = { ...rest, command };
  const read = scan(code, { files, home });
  const summary = summariseCall(code, read, standpoint(call, home, files));
  const decision = decide(rules, { call: code, scan: read, ...summary, home });
  const surely = decision.matched.some(
    ({ rule, action, match }) => rule === decision.rule && action === 'deny' && match === 'must',
  );
  if (decision.verdict !== 'deny' || !surely) return undefined;
  const message = `the script that is written to ${path}: ${decision.message}`;
  return { call, scan: read, ...summary, decision: { ...decision, message } };
}

function standpoint({ cwd }: ToolCall, home: string, { leads }: FileView): Standpoint {
  return { home, workspace: cwd, ...(leads === undefined ? {} : { leads }) };
}

/** Characters of a tool's name that a person is shown. */
const NAME_SHOWN = 100;

/**
 * A tool nobody has described may do anything. What a rule says of it holds; the default is meant for what is known,
 * so in its place the host asks the person who sits there, or the tool is refused.
 */
function unlessUnlisted({ unlisted, name }: ToolCall, decision: Decision): Decision {
  if (unlisted === undefined || decision.rule !== 'default' || decision.verdict === 'deny') return decision;
  // The host may have the name from anybody.
  const message = `nobody has told Rampart what the tool ${name?.slice(0, NAME_SHOWN)} does`;
  return {
    ...decision,
    ...(unlisted === 'deny' ? { verdict: 'deny' } : { verdict: 'ask', asks: 'host' }),
    rule: 'rampart/unlisted-tool',
    message,
  };
}

/** As `judge` where no policy could be loaded: self-protection holds, and the rest is the fail mode's to say. */
export function judgeWithoutPolicy(
  call: ToolCall,
  { protection, files, home }: Omit<Bench, 'rules'> & { readonly protection: readonly Rule[] },
  error: { readonly code: ErrorCode; readonly message: string },
): Judgement {
  const { view, reads } = watchedFiles(files);
  const read = scan(call, { files: view, home });
  const summary = summariseCall(call, read, standpoint(call, home, view));
  const decision = decideWithoutPolicy(protection, { call, scan: read, ...summary, home }, error);
  return { call, scan: read, ...summary, decision, files: reads() };
}

/** What a call is taken to do, without the disk: how examples in policy files are read. */
export const examine: Examine = (call, home) => {
  const read = scan(call, { files: NO_FILES, home });
  return { scan: read, ...summariseCall(call, read, { home, workspace: call.cwd }) };
};

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

function housekeeping({ hash }: RuleSet): Decision {
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
