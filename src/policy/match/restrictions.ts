import type { Bench } from '../judged.ts';
import type { PreparedRule } from '../prepared.ts';
import type { Facts } from './facts.ts';
import { type Firing, firesOn, firesOnCall, firesOnMany } from './fires.ts';
import { firesOnPipeline, firesOnText } from './fires-on-text.ts';
import { pipelinesOf } from './pipeline-stages.ts';
import { wholeTexts } from './whole-texts.ts';

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
  const open = (rule: PreparedRule): boolean =>
    rule.restricting && (found.size === 0 || found.get(rule)?.match !== 'must');

  const { always } = bench;
  const each: PreparedRule[] = [];
  for (const rule of always) {
    if (!rule.restricting) continue;
    if (!rule.when.ofInvocation) note(rule, firesOnCall(bench, rule));
    if (rule.when.count !== undefined) note(rule, firesOnMany(bench, rule));
    else if (rule.when.ofInvocation) each.push(rule);
  }
  for (const facts of bench.facts) {
    for (const rule of each) if (open(rule)) note(rule, firesOn(bench, rule, facts), facts.invocation);
    for (const rule of bench.rulesFor(facts))
      if (open(rule)) note(rule, firesOn(bench, rule, facts), facts.invocation);
  }

  const { scan } = bench.judged;
  const piped = always.filter(({ when }) => when.piped);
  if (scan.pipelines.length > 0)
    for (const pipeline of pipelinesOf(scan, bench.facts))
      for (const rules of [piped, rulesForAll(bench, pipeline.chains.flat())])
        for (const rule of rules)
          if (rule.when.piped && open(rule)) note(rule, firesOnPipeline(bench, rule, pipeline));

  // Before any whole text: an exception that holds of the structure also answers for the text around it.
  const textual = always.filter(({ when }) => when.textual);
  for (const whole of wholeTexts(scan))
    for (const rules of [textual, bench.rulesForText(whole.text)])
      for (const rule of rules)
        if (rule.when.textual && rule.restricting && !found.has(rule))
          note(rule, firesOnText(bench, rule, whole, excepted.has(rule)));
  return [...found.values()];
}

/** A rule about `curl * | sh` is found by its `curl`, whichever stage of a pipeline that is. */
function rulesForAll(bench: Bench, all: readonly Facts[]): ReadonlySet<PreparedRule> {
  return new Set(all.flatMap(facts => bench.rulesFor(facts)));
}
