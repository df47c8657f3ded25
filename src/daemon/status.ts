import type { LogState } from '../audit/writer-worker.ts';
import type { Places } from '../core/places.ts';
import { VERSION } from '../core/version.ts';
import type { Body } from '../wire/messages.ts';
import type { DeliveryState } from './notify/delivery.ts';
import type { PolicyBook } from './policy-book.ts';
import type { SessionStatus } from './sessions.ts';

export interface StatusOf {
  readonly since: Date;
  readonly places: Places;
  readonly book: PolicyBook;
  readonly sessions: readonly SessionStatus[];
  readonly log: LogState;
  readonly pending: number;
  readonly notify: readonly DeliveryState[];
}

/** What `rampart status --json` shows of a daemon that runs. */
export function statusBody({ since, places, book, sessions, log, pending, notify }: StatusOf): Body {
  return {
    daemon: {
      running: true,
      pid: process.pid,
      version: VERSION,
      since: since.toISOString(),
      socket: places.agentSocket,
    },
    ...policyStatus(book),
    mode: 'enforce',
    pending,
    sessions,
    audit: { size: log.head.size, root: log.head.root, last_seal: null, latch: log.latch },
    boundary: 'shell',
    separated: false,
    notify,
  };
}

/** Which rules judge, or why they cannot be loaded, and what holds where nobody can judge. */
export function policyStatus({ base, error, loaded, config }: PolicyBook): Body {
  return {
    policy: {
      hash: base?.rules.hash ?? null,
      files: base?.files ?? [],
      loaded: loaded?.toISOString() ?? null,
      error: error === undefined ? null : { code: error.code, message: error.message, ...error.position },
    },
    fail: config.fail,
  };
}
