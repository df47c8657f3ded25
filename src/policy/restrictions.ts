import { type Firing, firesOn, firesOnCall, firesOnText } from './fires.ts';
import type { Bench } from './judged.ts';
import type { PreparedRule } from './prepared.ts';
import { type TextReading, textReadings } from './text-readings.ts';

/** A rule that a decision can rest on. */
export interface Finding {
  readonly rule: PreparedRule;
  readonly match: 'may' | 'must';
  readonly invocation?: number;
}

/**
 * The restricting rules that fire: on the call, on an invocation, on a pipeline, on a whole text. Each once, with
 * the surest match.
 */
export function firedRestrictions(bench: Bench): Finding[] {
  const found = new Map<PreparedRule, Finding>();
  const excepted = new Set<PreparedRule>();
  const note = (rule: PreparedRule, firing: Firing, invocation?: number): void => {
    if (firing === 'excepted') excepted.add(rule);
    else if (firing !== 'no' && found.get(rule)?.match !== firing)
      found.set(rule, { rule, match: firing, ...(invocation === undefined ? {} : { invocation }) });
  };
  const settled = (rule: PreparedRule): boolean => !rule.restricting || found.get(rule)?.match === 'must';

  const always = bench.always.filter(rule => rule.restricting);
  for (const rule of always) if (!rule.when.ofInvocation) note(rule, firesOnCall(bench, rule));
  const ofInvocation = always.filter(rule => rule.when.ofInvocation);
  for (const facts of bench.facts)
    for (const rules of [ofInvocation, bench.rulesFor(facts)])
      for (const rule of rules) if (!settled(rule)) note(rule, firesOn(bench, rule, facts), facts.invocation);

  const textual = ofInvocation.filter(rule => rule.when.textual);
  for (const reading of textReadings(bench.judged.scan))
    for (const rules of [textual, indexedFor(bench, reading)])
      for (const rule of rules)
        if (rule.when.textual && !settled(rule) && !found.has(rule))
          note(rule, firesOnText(bench, rule, reading, excepted.has(rule)));
  return [...found.values()];
}

/** A rule about `curl * | sh` is found by its `curl`, whichever stage of a pipeline that is. */
function indexedFor(bench: Bench, reading: TextReading): PreparedRule[] {
  if (reading.kind !== 'pipeline') return [...bench.rulesForText(reading.text)];
  const rules = new Set<PreparedRule>();
  for (const index of reading.invocations) {
    const facts = bench.facts[index];
    for (const rule of facts === undefined ? [] : bench.rulesFor(facts)) rules.add(rule);
  }
  return [...rules];
}
