import type { Word } from './word.ts';

/** What an invocation does to the world outside it. */
export type EffectKind = 'read' | 'write' | 'delete' | 'send' | 'download';

export interface Effect {
  readonly kind: EffectKind;
  /** A resolved path, or a URL or host for `send` and `download`. */
  readonly target: Word;
  readonly recursive: boolean;
  readonly force: boolean;
  /** Index into the Scan's invocations. */
  readonly invocation: number;
}
