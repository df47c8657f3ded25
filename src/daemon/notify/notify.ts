import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { redact } from '../../audit/redact.ts';
import { LIMITS } from '../../core/limits.ts';
import type { NotifyEvent, NotifySettings } from '../../policy/file/notify-settings.ts';
import { commandSink } from './command.ts';
import { Delivery, type DeliveryState } from './delivery.ts';
import type { Message, News, Sink } from './event.ts';
import { webhookSink } from './webhook.ts';

export interface NotifierOptions {
  /** Rampart's home, to tell one from another. */
  readonly home: string;
  /** Told, in words without secrets, when a sink begins or ceases to fail. */
  readonly notice: (message: string) => void;
  /** Makes text harmless wherever it is shown. */
  readonly plain: (text: string) => string;
  readonly firstPauseMs?: number;
}

/** Tells people who do not look: by a program or a webhook of theirs, as `notify:` in config.yaml says. */
export class Notifier {
  readonly #options: NotifierOptions;
  readonly #last = new Map<NotifyEvent, number>();
  #settings: readonly NotifySettings[] = [];
  #deliveries: readonly { readonly delivery: Delivery; readonly events: ReadonlySet<NotifyEvent> | null }[] =
    [];

  constructor(options: NotifierOptions) {
    this.#options = options;
  }

  /** Takes other settings, as they stand in configuration that was loaded anew; the same ones change nothing. */
  configure(settings: readonly NotifySettings[]): void {
    if (isDeepStrictEqual(settings, this.#settings)) return;
    const before = this.#deliveries;
    this.#settings = settings;
    this.#deliveries = settings.flatMap(({ command, webhook, events }) => {
      const sinks = [
        ...(command === undefined ? [] : [commandSink(command)]),
        ...(webhook === undefined ? [] : [webhookSink(webhook)]),
      ];
      return sinks.map(sink => ({
        delivery: this.#deliveryTo(sink),
        events: events === undefined ? null : new Set(events),
      }));
    });
    for (const { delivery } of before) void delivery.close(LIMITS.notifyGraceMs);
  }

  get state(): readonly DeliveryState[] {
    return this.#deliveries.map(({ delivery }) => delivery.state);
  }

  tell(news: News): void {
    const wanted = this.#deliveries.filter(({ events }) => events === null || events.has(news.event));
    if (wanted.length === 0) return;
    const message = this.#messageOf(news);
    for (const { delivery } of wanted) delivery.push(message);
  }

  /** As `tell`, for what may happen at every call: one in a while says enough. */
  tellSeldom(news: News): void {
    const now = performance.now();
    if (now - (this.#last.get(news.event) ?? Number.NEGATIVE_INFINITY) < LIMITS.notifySeldomMs) return;
    this.#last.set(news.event, now);
    this.tell(news);
  }

  /** Ends it: what waits has a little more time. */
  async close(): Promise<void> {
    await Promise.all(this.#deliveries.map(({ delivery }) => delivery.close(LIMITS.notifyGraceMs)));
  }

  #deliveryTo(sink: Sink): Delivery {
    const { notice, firstPauseMs = LIMITS.notifyFirstPauseMs } = this.#options;
    return new Delivery({
      sink,
      firstPauseMs,
      onTurn: ({ kind, target, ok, error }) =>
        notice(`notify: ${kind} ${target} ${ok ? 'works again' : `fails: ${error}`}`),
    });
  }

  /** What leaves the machine has its secrets replaced, and is short. */
  #messageOf({ event, text, data }: News): Message {
    const said = this.#options.plain(redact(text.slice(0, LIMITS.notifyTextChars)));
    const body = {
      schema: 'rampart.notify/1',
      id: randomUUID(),
      event,
      at: new Date().toISOString(),
      host: hostname(),
      home: this.#options.home,
      text: said,
      data: Object.fromEntries(
        Object.entries(data).map(([name, value]) => [
          name,
          typeof value === 'string' ? redact(value.slice(0, LIMITS.notifyTextChars)) : value,
        ]),
      ),
    };
    return { event, text: said, body: JSON.stringify(body), since: performance.now() };
  }
}
