import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { PendingFiles } from '../approval/pending-file.ts';
import { ApprovalQueue } from '../approval/queue.ts';
import { bootId, monotonicUs } from '../audit/boot.ts';
import { acquireLock, type Lock } from '../audit/lock.ts';
import { WorkerLog } from '../audit/log.ts';
import { messageOf } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { checkSocketPath, type Places, SYSTEM_DIR } from '../core/places.ts';
import { type AuditEntry, entry } from '../core/record.ts';
import { PROTOCOL, VERSION } from '../core/version.ts';
import { examine } from '../pipeline.ts';
import { NO_POLICY } from '../policy/error-decision.ts';
import { selfProtection } from '../policy/self-protection.ts';
import { settingsInUse } from '../setup/installed.ts';
import type { Body } from '../wire/messages.ts';
import { type Listener, type ListenOptions, listen } from '../wire/server.ts';
import { CallBook } from './call-book.ts';
import { compileApart } from './compile-apart.ts';
import { Desk } from './desk.ts';
import { HostCalls } from './host-calls.ts';
import { Judge } from './judge.ts';
import { judgeBy } from './judge-call.ts';
import { leftQuestions } from './left-questions.ts';
import { asked, failModeUsed, started, stopping, tellingFailMode } from './news.ts';
import { Notifier } from './notify/notify.ts';
import { PolicyBook } from './policy-book.ts';
import { PolicyKeeper } from './policy-keeper.ts';
import { privateDirectory } from './private-directory.ts';
import { isAlive } from './process-alive.ts';
import { Questions } from './questions.ts';
import { Reception } from './reception.ts';
import { Recorded } from './recorded.ts';
import { replaceFile } from './replace-file.ts';
import { RunningCalls } from './running-calls.ts';
import { readSessions, SessionFile, type SessionsLeft } from './session-file.ts';
import { Sessions } from './sessions.ts';
import { SpillIntake } from './spill-intake.ts';
import { statusBody } from './status.ts';

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

/** What `rampart serve` is: owns a home's log and policy, and answers on its two sockets. */
export class Daemon {
  readonly #options: DaemonOptions;
  readonly #lock: Lock;
  readonly #log: WorkerLog;
  readonly #book: PolicyBook;
  readonly #judge: Judge;
  readonly #recorded = new Recorded();
  readonly #sessionFile: SessionFile;
  readonly #sessions: Sessions;
  readonly #running: RunningCalls;
  readonly #files: PendingFiles;
  readonly #queue: ApprovalQueue;
  readonly #desk: Desk;
  readonly #spills: SpillIntake;
  readonly #reception: Reception;
  readonly #notifier: Notifier;
  readonly #policy: PolicyKeeper;
  readonly #since = new Date();
  readonly #timer: NodeJS.Timeout;
  readonly #listeners: Listener[] = [];
  #stopping: Promise<void> | undefined;
  #stopped: () => void = () => undefined;
  /** Resolves when the daemon has stopped. */
  readonly stopped = new Promise<void>(resolve => {
    this.#stopped = resolve;
  });

  /**
   * Takes the home, opens the log, loads the policy and opens the sockets, in this order: nobody is answered by a
   * daemon that cannot write down what it answers.
   * @throws RampartError E_BUSY when another daemon owns the home, E_SOCKET, E_OWNER, E_LATCH, E_VERSION
   */
  static async start(options: DaemonOptions): Promise<Daemon> {
    const { home, run, data, policies, spill, pending, log: logFile, ...places } = options.places;
    for (const path of [places.agentSocket, places.adminSocket]) checkSocketPath(path);
    for (const path of [home, run, data, policies, spill, pending, dirname(logFile)]) privateDirectory(path);
    const lock = acquireLock(places.lock, places.pid);
    let daemon: Daemon | undefined;
    try {
      const { database } = places;
      const log = await WorkerLog.open({ database, version: VERSION, script: options.script });
      daemon = new Daemon(options, lock, log);
      await daemon.#open();
      return daemon;
    } catch (thrown) {
      // A thread that is left would keep the process, which has failed, from ending.
      if (daemon === undefined) lock.release();
      else await daemon.stop('could not start').catch(daemon.#internal);
      throw thrown;
    }
  }

  private constructor(options: DaemonOptions, lock: Lock, log: WorkerLog) {
    const { places, packageDir, userHome, notice } = options;
    this.#options = options;
    this.#lock = lock;
    this.#log = log;
    this.#notifier = new Notifier({ home: places.home, notice, plain: options.plain });
    const protection = selfProtection({
      home: places.home,
      packageDir,
      userHome,
      daemonPid: process.pid,
      settings: settingsInUse(places.setup),
    });
    const dirs = { system: SYSTEM_DIR, home: places.home, packageDir };
    this.#book = new PolicyBook({
      dirs,
      cacheDir: places.cache,
      examine,
      compile: sources => compileApart(options.script, { of: { sources }, cacheDir: places.cache }),
      protection,
      onProjectError: error => this.#policy.projectRefused(error),
      onProjectSet: set => this.#policy.projectUsed(set),
    });
    this.#policy = new PolicyKeeper({
      places,
      dirs,
      script: options.script,
      book: this.#book,
      notifier: this.#notifier,
      notice,
      record: what => this.#record(what),
    });
    const config = () => this.#book.config;
    this.#judge = new Judge(options.script, userHome);
    this.#sessionFile = new SessionFile(places.sessions);
    this.#sessions = new Sessions({
      log,
      now: () => performance.now(),
      keep: left => this.#keepSessions(left),
      notice,
    });
    this.#running = new RunningCalls({ log, isAlive });
    const takeIn = async (bundle: readonly AuditEntry[]): Promise<number> => {
      const called = bundle.filter(({ kind }) => kind === 'call');
      for (const { session, agent } of called) this.#sessions.seen(session, agent);
      const fresh = this.#recorded.without(bundle);
      const seq = await log.appendAll(fresh);
      this.#running.recorded(fresh);
      for (const one of fresh) {
        this.#recorded.note(one);
        this.#sessions.recorded(one);
      }
      return seq;
    };
    this.#spills = new SpillIntake({
      directory: places.spill,
      appendAll: takeIn,
      notice,
      onTaken: commands => this.#tellFailMode(`${commands} calls were made without the daemon`),
    });
    const noting = this.#recorded.noting(log);
    const hostCalls = new HostCalls(() => performance.now());
    const calls = new CallBook({
      log: tellingFailMode(noting, this.#tellFailMode),
      sessions: this.#sessions,
      running: this.#running,
      hostCalls,
      config,
    });
    const judge = judgeBy({
      judge: this.#judge,
      book: this.#book,
      sessions: this.#sessions,
      protection,
      userHome,
    });
    this.#files = new PendingFiles(places.pending);
    this.#queue = new ApprovalQueue({
      files: this.#files,
      clock: { now: Date.now, monotonicMs: () => monotonicUs() / 1_000, boot: bootId() },
      onAbandoned: (pending, ending) => void questions.abandoned(pending, ending).catch(this.#internal),
    });
    this.#queue.watch(
      event => event.event === 'asked' && this.#notifier.tell(asked(event.question)),
      new AbortController().signal,
    );
    const questions = new Questions({
      queue: this.#queue,
      calls,
      judge,
      ttlMs: () => config().approvalTimeoutMs,
      head: () => log.state.head,
      onSettled: (call, digest, ruling) => this.#desk.settle(call, digest, ruling),
    });
    this.#desk = new Desk({
      log: noting,
      sessions: this.#sessions,
      running: this.#running,
      calls,
      hostCalls,
      questions,
      judge,
      policy: () => this.#book.base?.rules.hash ?? NO_POLICY,
    });
    this.#reception = new Reception({
      log,
      takeIn,
      desk: this.#desk,
      queue: this.#queue,
      sessions: this.#sessions,
      book: this.#book,
      spills: this.#spills,
      status: () => this.#status(),
      stop: reason => void this.stop(reason).catch(this.#internal),
    });
    this.#timer = setInterval(
      () => void this.#lookAround().catch(this.#internal),
      LIMITS.spillIntakeMs,
    ).unref();
  }

  async #open(): Promise<void> {
    const { places } = this.#options;
    this.#policy.load();
    const { version: node, pid } = process;
    await this.#record(entry('start', { version: VERSION, protocol: PROTOCOL, pid, node }));
    await this.#policy.record();
    this.#notifier.tell(started());
    this.#takeUp();
    await this.#spills.take();
    this.#takeQuestions();
    const { handle } = this.#reception;
    const common = { handle, onError: this.#internal };
    const open = async (options: Pick<ListenOptions, 'path' | 'ops' | 'onClose'>) => {
      this.#listeners.push(await listen({ ...common, ...options }));
    };
    this.#policy.watch();
    replaceFile(places.pid, `${process.pid}\n`, 0o600);
    await open({
      path: places.adminSocket,
      ops: ['session', 'pending', 'approve', 'deny', 'export', 'ping', 'status', 'stop'],
    });
    // The last: whoever is answered here finds everything else in place.
    await open({
      path: places.agentSocket,
      ops: ['evaluate', 'outcome', 'unread', 'left', 'spill', 'ping', 'status'],
      onClose: () => void this.#running.look().catch(this.#internal),
    });
  }

  /** Lets what was asked be answered, writes down that it stops, and gives the home back. */
  stop(reason: string): Promise<void> {
    this.#stopping ??= this.#stop(reason).finally(this.#stopped);
    return this.#stopping;
  }

  async #stop(reason: string): Promise<void> {
    clearInterval(this.#timer);
    this.#queue.stop();
    this.#policy.stop();
    await Promise.all(this.#listeners.map(one => one.close({ graceMs: LIMITS.stopGraceMs })));
    await this.#sessions.stop();
    await this.#record(entry('stop', { reason, pid: process.pid }));
    this.#notifier.tell(stopping(reason));
    await this.#log.close();
    await Promise.all([this.#judge.close(), this.#notifier.close()]);
    if (this.#lock.stands) rmSync(this.#options.places.pid, { force: true });
    this.#lock.release();
  }

  async #lookAround(): Promise<void> {
    // Nobody can find it any more, and another may have taken its place.
    if (!this.#lock.stands) return this.stop('its home is gone');
    await this.#spills.take();
    await this.#running.look();
    await this.#sessions.expire();
    this.#sessions.keep();
    if (this.#log.state.latch !== null) this.#tellFailMode('the audit log cannot be written');
  }

  #status(): Body {
    return statusBody({
      since: this.#since,
      places: this.#options.places,
      book: this.#book,
      sessions: this.#sessions.status(),
      log: this.#log.state,
      pending: this.#queue.size,
      notify: this.#notifier.state,
    });
  }

  /** What an earlier daemon has recorded, and left open. */
  #takeUp(): void {
    const { sessions, database } = this.#options.places;
    try {
      this.#recorded.restore(database, call => this.#running.disregard(call));
      this.#sessions.restore(readSessions(sessions, database));
      this.#sessions.keep();
    } catch (thrown) {
      this.#internal(thrown);
    }
  }

  #keepSessions(left: SessionsLeft): void {
    try {
      this.#sessionFile.keep(left);
    } catch (thrown) {
      this.#internal(thrown);
    }
  }

  /** Questions an earlier daemon left, and what it had recorded of them. */
  #takeQuestions(): void {
    const { places, notice } = this.#options;
    const onDamaged = (name: string): void => notice(`a pending approval was damaged: ${name}`);
    const { pending, replies, settled } = leftQuestions(this.#files, places.database, onDamaged);
    for (const { pending: one, ruling } of settled) this.#desk.settle(one.question.call, one.digest, ruling);
    this.#queue.restore(pending, replies);
  }

  /** What the daemon does itself goes on when it cannot be recorded: the log says then that there is a gap. */
  async #record(what: AuditEntry): Promise<void> {
    await this.#log.append(what).catch(this.#internal);
  }

  readonly #tellFailMode = (why: string): void =>
    this.#notifier.tellSeldom(failModeUsed(this.#book.config.fail, why));

  readonly #internal = (thrown: unknown): void => this.#options.notice(messageOf(thrown));
}
