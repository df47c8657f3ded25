import { formatDuration } from '../core/duration.ts';
import { messageOf, placedMessage, type RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { type Places, SYSTEM_DIR } from '../core/places.ts';
import { type AuditEntry, entry } from '../core/record.ts';
import { loadNotify } from '../policy/file/config-file.ts';
import type { SourceDirs } from '../policy/file/sources.ts';
import { hostTimeouts } from '../setup/host-timeouts.ts';
import { compileApart } from './compile-apart.ts';
import { refusedPolicy } from './news.ts';
import type { Notifier } from './notify/notify.ts';
import { asPolicyError, type InForce, type PolicyBook } from './policy-book.ts';
import { policyEntry } from './policy-entry.ts';
import { PolicyWatch } from './policy-watch.ts';
import { replaceFile } from './replace-file.ts';

export interface PolicyKeeperPorts {
  readonly places: Places;
  readonly dirs: SourceDirs;
  /** What a compiling thread starts with. */
  readonly script: URL | string;
  readonly book: PolicyBook;
  readonly notifier: Notifier;
  readonly notice: (message: string) => void;
  readonly record: (what: AuditEntry) => Promise<void>;
}

/** Puts a policy into force, and tells everybody it concerns: clients, the log, and whoever watches. */
export class PolicyKeeper {
  readonly #ports: PolicyKeeperPorts;
  readonly #watch: PolicyWatch;

  constructor(ports: PolicyKeeperPorts) {
    this.#ports = ports;
    this.#watch = new PolicyWatch(ports.dirs, sure => this.#take(sure));
  }

  watch(): void {
    this.#watch.start();
  }

  stop(): void {
    this.#watch.stop();
  }

  /**
   * Puts the files as they are now into force, where that changes something. A call that is being judged ends under the
   * set it began with.
   * @param sure they are not half written any more
   * @returns whether that is settled, one way or the other
   */
  async #take(sure: boolean): Promise<boolean> {
    const { dirs, script, places, book, notice, record } = this.#ports;
    const before = { hash: book.base?.rules.hash ?? null, error: book.error?.message };
    const wrong = await compileApart(script, { of: { dirs }, cacheDir: places.cache }).then(
      () => undefined,
      asPolicyError,
    );
    if (wrong !== undefined && !sure) return false;
    if (wrong === undefined) book.load();
    else book.refuse(wrong);
    const { base, error } = book;
    if (error !== undefined && !sure) return false;
    const hash = base?.rules.hash ?? null;
    if (hash === before.hash && error?.message === before.error) {
      // Whom to tell does not wait for a policy that is broken to be mended.
      this.#configureNotifier();
      return true;
    }
    this.#publish();
    const state = error === undefined ? 'loaded' : 'refused';
    if (error === undefined) notice(`the policy has changed and is in force: ${hash}`);
    await record(entry('admin', { act: 'policy', state, hash, before: before.hash }));
    await this.record();
    return true;
  }

  /** A repository brings rules of its own, or other ones than before. */
  projectUsed(set: InForce): void {
    const { hash } = set.rules;
    const { record } = this.#ports;
    void record(entry('admin', { act: 'policy', state: 'loaded', layer: 'project', hash }));
    void record(policyEntry({ base: set, error: undefined }));
  }

  projectRefused(error: RampartError): void {
    const { notice, notifier, record } = this.#ports;
    notice(`a repository's policy is not used: ${placedMessage(error)}`);
    notifier.tell(refusedPolicy(error, true));
    void record(
      entry(
        'admin',
        { act: 'policy', state: 'refused', layer: 'project', error: error.code },
        { reason: error.message },
      ),
    );
  }

  /** Loads the files as they are. */
  load(): void {
    this.#ports.book.load();
    this.#publish();
  }

  /** Says what is in force, and why what the files say is not, if it is not. */
  async record(): Promise<void> {
    const { book, notifier, notice, record } = this.#ports;
    const { base, error } = book;
    if (error !== undefined) {
      notice(`the policy cannot be loaded: ${placedMessage(error)}`);
      notifier.tell(refusedPolicy(error, base !== undefined));
    }
    await record(policyEntry(book));
  }

  #publish(): void {
    const { places, book, notice } = this.#ports;
    const { fail, approvalTimeoutMs } = book.config;
    try {
      // For clients that read no configuration.
      replaceFile(places.fail, `${fail}\n`, 0o644);
    } catch (thrown) {
      notice(`clients cannot be told the fail mode, ${fail}: ${messageOf(thrown)}`);
    }
    this.#configureNotifier();
    this.#compareTimeouts(approvalTimeoutMs);
  }

  /** What cannot be read is told of as the policy is; whom to tell stays as it was. */
  #configureNotifier(): void {
    const { places, notifier, notice } = this.#ports;
    try {
      notifier.configure(loadNotify(SYSTEM_DIR, places.home));
    } catch (thrown) {
      notice(messageOf(thrown));
    }
  }

  /** A host that gives up on its hook before a person has answered runs the call, or drops it. */
  #compareTimeouts(approvalTimeoutMs: number): void {
    const { places, notice } = this.#ports;
    const needed = approvalTimeoutMs + LIMITS.hostMarginMs;
    const found = hostTimeouts(places.setup, places.launcher);
    const asConfigured = found.map(({ path, timeoutMs }) => ({ where: `by ${path}`, timeoutMs }));
    const asUsual = [{ where: 'where nothing else is configured', timeoutMs: LIMITS.hostTimeoutMs }];
    for (const { where, timeoutMs } of found.length === 0 ? asUsual : asConfigured)
      if (timeoutMs < needed)
        notice(
          `approval_timeout is ${formatDuration(approvalTimeoutMs)}, but agents wait ${formatDuration(timeoutMs)} for their hook ${where}, which should be ${formatDuration(needed)}: run rampart setup again`,
        );
  }
}
