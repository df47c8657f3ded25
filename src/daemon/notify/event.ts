import type { Json } from '../../core/json.ts';
import type { NotifyEvent } from '../../policy/file/notify-settings.ts';

/** Something that people who do not look should hear of. */
export interface News {
  readonly event: NotifyEvent;
  /** One sentence. What an agent chose in it is hostile. */
  readonly text: string;
  readonly data: Readonly<Record<string, Json>>;
}

/** News on its way: the same bytes at every try. */
export interface Message {
  readonly event: NotifyEvent;
  readonly text: string;
  /** One JSON object: `schema, id, event, at, host, home, text, data`. */
  readonly body: string;
  /** Milliseconds of a clock that never steps. */
  readonly since: number;
}

/** Why a message did not arrive; `final` where trying again would not help. */
export class Undelivered extends Error {
  readonly final: boolean;

  constructor(message: string, { final = false } = {}) {
    super(message);
    this.final = final;
  }
}

/** One place that messages go to. */
export interface Sink {
  readonly kind: 'command' | 'webhook';
  /** For people: never a secret, and addresses of webhooks are secrets beyond their host. */
  readonly target: string;
  /** @throws Undelivered */
  readonly send: (message: Message, signal: AbortSignal) => Promise<void>;
}
