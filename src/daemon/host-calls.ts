import { realpathSync } from 'node:fs';
import type { CallIdentity } from '../call/entry.ts';
import type { ToolCall } from '../core/call.ts';
import type { Decision } from '../core/decision.ts';
import { LIMITS } from '../core/limits.ts';
import { type Ruling, reuseMs } from '../core/ruling.ts';
import { type FileRead, isUnchanged } from '../core/watched-files.ts';
import { Latest } from './latest.ts';

/** A call that a host's hook asked about and that runs elsewhere. */
interface HostCall {
  readonly identity: CallIdentity;
  readonly call: ToolCall;
  readonly decision: Decision;
  readonly ruling: Ruling;
  /** What it was judged by. */
  readonly files: readonly FileRead[];
  /** Monotonic milliseconds. */
  readonly at: number;
}

/**
 * Calls that hooks have let through. Under `wrap` the same call comes again, from the stand-in of the shell that is to
 * run it: that is no second call, and nobody is asked twice. It is claimed once, and only while what is decided of it
 * is the same.
 */
export class HostCalls {
  readonly #calls = new Latest<HostCall>(LIMITS.rememberedCalls);
  readonly #now: () => number;

  /** @param now monotonic milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param files that it was judged by */
  add(
    identity: CallIdentity,
    call: ToolCall,
    decision: Decision,
    ruling: Ruling,
    files: readonly FileRead[],
  ): void {
    const at = this.#now();
    this.#calls.set(identity.id, { identity, call, decision, ruling, files, at });
  }

  /** The call of a hook that this one is, taken out. */
  claim(call: ToolCall, decision: Decision, files: readonly FileRead[]): HostCall | undefined {
    if (call.session === null || call.callId !== null || call.command === undefined) return undefined;
    for (const [id, one] of this.#calls) {
      if (
        this.#now() - one.at > reuseMs(one.ruling.by) ||
        !isSame(one.call, call) ||
        !agree(one.decision, decision) ||
        // What the rules allow they allow again; a person's leave is for the script they were asked about.
        (one.ruling.by !== 'rule' && !(isUnchanged(one.files, files) && isSameEnv(one.call.env, call.env)))
      )
        continue;
      this.#calls.delete(id);
      return one;
    }
    return undefined;
  }

  /** The call with this id, taken out: its host says that it has ended. */
  end(id: string): CallIdentity | undefined {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    return call?.identity;
  }
}

function isSame(a: ToolCall, b: ToolCall): boolean {
  return (
    a.tool === b.tool &&
    a.session === b.session &&
    a.command === b.command &&
    (a.cwd === b.cwd || realPath(a.cwd) === realPath(b.cwd))
  );
}

/** Where a shell stands and what it is, which a hook is not told. */
const SHELLS_OWN: ReadonlySet<string> = new Set(['PWD', 'OLDPWD', 'SHELL', 'IFS']);

/** Whether no variable that the command consults has another value now; a hook does not know them all. */
function isSameEnv(then: ToolCall['env'], now: ToolCall['env']): boolean {
  return Object.entries(then).every(
    ([name, value]) => SHELLS_OWN.has(name) || now[name] === undefined || now[name] === value,
  );
}

/** A policy, or a file the decision was made from, may have changed in between. */
function agree(a: Decision, b: Decision): boolean {
  return a.verdict === b.verdict && a.rule === b.rule && a.policy === b.policy;
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
