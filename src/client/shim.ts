import { isAbsolute, join } from 'node:path';
import { quote } from '../call/resource-text.ts';
import type { ToolCall } from '../core/call.ts';
import { formatDuration } from '../core/duration.ts';
import { messageOf, RampartError } from '../core/error.ts';
import { EXIT } from '../core/exit.ts';
import type { Outcome } from '../core/outcome.ts';
import { passwdHome, placesOf } from '../core/places.ts';
import { exitOfRefusal, type Ruling } from '../core/ruling.ts';
import { visible } from '../report/escape.ts';
import type { RunPlan } from '../run/plan.ts';
import { runCommand } from '../run/runner.ts';
import { consultedEnv } from './consulted-env.ts';
import { type GuardOptions, rule } from './guard.ts';
import { refusalText } from './refusal.ts';
import type { ScriptPiece } from './script-input.ts';
import { isLoginShell, readShellRequest } from './shell-request.ts';
import { readStubArguments } from './stub.ts';
import { assertUtf8 } from './utf8-argv.ts';
import { policyOf } from './wrap-folder.ts';

/** What a wrap folder's stub is made with; see `wrap-folder.ts`. */
interface ShimWords {
  readonly folder: string;
  readonly agent: string;
  /** Absolute path of the real shell, and the name it is to see itself under. */
  readonly real: string;
  readonly argv0: string;
}

/**
 * Stands in for a shell in a wrapped session: what it was asked to run is put to the guard, then run by the real shell
 * with the caller's own arguments, environment, directory and standard input, output and error.
 * @param words after `shim`
 * @returns the exit code
 */
export async function shim(words: readonly string[]): Promise<number> {
  const [folder = '', agent = '', real = '', argv0 = '', ...rest] = words;
  const { kept, argv } = readStubArguments(rest);
  const env = { ...definedOnly(process.env), ...kept };
  return standIn({ folder, agent, real, argv0 }, argv, env).catch((thrown: unknown) => {
    complain(messageOf(thrown));
    return EXIT.unjudged;
  });
}

async function standIn(at: ShimWords, argv: readonly string[], env: Record<string, string>): Promise<number> {
  // A name would be looked up in PATH, find this stand-in again, and never end.
  if (!isAbsolute(at.real)) throw new RampartError('E_INPUT', 'a stand-in was started without its shell');
  assertUtf8(argv);
  const request = readShellRequest([at.argv0, ...argv]);
  if (request.kind === 'stdin' && !process.stdin.isTTY)
    return standInForReader(at, argv, env, request.positional);
  const call = callOf(at, argv, request.kind === 'command' ? request.command : undefined, env);
  const { ruling, ended, close } = await rule(call, guardOptions(at));
  if (ruling.effect === 'refuse') {
    close();
    return refused(ruling);
  }
  return finish(await runCommand(planFor(at, argv, env, ruling.timeoutMs)), ruling, ended);
}

/** The shell reads its script from standard input: what comes there is judged before the shell sees it. */
async function standInForReader(
  at: ShimWords,
  argv: readonly string[],
  env: Record<string, string>,
  positional: readonly string[],
): Promise<number> {
  const { scriptPieces } = await import('./script-input.ts');
  const pieces = scriptPieces(process.stdin);
  const first = (await pieces.next()).value;
  if (first === undefined) return EXIT.unjudged;
  const options = guardOptions(at);
  const preset = positional.length === 0 ? '' : `set -- ${quote(positional)}\n`;
  const callFor = ({ bytes }: ScriptPiece): ToolCall =>
    callOf(at, argv, preset + bytes.toString('utf8'), env);
  if (first.last) {
    const { ruling, ended, close } = await rule(callFor(first), options);
    if (ruling.effect === 'refuse') {
      close();
      return refused(ruling);
    }
    const plan = { ...planFor(at, argv, env, ruling.timeoutMs), stdin: once(first.bytes) };
    return finish(await runCommand(plan), ruling, ended);
  }

  // Somebody keeps this shell open and writes to it now and then: each piece is a call of its own.
  async function* judged(): AsyncGenerator<Uint8Array> {
    yield await admitted(callFor(first), first.bytes, options);
    for await (const piece of pieces)
      if (piece.bytes.length > 0) yield await admitted(callFor(piece), piece.bytes, options);
  }
  return (await runCommand({ ...planFor(at, argv, env, null), stdin: judged() })).exit;
}

/** What the shell gets in place of a piece that is refused: nothing runs, and `$?` is what a refusal's exit code is. */
async function admitted(call: ToolCall, bytes: Buffer, options: GuardOptions): Promise<Uint8Array> {
  const { ruling, close } = await rule(call, options, 'none');
  close();
  return ruling.effect === 'run' ? bytes : Buffer.from(`(exit ${refused(ruling)})\n`);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function refused(ruling: Ruling): number {
  process.stderr.write(refusalText(ruling));
  return exitOfRefusal(ruling);
}

async function finish(
  outcome: Outcome,
  ruling: Ruling,
  ended: (outcome: Outcome) => Promise<void>,
): Promise<number> {
  await ended(outcome);
  if (outcome.ended === 'timeout') complain(`timed out after ${formatDuration(ruling.timeoutMs ?? 0)}`);
  return outcome.exit;
}

function planFor(
  at: ShimWords,
  argv: readonly string[],
  env: Record<string, string>,
  timeoutMs: number | null,
): RunPlan {
  return {
    file: at.real,
    argv0: at.argv0,
    args: argv,
    cwd: process.cwd(),
    env,
    timeoutMs,
    graceMs: GRACE_MS,
  };
}

/** Between asking a command's tree to end and ending it. */
const GRACE_MS = 2_000;

function callOf(
  at: ShimWords,
  argv: readonly string[],
  command: string | undefined,
  env: Record<string, string>,
): ToolCall {
  const all = [at.argv0, ...argv];
  return {
    tool: 'exec',
    ...(command === undefined ? { argv: all } : { command }),
    cwd: process.cwd(),
    session: at.folder.slice(at.folder.lastIndexOf('/') + 1),
    agent: at.agent,
    actor: null,
    corr: null,
    callId: null,
    env: consultedEnv(argv, env, { complete: !isLoginShell(all) }),
  };
}

function guardOptions(at: ShimWords): GuardOptions {
  const places = placesOf(join(at.folder, 'home'));
  const policy = policyOf(at.folder);
  return {
    places: { ...places, fail: join(at.folder, 'fail') },
    userHome: passwdHome(),
    ...(policy === undefined ? {} : { policy }),
    socket: join(at.folder, 'agent.sock'),
    notice: complain,
  };
}

function complain(message: string): void {
  process.stderr.write(`rampart: ${visible(message)}\n`);
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}
