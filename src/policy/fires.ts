import type { Match } from '../core/match.ts';
import type { CompiledConditions } from './conditions.ts';
import { applicable, excepts, exceptsAll } from './exceptions.ts';
import type { Facts } from './facts.ts';
import { asksOfPaths, holdsOfInvocation, holdsOfPath } from './holds.ts';
import type { Bench } from './judged.ts';
import type { PreparedRule } from './prepared.ts';

/** How a restricting rule stands to something: whether its `when` may hold, or does but its `unless` surely too. */
export type Firing = Match | 'excepted';

/** A restricting rule on one invocation. */
export function firesOn(bench: Bench, { when, unless: exception }: PreparedRule, facts: Facts): Firing {
  if (isOutOfReach(when, facts)) return 'no';
  const unless = applicable(bench, exception);
  if (!asksOfPaths(when)) {
    const match = holdsOfInvocation(when, facts, 'wide');
    return match !== 'no' && unless && excepts(unless, facts) ? 'excepted' : match;
  }
  // An exception has to hold of each path that made the rule fire, not of others the invocation touches.
  const offending = facts.paths.filter(path => holdsOfPath(when, facts, path, 'wide') !== 'no');
  const match = holdsOfInvocation(when, facts, 'wide', offending);
  if (match === 'no' || unless === undefined) return match;
  const left = offending.filter(path => !excepts(unless, facts, [path]));
  return left.length === 0 ? 'excepted' : holdsOfInvocation(when, facts, 'wide', left);
}

/** Most rules are about things most invocations do not do; this finds that out without looking at a glob. */
function isOutOfReach(when: CompiledConditions, { kinds, paths, urls }: Facts): boolean {
  return (
    (when.effects !== undefined && !when.effects.some(kind => kinds.includes(kind))) ||
    (paths.length === 0 && asksOfPaths(when)) ||
    (urls.length === 0 && (when.urls !== undefined || when.domains !== undefined))
  );
}

/** A restricting rule that asks about the call alone; its exception may still be about invocations. */
export function firesOnCall(bench: Bench, { unless: exception }: PreparedRule): Firing {
  const unless = applicable(bench, exception);
  return unless !== undefined && exceptsAll(bench, unless, bench.facts) ? 'excepted' : 'must';
}
