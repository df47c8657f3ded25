import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { acquireLock, type Lock } from '../audit/lock.ts';
import { WorkerLog } from '../audit/log.ts';
import { LIMITS } from '../core/limits.ts';
import { checkSocketPath } from '../core/places.ts';
import { entry } from '../core/record.ts';
import { PROTOCOL, VERSION } from '../core/version.ts';
import type { Body } from '../wire/messages.ts';
import { type Listener, type ListenOptions, listen } from '../wire/server.ts';
import { type DaemonOptions, furnish, type House } from './house.ts';
import { started, stopping } from './news.ts';
import { privateDirectory } from './private-directory.ts';
import { Reception } from './reception.ts';
import { replaceFile } from './replace-file.ts';
import { statusBody } from './status.ts';
import { takeUpQuestions, takeUpSessions } from './take-up.ts';

/** What `rampart serve` is: owns a home's log and policy, and answers on its two sockets. */
export class Daemon {
  readonly #options: DaemonOptions;
  readonly #lock: Lock;
  readonly #log: WorkerLog;
  readonly #house: House;
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
      else await daemon.stop('could not start').catch(daemon.#house.internal);
      throw thrown;
    }
  }

  private constructor(options: DaemonOptions, lock: Lock, log: WorkerLog) {
    this.#options = options;
    this.#lock = lock;
    this.#log = log;
    this.#house = furnish(options, log);
    this.#timer = setInterval(
      () => void this.#lookAround().catch(this.#house.internal),
      LIMITS.spillIntakeMs,
    ).unref();
  }

  async #open(): Promise<void> {
    const { places, notice } = this.#options;
    const { policy, notifier, spills, running, record, internal } = this.#house;
    policy.load();
    const { version: node, pid } = process;
    await record(entry('start', { version: VERSION, protocol: PROTOCOL, pid, node }));
    await policy.record();
    notifier.tell(started());
    takeUpSessions(this.#house, places);
    await spills.take();
    takeUpQuestions(this.#house, places, notice);
    const { handle } = this.#reception();
    const open = async (options: Pick<ListenOptions, 'path' | 'ops' | 'onClose'>) => {
      this.#listeners.push(await listen({ handle, onError: internal, ...options }));
    };
    policy.watch();
    replaceFile(places.pid, `${process.pid}\n`, 0o600);
    await open({
      path: places.adminSocket,
      ops: ['session', 'pending', 'approve', 'deny', 'export', 'ping', 'status', 'stop'],
    });
    // The last: whoever is answered here finds everything else in place.
    await open({
      path: places.agentSocket,
      ops: ['evaluate', 'outcome', 'unread', 'left', 'spill', 'ping', 'status'],
      onClose: () => void running.look().catch(internal),
    });
  }

  #reception(): Reception {
    return new Reception({
      ...this.#house,
      log: this.#log,
      status: () => this.#status(),
      stop: reason => void this.stop(reason).catch(this.#house.internal),
    });
  }

  /** Lets what was asked be answered, writes down that it stops, and gives the home back. */
  stop(reason: string): Promise<void> {
    this.#stopping ??= this.#stop(reason).finally(this.#stopped);
    return this.#stopping;
  }

  async #stop(reason: string): Promise<void> {
    clearInterval(this.#timer);
    const { queue, policy, sessions, notifier, judge, record } = this.#house;
    queue.stop();
    policy.stop();
    await Promise.all(this.#listeners.map(one => one.close({ graceMs: LIMITS.stopGraceMs })));
    await sessions.stop();
    await record(entry('stop', { reason, pid: process.pid }));
    notifier.tell(stopping(reason));
    await this.#log.close();
    await Promise.all([judge.close(), notifier.close()]);
    if (this.#lock.stands) rmSync(this.#options.places.pid, { force: true });
    this.#lock.release();
  }

  async #lookAround(): Promise<void> {
    // Nobody can find it any more, and another may have taken its place.
    if (!this.#lock.stands) return this.stop('its home is gone');
    const { spills, running, sessions, tellFailMode } = this.#house;
    await spills.take();
    await running.look();
    await sessions.expire();
    sessions.keep();
    if (this.#log.state.latch !== null) tellFailMode('the audit log cannot be written');
  }

  #status(): Body {
    const { book, sessions, queue, notifier } = this.#house;
    return statusBody({
      since: this.#since,
      places: this.#options.places,
      book,
      sessions: sessions.status(),
      log: this.#log.state,
      pending: queue.size,
      notify: notifier.state,
    });
  }
}
