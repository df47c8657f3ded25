import type { Bench } from '../judged.ts';
import type { PreparedRule } from '../prepared.ts';
import type { CompiledConditions } from './conditions.ts';
import { type Facts, isOwn } from './facts.ts';
import { holdsOfCall, holdsOfInvocation } from './holds.ts';
import type { Finding } from './restrictions.ts';

export interface Grants {
  /** Every invocation there is has a rule that grants it. */
  readonly complete: boolean;
  /** Those rules, each once. */
  readonly rules: readonly Finding[];
}

/**
 * Granting is a union: each invocation needs a rule that surely covers it, and it need not be the same one. What only
 * starts other invocations is covered by their covers; where invocations may be missing from the list, or there are
 * none, nothing is.
 */
export function grantsOf(bench: Bench): Grants {
  const { scan, call } = bench.judged;
  const own = scan.invocations.length === 0 && call.tool === 'exec' ? [] : bench.facts.filter(isOwn);
  const always = bench.always.filter(rule => !rule.restricting);
  const rules = new Map<PreparedRule, Finding>();
  let complete = own.length > 0 && !bench.opaque;
  for (const facts of own) {
    let covered = false;
    for (const rule of [...always, ...bench.rulesFor(facts)]) {
      if (rule.restricting || !covers(bench, rule, facts)) continue;
      covered = true;
      if (rules.has(rule)) continue;
      const place = facts.invocation === undefined ? {} : { invocation: facts.invocation };
      rules.set(rule, { rule, match: 'must', ...place });
    }
    complete &&= covered;
  }
  return { complete, rules: [...rules.values()] };
}

function covers(bench: Bench, { when, unless }: PreparedRule, facts: Facts): boolean {
  if (isGuess(when, facts)) return false;
  if (holdsOfInvocation(when, facts, 'strict') !== 'must') return false;
  const { call, scan } = bench.judged;
  return (
    unless === undefined ||
    !holdsOfCall(unless, call, scan) ||
    holdsOfInvocation(unless, facts, 'utmost') === 'no'
  );
}

/**
 * What an unknown program does is guessed from its operands; it may do anything besides. A rule that names neither the
 * program nor its command cannot grant that.
 */
function isGuess(
  { effects, ofEffect, paths, urls, domains, programs, commands }: CompiledConditions,
  facts: Facts,
): boolean {
  const named = programs !== undefined || commands !== undefined;
  const byEffect = [effects, ofEffect, paths, urls, domains].some(keys => keys !== undefined);
  return byEffect && !named && facts.effects().some(({ effect }) => !effect.certain);
}
