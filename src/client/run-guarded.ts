import { existsSync } from 'node:fs';
import type { ToolCall } from '../core/call.ts';
import { messageOf } from '../core/error.ts';
import { EXIT } from '../core/exit.ts';
import { exitOfRefusal } from '../core/ruling.ts';
import { consultedEnv } from './consulted-env.ts';
import { type GuardOptions, type Ruled, rule } from './guard.ts';
import { ownEnv } from './own-env.ts';
import { refusalText } from './refusal.ts';
import { runRuled } from './run-ruled.ts';
import { assertUtf8 } from './utf8-argv.ts';

export interface Asked {
  readonly command?: string;
  readonly argv?: readonly string[];
  readonly cwd: string;
  readonly session: string | null;
  readonly agent: string | null;
}

export interface RunOptions extends GuardOptions {
  /** Milliseconds; the policy's own limit holds too. */
  readonly timeoutMs: number | null;
}

/** Between asking a command's tree to end and ending it. */
const GRACE_MS = 2_000;

/**
 * Puts a command to the guard and runs it on our own standard input, output and error if it may run.
 * @returns the exit code: the command's own, or 124, 125, 126 or 127 (`core/exit.ts`)
 * @throws RampartError E_INPUT when there is no such working directory
 */
export async function runGuarded(asked: Asked, options: RunOptions): Promise<number> {
  let ruled: Ruled;
  try {
    assertUtf8(asked.argv ?? [asked.command ?? '']);
    ruled = await rule(callFor(asked), options);
  } catch (thrown) {
    options.notice(messageOf(thrown));
    return EXIT.unjudged;
  }
  const { ruling, close } = ruled;
  if (ruling.effect === 'refuse') {
    close();
    process.stderr.write(refusalText(ruling));
    return exitOfRefusal(ruling);
  }
  const [file = '', ...args] = asked.argv ?? [shell(), '-c', asked.command ?? ''];
  const timeoutMs = smaller(ruling.timeoutMs, options.timeoutMs);
  const plan = { file, args, cwd: asked.cwd, env: ownEnv(), timeoutMs, graceMs: GRACE_MS };
  return (await runRuled(ruled, plan, options.notice)).exit;
}

function callFor({ command, argv, cwd, session, agent }: Asked): ToolCall {
  return {
    tool: 'exec',
    ...(command === undefined ? { argv: argv ?? [] } : { command }),
    cwd,
    session,
    agent,
    actor: null,
    corr: null,
    callId: null,
    env: consultedEnv(argv ?? [command ?? ''], process.env, { complete: true }),
  };
}

/** What reads the text the way it was judged. */
function shell(): string {
  return ['/bin/bash', '/usr/bin/bash', '/usr/local/bin/bash'].find(existsSync) ?? '/bin/sh';
}

function smaller(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}
