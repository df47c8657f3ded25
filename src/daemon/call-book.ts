import { type CallIdentity, callEntry } from '../call/entry.ts';
import type { ToolCall } from '../core/call.ts';
import type { Decision } from '../core/decision.ts';
import type { AuditLog } from '../core/record.ts';
import { type Circumstances, resolve, usedFailMode } from '../core/resolve.ts';
import { type Ruling, rulingOf } from '../core/ruling.ts';
import type { FileRead } from '../core/watched-files.ts';
import type { Config } from '../policy/file/config.ts';
import type { EarlierCalls } from './earlier-calls.ts';
import type { Asker } from './evaluations.ts';
import type { HostCalls } from './host-calls.ts';
import type { RunningCalls } from './running-calls.ts';
import type { Sessions } from './sessions.ts';

export interface CallBookPorts {
  readonly log: AuditLog;
  readonly earlier: EarlierCalls;
  readonly sessions: Sessions;
  readonly running: RunningCalls;
  readonly hostCalls: HostCalls;
  readonly config: () => Config;
}

/** Who will run a call, if it may, and whether they will say how it ended. */
export interface Runner {
  readonly expects: 'outcome' | 'none';
  readonly asker: Asker;
  /** Of the process that runs it. */
  readonly pid: number | null;
}

/** For a call nobody waits for any more. */
export const NO_RUNNER: Runner = { expects: 'none', asker: { presence: { left: true } }, pid: null };

/** Where calls become effective: what was decided is resolved and written down before anybody is told. */
export class CallBook {
  readonly #ports: CallBookPorts;

  constructor(ports: CallBookPorts) {
    this.#ports = ports;
  }

  /**
   * @param files that it was judged by
   * @throws RampartError E_LATCH or E_BUSY when it cannot be recorded; then it may not run either
   */
  async record(
    identity: CallIdentity,
    call: ToolCall,
    decision: Decision,
    at: Omit<Circumstances, 'fail'>,
    { expects, asker, pid }: Runner,
    files: readonly FileRead[],
  ): Promise<Ruling> {
    const { log, earlier, sessions, running, hostCalls, config } = this.#ports;
    const { fail, timeoutMs } = config();
    const resolved = resolve(decision, { ...at, fail });
    const failMode = usedFailMode(resolved, { ...at, fail });
    const entry = callEntry(identity, call, resolved, { expects, mode: at.session, failMode });
    const before = earlier.seqOf(entry);
    const seq = before ?? (await log.append(entry));
    if (before === undefined) sessions.count(call.session, decision.verdict, seq);
    const ruling = rulingOf(resolved, { failMode, timeoutMs, seq });
    if (resolved.effect === 'run' && expects === 'outcome')
      await running.add(identity.id, { identity, asker, pid });
    if (resolved.effect === 'run' && expects === 'none' && call.callId !== null)
      hostCalls.add(identity, call, decision, ruling, files);
    return ruling;
  }
}
