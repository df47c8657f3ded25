import type { Match } from '../../core/match.ts';
import type { Bench } from '../judged.ts';
import type { PreparedRule } from '../prepared.ts';
import type { CompiledConditions } from './conditions.ts';
import { applicable, excepts, exceptsAll } from './exceptions.ts';
import type { Facts } from './facts.ts';
import { asksOfPaths, holdsOfInvocation, holdsOfPath } from './holds.ts';
import { holdsOfEffect } from './holds-of-effect.ts';
import type { TouchedEffect } from './touched-effect.ts';

/** How a restricting rule stands to something: whether its `when` may hold, or does but its `unless` surely too. */
export type Firing = Match | 'excepted';

/** A restricting rule on one invocation. */
export function firesOn(bench: Bench, { when, unless: exception }: PreparedRule, facts: Facts): Firing {
  if (isOutOfReach(when, facts)) return 'no';
  const unless = applicable(bench, exception);
  if (when.ofEffect !== undefined) return firesOnEffects(when, unless, facts);
  if (!asksOfPaths(when)) {
    const match = holdsOfInvocation(when, facts, 'wide');
    return match !== 'no' && unless && excepts(unless, facts) ? 'excepted' : match;
  }
  // An exception has to hold of each path that made the rule fire, not of others the invocation touches.
  const offending = facts.paths.filter(path => holdsOfPath(when, facts, path, 'wide') !== 'no');
  if (offending.length === 0) return 'no';
  const match = holdsOfInvocation(when, facts, 'wide', { paths: offending });
  if (match === 'no' || unless === undefined) return match;
  const left = offending.filter(path => !excepts(unless, facts, { paths: [path] }));
  return left.length === 0 ? 'excepted' : holdsOfInvocation(when, facts, 'wide', { paths: left });
}

/** An exception has to hold of each effect that made the rule fire. */
function firesOnEffects(
  when: CompiledConditions,
  unless: CompiledConditions | undefined,
  facts: Facts,
): Firing {
  const offending = offendingEffects(when, facts);
  if (offending.length === 0) return 'no';
  const match = holdsOfInvocation(when, facts, 'wide', { effects: offending });
  if (match === 'no' || unless === undefined) return match;
  const left = offending.filter(
    one =>
      !excepts(unless, facts, { effects: [one], ...(one.path === undefined ? {} : { paths: [one.path] }) }),
  );
  return left.length === 0 ? 'excepted' : holdsOfInvocation(when, facts, 'wide', { effects: left });
}

/** The invocation's effects that a rule is about. */
function offendingEffects({ ofEffect }: CompiledConditions, facts: Facts): readonly TouchedEffect[] {
  if (ofEffect === undefined) return [];
  return facts.effects().filter(one => holdsOfEffect(ofEffect, one, 'wide') !== 'no');
}

/** A restricting rule that counts: over all invocations, each target once for each value that is known of it. */
export function firesOnMany(bench: Bench, { when, unless: exception }: PreparedRule): Firing {
  const { count = 0, ofEffect } = when;
  if (ofEffect === undefined) return 'no';
  const unless = applicable(bench, exception);
  const targets = new Set<string>();
  for (const facts of bench.facts) {
    if (isOutOfReach(when, facts)) continue;
    for (const one of offendingEffects(when, facts)) {
      if (holdsOfInvocation(when, facts, 'wide', { effects: [one] }) === 'no') continue;
      if (unless && excepts(unless, facts, { effects: [one] })) continue;
      for (const { marked } of one.text) targets.add(`${one.effect.kind} ${marked}`);
    }
  }
  return targets.size >= count ? 'may' : 'no';
}

/** Most rules are about things most invocations do not do; this finds that out without looking at a glob. */
function isOutOfReach(when: CompiledConditions, facts: Facts): boolean {
  return (
    (when.kindBits !== 0 && (when.kindBits & facts.kindBits) === 0) ||
    (when.flows !== undefined && !when.flows.some(kind => facts.flows.includes(kind))) ||
    (facts.paths.length === 0 && asksOfPaths(when)) ||
    ((when.urls !== undefined || when.domains !== undefined) && facts.urls.length === 0)
  );
}

/** A restricting rule that asks about the call alone; its exception may still be about invocations. */
export function firesOnCall(bench: Bench, { unless: exception }: PreparedRule): Firing {
  const unless = applicable(bench, exception);
  return unless !== undefined && exceptsAll(bench, unless, bench.facts) ? 'excepted' : 'must';
}
