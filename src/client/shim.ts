import { isAbsolute } from 'node:path';
import { quote } from '../call/resource-text.ts';
import type { ToolCall } from '../core/call.ts';
import { messageOf, RampartError } from '../core/error.ts';
import { EXIT } from '../core/exit.ts';
import { accountHome, placesOf } from '../core/places.ts';
import { exitOfRefusal } from '../core/ruling.ts';
import { visible } from '../report/escape.ts';
import { endLike } from '../run/end-like.ts';
import type { RunPlan } from '../run/plan.ts';
import { runCommand } from '../run/runner.ts';
import { autostartDaemon } from './autostart.ts';
import { bundledReader } from './bundled-reader.ts';
import { consultedEnv } from './consulted-env.ts';
import { type GuardOptions, type Ruled, rule } from './guard.ts';
import { claimLetThrough } from './let-through.ts';
import { ownEnv } from './own-env.ts';
import { ownHook } from './own-hook.ts';
import { refusalText } from './refusal.ts';
import { runRuled } from './run-ruled.ts';
import type { ScriptPiece } from './script-input.ts';
import { isLoginShell, readShellRequest } from './shell-request.ts';
import { readStubArguments } from './stub.ts';
import { assertUtf8 } from './utf8-argv.ts';
import { linksOf, policyOf, startsAgent } from './wrap-folder.ts';

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
  const { env, argv } = readStubArguments(rest, ownEnv());
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
  const options = guardOptions(at);
  const own = request.kind === 'command' ? ownHook(request.command, options.places) : undefined;
  if (own !== undefined) {
    const [file = '', ...args] = own;
    return endLike(await runCommand({ ...planFor(at, argv, env, null), file, argv0: file, args }));
  }
  const call = callOf(at, argv, request.kind === 'command' ? request.command : undefined, env);
  const ruled = await rule(call, options);
  if (ruled.ruling.effect === 'refuse') return refused(ruled);
  return endLike(await runRuled(ruled, planFor(at, argv, env, ruled.ruling.timeoutMs), complain));
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
    const ruled = await rule(callFor(first), options);
    if (ruled.ruling.effect === 'refuse') return refused(ruled);
    const plan = { ...planFor(at, argv, env, ruled.ruling.timeoutMs), stdin: once(first.bytes) };
    return endLike(await runRuled(ruled, plan, complain));
  }

  // Somebody keeps this shell open and writes to it now and then: each piece is a call of its own.
  let failure: unknown;
  async function* judged(): AsyncGenerator<Uint8Array> {
    try {
      yield await admitted(callFor(first), first.bytes, options);
      for await (const piece of pieces)
        if (piece.bytes.length > 0) yield await admitted(callFor(piece), piece.bytes, options);
    } catch (thrown) {
      // For the shell its input ends here; that must not look like a script that came to its end.
      failure = thrown;
    }
  }
  const outcome = await runCommand({ ...planFor(at, argv, env, null), stdin: judged() });
  // The shell may have ended before its caller stopped writing: nobody reads on.
  process.stdin.destroy();
  if (failure !== undefined) throw failure;
  return endLike(outcome);
}

/** What the shell gets in place of a piece that is refused: nothing runs, and `$?` is what a refusal's exit code is. */
async function admitted(call: ToolCall, bytes: Buffer, options: GuardOptions): Promise<Uint8Array> {
  const ruled = await rule(call, options, 'none');
  if (ruled.ruling.effect === 'refuse') return Buffer.from(`(exit ${refused(ruled)})\n`);
  ruled.close();
  return bytes;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function refused({ ruling, close }: Ruled): number {
  close();
  process.stderr.write(refusalText(ruling));
  return exitOfRefusal(ruling);
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
  const { home, socket, fail } = linksOf(at.folder);
  const policy = policyOf(at.folder);
  const places = { ...placesOf(home), fail };
  return {
    places,
    userHome: accountHome(),
    ...(policy === undefined ? {} : { policy }),
    reader: () => bundledReader(places, complain),
    socket,
    notice: complain,
    letThrough: (...judged) => claimLetThrough(at.folder, ...judged),
    startsAgent: startsAgent(at.folder),
    absent: () => autostartDaemon(places),
  };
}

function complain(message: string, hint?: string): void {
  process.stderr.write(
    `rampart: ${visible(message)}\n${hint === undefined ? '' : `hint: ${visible(hint)}\n`}`,
  );
}
