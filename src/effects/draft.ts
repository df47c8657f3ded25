import type { EffectKind } from '../core/effect.ts';
import type { HostClass } from '../core/host-class.ts';
import type { Word } from '../core/word.ts';

/** An effect as a model says it, before its path is resolved and its circumstances are known. */
export interface Draft {
  readonly kind: EffectKind;
  readonly target: Word;
  readonly on: 'path' | 'host' | 'resource';
  /** What the host is, where its name does not tell: a remote of git, a bucket. */
  readonly host?: HostClass;
  readonly recursive?: boolean;
  readonly force?: boolean;
  readonly deed?: string;
  /** Of a program nobody described. */
  readonly guessed?: boolean;
}

/** What effects of a kind are about, unless a model says otherwise. */
export const SUBJECT: Readonly<Record<EffectKind, Draft['on']>> = {
  read: 'path',
  write: 'path',
  delete: 'path',
  move: 'path',
  chmod: 'path',
  execute: 'path',
  download: 'host',
  send: 'host',
  listen: 'resource',
  escalate: 'resource',
  kill: 'resource',
  mount: 'path',
  format: 'path',
  persist: 'resource',
  configure: 'resource',
  install: 'resource',
  publish: 'resource',
  'history-rewrite': 'resource',
  'infra-destroy': 'resource',
  'credential-access': 'path',
  'inspect-secrets': 'resource',
  'resource-exhaustion': 'resource',
};

export function onPath(kind: EffectKind, target: Word, rest: Partial<Draft> = {}): Draft {
  return { kind, target, on: 'path', ...rest };
}

export function onHost(kind: EffectKind, target: Word, rest: Partial<Draft> = {}): Draft {
  return { kind, target, on: 'host', ...rest };
}
