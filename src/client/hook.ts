import { join } from 'node:path';
import type { Adapter, HookOutput, HostAnswer, Report } from '../call/adapter.ts';
import { ADAPTERS } from '../call/adapters.ts';
import { hookCallId } from '../call/call-id.ts';
import type { ToolCall } from '../core/call.ts';
import { messageOf, RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { accountHome, placesOf } from '../core/places.ts';
import type { Ruling } from '../core/ruling.ts';
import { sinceStart } from '../core/since-start.ts';
import { parseObject } from '../core/strict-json.ts';
import { visible } from '../report/escape.ts';
import { autostartDaemon } from './autostart.ts';
import { bundledReader } from './bundled-reader.ts';
import { consultedEnv } from './consulted-env.ts';
import { type GuardOptions, type Ruled, report, rule, without } from './guard.ts';
import { HookInput } from './hook-input.ts';
import { noteLetThrough } from './let-through.ts';
import { recordLeft } from './record-left.ts';
import { type Heard, recordUnread } from './record-unread.ts';
import { refusalText } from './refusal.ts';
import { wrapAround } from './wrap-folder.ts';

export interface HookRequest {
  /** The host, as `--format` names it. */
  readonly format: string;
  /** Rampart's home; the user's own when absent. */
  readonly home: string | undefined;
  /** What the rules allow runs without the host's own permissions being asked. */
  readonly grant: boolean;
  /** Milliseconds after which the host gives up on the hook; what `setup` configures when absent. */
  readonly timeoutMs?: number;
}

/**
 * Is an agent's hook: reads what the host is about to do from standard input, puts it to the guard, and answers in the
 * host's exact bytes. A host that gets no answer, or one byte too many, runs the call: so there is one answer, in one
 * write, before the host's time is over, whatever happens here.
 * @returns the exit code the host expects
 * @throws RampartError E_INPUT for a host nobody knows
 */
export async function hook(request: HookRequest): Promise<number> {
  const adapter = ADAPTERS.get(request.format);
  if (adapter === undefined)
    throw new RampartError('E_INPUT', `no such host: ${request.format}`, {
      hint: `one of ${[...ADAPTERS.keys()].join(', ')}`,
    });
  const deadline = (request.timeoutMs ?? adapter.timeoutMs) - LIMITS.hookMarginMs;
  const heard: Heard = { input: new HookInput(), payload: undefined };
  const by = { adapter, home: request.home, notice: complain };
  return new Promise(resolve => {
    let answered = false;
    let refused = false;
    const answer = (output: HookOutput): void => {
      if (answered) return;
      answered = true;
      clearTimeout(watchdog);
      process.stderr.write(output.stderr);
      process.stdout.write(output.stdout, () => resolve(output.exit));
    };
    const refuse = (thrown: unknown): void => {
      const output = refusal(adapter, messageOf(thrown));
      // Whatever goes wrong while the refusal is recorded: it is a refusal.
      if (refused) answer(output);
      else if (!answered) void recordUnread(by, heard, thrown).then(() => answer(output));
      refused = true;
    };
    const watchdog = setTimeout(
      () => refuse(new RampartError('E_TIMEOUT', 'there was no answer in the time the host gives its hook')),
      Math.max(0, deadline - sinceStart()),
    );
    process.on('uncaughtException', refuse);
    process.on('unhandledRejection', refuse);
    outputFor(adapter, request, heard, deadline).then(answer, refuse);
  });
}

/** What cannot be read, or goes wrong where nobody expected it, is not run: the agent chose the input. */
function refusal(adapter: Adapter, why: string): HookOutput {
  return adapter.answer({ kind: 'deny', reason: `rampart: this call is not run: ${visible(why)}` }, []);
}

async function outputFor(
  adapter: Adapter,
  request: HookRequest,
  heard: Heard,
  deadline: number,
): Promise<HookOutput> {
  const bytes = await heard.input.read(process.stdin);
  const payload = parseObject(bytes, { what: 'what the host sent', depth: LIMITS.hookDepth });
  heard.payload = payload;
  const told = adapter.read(payload, {
    cwd: process.cwd(),
    digest: () => heard.input.digest(),
    env: command => consultedEnv([command], process.env, { complete: false }),
  });
  const options = optionsFor(request, adapter, deadline);
  switch (told.kind) {
    case 'nothing':
      return SILENCE;
    case 'ended':
      await recordEnd(adapter, told, options);
      return SILENCE;
    case 'left':
      await recordLeft(adapter, told, options);
      return SILENCE;
    case 'calls':
      return ruleOn(adapter, told.calls, request, options);
  }
}

const SILENCE: HookOutput = { stdout: '', stderr: '', exit: 0 };

interface HookOptions extends GuardOptions {
  /** The wrapped session the host runs in, if in one. */
  readonly session: string | undefined;
}

function optionsFor({ home }: HookRequest, { asks }: Adapter, deadline: number): HookOptions {
  const places = placesOf(home);
  const wrap = wrapAround(places);
  return {
    places,
    userHome: accountHome(),
    ...(wrap?.policy === undefined ? {} : { policy: wrap.policy }),
    session: wrap?.session,
    reader: () => bundledReader(places, complain),
    socket: places.agentSocket,
    notice: complain,
    hostAsks: asks,
    // Half of what is left for the daemon, so that there is time to judge here.
    answerMs: Math.max(1, (deadline - sinceStart()) / 2),
    waitMs: Math.max(1, deadline - sinceStart() - ANSWER_MS),
    absent: () => autostartDaemon(places),
  };
}

/** From giving up on a person to the answer's last byte. */
const ANSWER_MS = 500;

/** All of them, or none: the strictest answer is the host's. */
async function ruleOn(
  adapter: Adapter,
  calls: readonly ToolCall[],
  { grant }: HookRequest,
  options: HookOptions,
): Promise<HookOutput> {
  let answer: HostAnswer = { kind: 'pass' };
  const notes: string[] = [];
  for (const [index, given] of calls.entries()) {
    const id = given.callId === null ? undefined : hookCallId(adapter.format, given.session, given.callId);
    const call = inSession(given, options.session);
    const named = id === undefined ? {} : { id: index === 0 ? id : `${id}.${index}` };
    const ruled = await rule(call, { ...options, ...named }, 'none');
    const { ruling, spilled } = ruled;
    ruled.close();
    if (spilled && id !== undefined && options.session !== undefined && ruling.effect === 'run')
      remember(join(options.places.wrap, options.session), call, id, ruled, options);
    if (ruling.failMode) notes.push(`rampart: ${visible(without(ruling))}`);
    const next = answerTo(ruling, grant, adapter.asks);
    if (next.kind === 'deny') return adapter.answer(next, notes);
    if (index === 0 || next.kind === 'ask' || answer.kind === 'grant') answer = next;
  }
  return adapter.answer(answer, notes);
}

/** Where it cannot be remembered, the stand-in records the call once more: nothing is lost. */
function remember(folder: string, call: ToolCall, id: string, ruled: Ruled, { notice }: GuardOptions): void {
  try {
    noteLetThrough(folder, call, id, ruled);
  } catch (thrown) {
    notice(`the call will be recorded twice: ${messageOf(thrown)}`);
  }
}

/** A host that runs in a wrapped session is that session; its own name for it is kept beside. */
function inSession(call: ToolCall, session: string | undefined): ToolCall {
  return session === undefined ? call : { ...call, session, corr: call.session };
}

function answerTo(ruling: Ruling, grant: boolean, asks: boolean): HostAnswer {
  if (ruling.effect === 'refuse') return { kind: 'deny', reason: refusalText(ruling).trimEnd() };
  const { by, rule: name, message } = ruling;
  const why = `rampart: ${visible(name)}: ${visible(message)}`;
  switch (by) {
    case 'host':
      return { kind: asks ? 'ask' : 'deny', reason: why };
    case 'rule':
    case 'person':
      return grant ? { kind: 'grant', reason: why } : { kind: 'pass' };
    case 'mode':
    case 'timeout':
      return { kind: 'pass' };
  }
}

async function recordEnd(
  { format }: Adapter,
  { session, callId, tool, outcome }: Extract<Report, { kind: 'ended' }>,
  options: HookOptions,
): Promise<void> {
  const identity = {
    id: hookCallId(format, session, callId),
    session: options.session ?? session,
    agent: format,
    actor: null,
    corr: options.session === undefined ? null : session,
    cseq: null,
  };
  // A command of a wrapped session runs behind a stand-in, which writes its end down where there is no daemon.
  await report(identity, outcome, options, options.session === undefined || tool !== 'exec');
}

function complain(message: string, hint?: string): void {
  process.stderr.write(
    `rampart: ${visible(message)}\n${hint === undefined ? '' : `hint: ${visible(hint)}\n`}`,
  );
}
