import { formatDuration } from '../core/duration.ts';
import { messageOf } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { type Places, SYSTEM_DIR } from '../core/places.ts';
import type { AuditEntry } from '../core/record.ts';
import { loadNotify } from '../policy/config-file.ts';
import { refusedPolicy } from './news.ts';
import type { Notifier } from './notify.ts';
import type { PolicyBook } from './policy-book.ts';
import { policyEntry } from './policy-entry.ts';
import { replaceFile } from './replace-file.ts';

export interface PolicyKeeperPorts {
  readonly places: Places;
  readonly book: PolicyBook;
  readonly notifier: Notifier;
  readonly notice: (message: string) => void;
  readonly record: (what: AuditEntry) => Promise<void>;
}

/** Puts a policy into force, and tells everybody it concerns: clients, the log, and whoever watches. */
export class PolicyKeeper {
  readonly #ports: PolicyKeeperPorts;

  constructor(ports: PolicyKeeperPorts) {
    this.#ports = ports;
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
      notice(`the policy cannot be loaded: ${error.message}`);
      notifier.tell(refusedPolicy(error, base !== undefined));
    }
    await record(policyEntry(book));
  }

  #publish(): void {
    const { places, book, notifier, notice } = this.#ports;
    const { fail, approvalTimeoutMs } = book.config;
    try {
      // For clients that read no configuration.
      replaceFile(places.fail, `${fail}\n`, 0o644);
    } catch (thrown) {
      notice(`clients cannot be told the fail mode, ${fail}: ${messageOf(thrown)}`);
    }
    try {
      // What cannot be read is told of as the policy is; whom to tell stays as it was.
      notifier.configure(loadNotify(SYSTEM_DIR, places.home));
    } catch (thrown) {
      notice(messageOf(thrown));
    }
    const most = LIMITS.hostTimeoutMs - LIMITS.hostMarginMs;
    if (approvalTimeoutMs > most)
      notice(
        `approval_timeout is ${formatDuration(approvalTimeoutMs)}, but agents wait no longer than ${formatDuration(most)} for their hook`,
      );
  }
}
