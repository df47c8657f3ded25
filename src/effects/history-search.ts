import type { Effect } from '../core/effect.ts';
import { baseName } from '../core/options.ts';
import type { Scan } from '../core/scan.ts';
import { literalText, word } from '../core/word.ts';
import type { Draft } from './draft.ts';
import { SECRET_WORDS } from './secret-words.ts';

const HISTORY = /\/\.(?:\w*_)?history$|\/fish_history$/;

/** Shell histories in which somebody looks for passwords: people type them where they do not belong. */
export function searchedHistories(
  { invocations, pipelines }: Scan,
  effects: readonly Effect[],
): (readonly [index: number, draft: Draft])[] {
  return effects.flatMap(({ kind, on, target, invocation }) => {
    if (kind !== 'read' || on !== 'path' || !HISTORY.test(literalText(target))) return [];
    const stages = pipelines.find(one => one.includes(invocation)) ?? [invocation];
    const seeker = stages
      .slice(stages.indexOf(invocation))
      .find(
        stage =>
          /^(?:[efz]?grep|rg|ag|ack|awk|sed)$/.test(baseName(invocations[stage]?.program ?? []) ?? '') &&
          invocations[stage]?.argv.slice(1).some(one => SECRET_WORDS.test(literalText(one))),
      );
    return seeker === undefined
      ? []
      : [
          [
            seeker,
            { kind: 'inspect-secrets', target: word('history'), on: 'resource', deed: 'search' },
          ] as const,
        ];
  });
}
