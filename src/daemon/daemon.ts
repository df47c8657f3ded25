import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { approvalEntry } from '../approval/entry.ts';
import { type Pending, PendingFiles } from '../approval/pending-file.ts';
import type { Reply } from '../approval/question.ts';
import { ApprovalQueue } from '../approval/queue.ts';
import { bootId } from '../audit/boot.ts';
import { exportEntry } from '../audit/export-entry.ts';
import { takeIn } from '../audit/intake.ts';
import { acquireLock, type Lock } from '../audit/lock.ts';
import { WorkerLog } from '../audit/log.ts';
import { Reader } from '../audit/reader.ts';
import { recordedCalls } from '../audit/recorded-calls.ts';
import { readSpill } from '../audit/spill-read.ts';
import { messageOf } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { checkSocketPath, type Places, SYSTEM_DIR } from '../core/places.ts';
import { entry } from '../core/record.ts';
import { rulingBody } from '../core/ruling.ts';
import { PROTOCOL, VERSION } from '../core/version.ts';
import { examine, judgeWithoutPolicy } from '../pipeline.ts';
import { loadNotify } from '../policy/config-file.ts';
import { selfProtection } from '../policy/self-protection.ts';
import { settingsInUse } from '../setup/installed.ts';
import { DISK_FILES } from '../shell/disk-files.ts';
import type { Handler, Notify, Peer } from '../wire/connection.ts';
import type { ApproveRequest, Body, DenyRequest, SessionRequest } from '../wire/messages.ts';
import { type Listener, listen } from '../wire/server.ts';
import { Desk } from './desk.ts';
import { Judge } from './judge.ts';
import { asked, failModeUsed, refusedPolicy, started, stopping, tellingFailMode } from './news.ts';
import { Notifier } from './notify.ts';
import { PolicyBook } from './policy-book.ts';
import { Sessions } from './sessions.ts';
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
  readonly #sessions: Sessions;
  readonly #queue: ApprovalQueue;
  readonly #desk: Desk;
  readonly #notifier: Notifier;
  readonly #since = new Date();
  readonly #timer: NodeJS.Timeout;
  #listeners: readonly Listener[] = [];
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
    const { places } = options;
    for (const path of [places.agentSocket, places.adminSocket]) checkSocketPath(path);
    for (const dir of [
      places.home,
      places.run,
      places.data,
      places.policies,
      places.spill,
      dirname(places.log),
    ])
      privateDirectory(dir);
    const lock = acquireLock(places.lock, places.pid);
    try {
      const log = await WorkerLog.open({
        database: places.database,
        version: VERSION,
        script: options.script,
      });
      const daemon = new Daemon(options, lock, log);
      await daemon.#open();
      return daemon;
    } catch (thrown) {
      lock.release();
      throw thrown;
    }
  }

  private constructor(options: DaemonOptions, lock: Lock, log: WorkerLog) {
    const { places, packageDir, userHome } = options;
    this.#options = options;
    this.#lock = lock;
    this.#log = log;
    this.#notifier = new Notifier({ home: places.home, notice: options.notice, plain: options.plain });
    const protection = selfProtection({
      home: places.home,
      packageDir,
      userHome,
      daemonPid: process.pid,
      settings: settingsInUse(places.setup),
    });
    this.#book = new PolicyBook({
      dirs: { system: SYSTEM_DIR, home: places.home, packageDir },
      cacheDir: places.cache,
      examine,
      protection,
      onProjectError: error => this.#options.notice(`a repository's policy is not used: ${error.message}`),
    });
    this.#judge = new Judge(options.script, userHome);
    this.#sessions = new Sessions(log);
    this.#queue = new ApprovalQueue({
      files: new PendingFiles(places.pending),
      now: Date.now,
      onAbandoned: (pending, ending) => void this.#desk.abandoned(pending, ending).catch(this.#internal),
    });
    this.#queue.watch(
      event => event.event === 'asked' && this.#notifier.tell(asked(event.question)),
      new AbortController().signal,
    );
    this.#desk = new Desk({
      log: tellingFailMode(log, this.#tellFailMode),
      queue: this.#queue,
      head: () => log.state.head,
      sessions: this.#sessions,
      config: () => this.#book.config,
      judge: async call => {
        const chosen = this.#sessions.policyOf(call.session);
        const set = chosen === null ? this.#book.setFor(call.cwd) : this.#book.chosen(chosen);
        if (set !== undefined) return this.#judge.judge(call, set.rules);
        const error = this.#book.error ?? { code: 'E_POLICY', message: 'no policy is loaded' };
        return judgeWithoutPolicy(call, { protection, files: DISK_FILES, home: userHome }, error);
      },
    });
    this.#timer = setInterval(() => void this.#takeSpills(), LIMITS.spillIntakeMs).unref();
  }

  async #open(): Promise<void> {
    const { places } = this.#options;
    this.#book.load();
    // For clients that read no configuration.
    writeFileSync(places.fail, `${this.#book.config.fail}\n`, { mode: 0o644 });
    await this.#record('start', {
      version: VERSION,
      protocol: PROTOCOL,
      pid: process.pid,
      node: process.version,
    });
    await this.#recordPolicy();
    this.#notifier.tell(started());
    await this.#takeSpills();
    this.#queue.restore(this.#leftPending());
    this.#listeners = [
      await listen({
        path: places.agentSocket,
        ops: ['evaluate', 'outcome', 'spill', 'ping', 'status'],
        handle: this.#handle,
        onError: this.#internal,
        onClose: peer => void this.#desk.gone(peer.number).catch(this.#internal),
      }),
      await listen({
        path: places.adminSocket,
        ops: ['session', 'pending', 'approve', 'deny', 'export', 'ping', 'status', 'stop'],
        handle: this.#handle,
        onError: this.#internal,
      }),
    ];
    writeFileSync(places.pid, `${process.pid}\n`, { mode: 0o600 });
  }

  /** Lets what was asked be answered, writes down that it stops, and gives the home back. */
  stop(reason: string): Promise<void> {
    this.#stopping ??= this.#stop(reason).finally(this.#stopped);
    return this.#stopping;
  }

  async #stop(reason: string): Promise<void> {
    clearInterval(this.#timer);
    this.#queue.stop();
    await Promise.all(this.#listeners.map(one => one.close({ graceMs: LIMITS.stopGraceMs })));
    await this.#record('stop', { reason, pid: process.pid });
    this.#notifier.tell(stopping(reason));
    await this.#log.close();
    await Promise.all([this.#judge.close(), this.#notifier.close()]);
    rmSync(this.#options.places.pid, { force: true });
    this.#lock.release();
  }

  readonly #handle: Handler = async (request, peer, notify): Promise<Body> => {
    switch (request.op) {
      case 'evaluate':
        return rulingBody(await this.#desk.evaluate(request, peer, notify));
      case 'outcome':
        return { seq: await this.#desk.outcome(request) };
      case 'session':
        return this.#session(request);
      case 'status':
        return this.#status();
      case 'pending':
        if (request.follow) await this.#follow(peer, notify);
        return { pending: this.#queue.questions };
      case 'approve':
      case 'deny':
        return this.#answer(request);
      case 'export':
        return { seq: await this.#log.append(exportEntry(request)) };
      case 'stop':
        setImmediate(() => void this.stop('asked to'));
        return { pid: process.pid };
      case 'ping':
        return { version: VERSION, pid: process.pid };
      case 'spill':
        return {
          seq: await this.#log.appendAll(
            readSpill(request.file, Buffer.from(request.entries.map(line => `${line}\n`).join(''))).bundle,
          ),
        };
    }
  };

  async #session(request: SessionRequest): Promise<Body> {
    if (request.phase === 'start') {
      if (request.policy !== null) this.#book.chosen(request.policy);
      return { seq: await this.#sessions.start(request) };
    }
    await this.#takeSpills();
    return { calls: (await this.#sessions.end(request.session)) ?? null };
  }

  /** Tells of questions that come and end for as long as the client listens. */
  #follow(peer: Peer, notify: Notify): Promise<void> {
    for (const question of this.#queue.questions) notify('asked', { question });
    this.#queue.watch(({ event, ...body }) => notify(event, body), peer.gone);
    return new Promise(resolve => peer.gone.addEventListener('abort', () => resolve(), { once: true }));
  }

  async #answer({ op, approval, by, reason }: ApproveRequest | DenyRequest): Promise<Body> {
    const reply: Reply = {
      state: op === 'approve' ? 'approved' : 'denied',
      by,
      at: new Date().toISOString(),
      reason,
    };
    const { question, seq } = await this.#queue.answer(approval, reply, asked =>
      this.#log.append(approvalEntry(asked, reply)),
    );
    return { approval: question.id, state: reply.state, by, at: reply.at, seq };
  }

  #status(): Body {
    return statusBody({
      since: this.#since,
      places: this.#options.places,
      book: this.#book,
      sessions: this.#sessions.status(),
      log: this.#log.state,
      pending: this.#queue.questions.length,
      notify: this.#notifier.state,
    });
  }

  /** Questions an earlier daemon left, but for those whose call it still recorded. */
  #leftPending(): readonly Pending[] {
    const files = new PendingFiles(this.#options.places.pending);
    const left = files.read(name => this.#options.notice(`a pending approval was damaged: ${name}`));
    if (left.length === 0) return left;
    const reader = Reader.open(this.#options.places.database);
    try {
      const recorded = recordedCalls(reader, Math.min(...left.map(({ logSize }) => logSize)));
      for (const { question } of left) if (recorded.has(question.call)) files.remove(question.id);
      return left.filter(({ question }) => !recorded.has(question.call));
    } finally {
      reader.close();
    }
  }

  async #recordPolicy(): Promise<void> {
    const { base, error } = this.#book;
    this.#configureNotifier();
    if (error !== undefined) {
      this.#options.notice(`the policy cannot be loaded: ${error.message}`);
      this.#notifier.tell(refusedPolicy(error, base !== undefined));
    }
    const fields =
      base === undefined
        ? { hash: null, rules: 0, error: error?.code ?? null }
        : {
            hash: base.rules.hash,
            rules: base.rules.rules.length,
            default_action: base.rules.defaultAction,
            fail: base.config.fail,
          };
    const files = (base?.files ?? []).map(({ path, layer, sha256 }) => `${sha256}  ${layer}  ${path}`);
    await this.#record('policy', fields, {
      files: files.join('\n'),
      ...(error === undefined ? {} : { reason: error.message }),
    });
  }

  async #takeSpills(): Promise<void> {
    try {
      const taken = await takeIn(bundle => this.#log.appendAll(bundle), this.#options.places.spill, {
        boot: bootId(),
        onSkip: (file, why) => this.#options.notice(`spill file ${file} stays where it is: ${why}`),
      });
      if (taken.files > 0) {
        this.#options.notice(`took in ${taken.commands} calls that were made without the daemon`);
        this.#tellFailMode(`${taken.commands} calls were made without the daemon`);
      }
      const { latch } = this.#log.state;
      if (latch !== null) this.#tellFailMode('the audit log cannot be written');
    } catch (thrown) {
      this.#internal(thrown);
    }
  }

  async #record(
    kind: 'start' | 'stop' | 'policy',
    fields: Parameters<typeof entry>[1],
    texts: Record<string, string> = {},
  ): Promise<void> {
    try {
      await this.#log.append(entry(kind, fields, texts));
    } catch (thrown) {
      this.#internal(thrown);
    }
  }

  readonly #tellFailMode = (why: string): void =>
    this.#notifier.tellSeldom(failModeUsed(this.#book.config.fail, why));

  /** A configuration that cannot be read is told of as the policy is; whom to tell stays as it was. */
  #configureNotifier(): void {
    try {
      this.#notifier.configure(loadNotify(SYSTEM_DIR, this.#options.places.home));
    } catch (thrown) {
      this.#internal(thrown);
    }
  }

  readonly #internal = (thrown: unknown): void => this.#options.notice(messageOf(thrown));
}

/** Ours alone, whatever the umask and whoever made it. */
function privateDirectory(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
}
