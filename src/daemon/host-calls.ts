import { realpathSync } from 'node:fs';
import type { CallIdentity } from '../call/entry.ts';
import type { ToolCall } from '../core/call.ts';
import type { Decision } from '../core/decision.ts';
import { LIMITS } from '../core/limits.ts';
import { type Ruling, reuseMs } from '../core/ruling.ts';
import { Latest } from './latest.ts';

/** A call that a host's hook asked about and that runs elsewhere. */
interface HostCall {
  readonly identity: CallIdentity;
  readonly call: ToolCall;
  readonly decision: Decision;
  readonly ruling: Ruling;
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

  add(identity: CallIdentity, call: ToolCall, decision: Decision, ruling: Ruling): void {
    this.#calls.set(identity.id, { identity, call, decision, ruling, at: this.#now() });
  }

  /** The call of a hook that this one is, taken out. */
  claim(call: ToolCall, decision: Decision): HostCall | undefined {
    if (call.session === null || call.callId !== null || call.command === undefined) return undefined;
    for (const [id, one] of this.#calls) {
      if (
        this.#now() - one.at > reuseMs(one.ruling.by) ||
        !isSame(one.call, call) ||
        !agree(one.decision, decision)
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
