/** What can be told. */
export const NOTIFY_EVENTS = ['start', 'stop', 'fail', 'policy', 'ask'] as const;
export type NotifyEvent = (typeof NOTIFY_EVENTS)[number];

/** `notify:` of one config.yaml. It is no part of the compiled set: a secret stands in it. */
export interface NotifySettings {
  /** A program and its arguments; `{text}` in one stands for the sentence, and the JSON comes on standard input. */
  readonly command?: readonly string[];
  readonly webhook?: { readonly url: string; readonly secret?: string };
  /** All of them when absent. */
  readonly events?: readonly NotifyEvent[];
}
