import { PendingFiles } from '../approval/pending-file.ts';
import { ApprovalQueue } from '../approval/queue.ts';
import { bootId, monotonicUs } from '../audit/boot.ts';
import type { WorkerLog } from '../audit/log.ts';
import { messageOf } from '../core/error.ts';
import { type Places, SYSTEM_DIR } from '../core/places.ts';
import type { AuditEntry } from '../core/record.ts';
import { examine } from '../pipeline.ts';
import { NO_POLICY } from '../policy/error-decision.ts';
import { selfProtection } from '../policy/self-protection.ts';
import { settingsInUse } from '../setup/installed.ts';
import { CallBook } from './call-book.ts';
import { compileApart } from './compile-apart.ts';
import { Desk } from './desk.ts';
import { EarlierCalls } from './earlier-calls.ts';
import { HostCalls } from './host-calls.ts';
import { Judge } from './judge.ts';
import { judgeBy } from './judge-call.ts';
import { asked, failModeUsed, tellingFailMode } from './news.ts';
import { Notifier } from './notify/notify.ts';
import { PolicyBook } from './policy-book.ts';
import { PolicyKeeper } from './policy-keeper.ts';
import { isAlive } from './process-alive.ts';
import { Questions } from './questions.ts';
import { Recorded } from './recorded.ts';
import { RunningCalls } from './running-calls.ts';
import { SessionFile } from './session-file.ts';
import { Sessions } from './sessions.ts';
import { SpillIntake } from './spill-intake.ts';
import { spilledCall } from './spilled-call.ts';

export interface DaemonOptions {
  readonly places: Places;
  /** The program's own bundle, which its threads start with. */
  readonly script: URL | string;
  readonly packageDir: string;
  /** The user's home directory. */
  readonly userHome: string;
  /** Told what an operator should know, in words. */
  readonly notice: (message: string) => void;
  /** Makes hostile text harmless wherever it is shown. */
  readonly plain: (text: string) => string;
}

/** Everything of a daemon but its sockets and its life: who is asked what, and who tells whom. */
export interface House {
  readonly notifier: Notifier;
  readonly book: PolicyBook;
  readonly policy: PolicyKeeper;
  readonly judge: Judge;
  readonly recorded: Recorded;
  readonly earlier: EarlierCalls;
  readonly sessions: Sessions;
  readonly running: RunningCalls;
  readonly spills: SpillIntake;
  readonly files: PendingFiles;
  readonly queue: ApprovalQueue;
  readonly desk: Desk;
  /** Records what was done without the daemon. */
  readonly takeIn: (bundle: readonly AuditEntry[]) => Promise<number>;
  /** Records what the daemon does itself, which goes on when that fails: the log says then that there is a gap. */
  readonly record: (what: AuditEntry) => Promise<void>;
  /** Tells, once in a while, that the fail mode was needed. */
  readonly tellFailMode: (why: string) => void;
  /** Told of what goes wrong where nobody waits for an answer. */
  readonly internal: (thrown: unknown) => void;
}

/** Puts the rooms of a daemon together, over a log that is open. */
export function furnish(options: DaemonOptions, log: WorkerLog): House {
  const { places, packageDir, userHome, notice, script } = options;
  const internal = (thrown: unknown): void => notice(messageOf(thrown));
  const record = async (what: AuditEntry): Promise<void> => {
    await log.append(what).catch(internal);
  };
  const notifier = new Notifier({ home: places.home, notice, plain: options.plain });
  const settings = settingsInUse(places.setup);
  const daemonPid = process.pid;
  const protection = selfProtection({ home: places.home, packageDir, userHome, daemonPid, settings });
  const dirs = { system: SYSTEM_DIR, home: places.home, packageDir };
  const book = new PolicyBook({
    dirs,
    cacheDir: places.cache,
    examine,
    compile: sources => compileApart(script, { of: { sources }, cacheDir: places.cache }),
    protection,
    onProjectError: error => policy.projectRefused(error),
    onProjectSet: set => policy.projectUsed(set),
  });
  const policy = new PolicyKeeper({ places, dirs, script, book, notifier, notice, record });
  const tellFailMode = (why: string): void => notifier.tellSeldom(failModeUsed(book.config.fail, why));

  const judge = new Judge(script, userHome);
  const sessionFile = new SessionFile(places.sessions);
  const sessions = new Sessions({
    log,
    now: () => performance.now(),
    keep: left => {
      try {
        sessionFile.keep(left);
      } catch (thrown) {
        internal(thrown);
      }
    },
    notice,
  });
  const recorded = new Recorded();
  const earlier = new EarlierCalls(places.database);
  const noting = recorded.noting(log);
  const running = new RunningCalls({ log, isAlive });
  const hostCalls = new HostCalls(() => performance.now());
  const takeIn = async (bundle: readonly AuditEntry[]): Promise<number> => {
    const called = bundle.filter(({ kind }) => kind === 'call');
    for (const { session, agent } of called) sessions.seen(session, agent);
    const fresh = recorded.without(bundle);
    const seq = await log.appendAll(fresh);
    running.recorded(fresh);
    for (const [index, one] of fresh.entries()) {
      recorded.note(one);
      earlier.note(one, seq + index);
      sessions.recorded(one, seq + index);
      const hooked = spilledCall(one, seq + index, book.config.timeoutMs);
      if (hooked !== undefined)
        hostCalls.add(hooked.identity, hooked.call, hooked.decision, hooked.ruling, []);
    }
    return seq;
  };
  const onTaken = (commands: number): void => tellFailMode(`${commands} calls were made without the daemon`);
  const spills = new SpillIntake({ directory: places.spill, appendAll: takeIn, notice, onTaken });

  const calls = new CallBook({
    log: tellingFailMode(noting, tellFailMode),
    earlier,
    sessions,
    running,
    hostCalls,
    config: () => book.config,
  });
  const judgeCall = judgeBy({ judge, book, sessions, protection, userHome });
  const files = new PendingFiles(places.pending);
  const queue = new ApprovalQueue({
    files,
    clock: { now: Date.now, monotonicMs: () => monotonicUs() / 1_000, boot: bootId() },
    onAbandoned: (pending, ending) => void questions.abandoned(pending, ending).catch(internal),
  });
  queue.watch(
    event => event.event === 'asked' && notifier.tell(asked(event.question)),
    new AbortController().signal,
  );
  const questions = new Questions({
    queue,
    calls,
    judge: judgeCall,
    ttlMs: () => book.config.approvalTimeoutMs,
    head: () => log.state.head,
    onSettled: (call, digest, ruling) => desk.settle(call, digest, ruling),
  });
  const desk = new Desk({
    log: noting,
    sessions,
    running,
    calls,
    hostCalls,
    questions,
    judge: judgeCall,
    policy: () => book.base?.rules.hash ?? NO_POLICY,
  });
  const trade = { files, queue, desk, takeIn, record, tellFailMode, internal };
  return { notifier, book, policy, judge, recorded, earlier, sessions, running, spills, ...trade };
}
