import type { ToolCall } from '../core/call.ts';
import type { Summary } from '../core/effect.ts';
import type { Scan } from '../core/scan.ts';
import { callFacts, type Facts, invocationFacts } from './match/facts.ts';
import { holdsOfCall } from './match/holds.ts';
import type { Text } from './match/text.ts';
import { admits, type Prepared, type PreparedRule } from './prepared.ts';
import { placesFor, placesForText } from './rule-index.ts';

/** What is decided about: the call, what was understood of it, and whose home `~` is. */
export interface Judged extends Summary {
  readonly call: ToolCall;
  readonly scan: Scan;
  /** Absolute. */
  readonly home: string;
}

/** A call on its way through the rules. */
export interface Bench {
  readonly judged: Judged;
  readonly prepared: Prepared;
  /** Of each invocation; of the call itself where it makes none. */
  readonly facts: readonly Facts[];
  /** There may be invocations that are not listed. */
  readonly opaque: boolean;
  /** Rules of `always` that this call can concern. */
  readonly always: readonly PreparedRule[];
  /** Other rules that can concern an invocation, or a text from its start. */
  rulesFor(facts: Facts): readonly PreparedRule[];
  rulesForText(text: Text): readonly PreparedRule[];
}

export function benchOf(prepared: Prepared, judged: Judged): Bench {
  const { call, scan } = judged;
  const invocations = invocationFacts(scan, judged, call.cwd);
  const ofCall = judged.effects.filter(({ invocation }) => invocation >= scan.invocations.length);
  const concerns = (rule: PreparedRule): boolean =>
    !rule.ofCall || (admits(rule, call) && holdsOfCall(rule.when, call, scan));
  const concerned = (places: Iterable<number>): PreparedRule[] => {
    const rules: PreparedRule[] = [];
    for (const place of places) {
      const rule = prepared.ruleAt(place);
      if (rule !== undefined && concerns(rule)) rules.push(rule);
    }
    return rules;
  };
  const found = new Map<Facts, readonly PreparedRule[]>();
  return {
    judged,
    prepared,
    // A tool of somebody else's server may be handed files beside a command.
    facts:
      invocations.length > 0 && call.tool === 'exec'
        ? invocations
        : [...invocations, callFacts(call, scan, ofCall)],
    opaque: scan.coverage === 'opaque',
    always: concerned(prepared.always),
    rulesFor(facts) {
      const rules = found.get(facts) ?? concerned(placesFor(prepared.lookup, facts));
      found.set(facts, rules);
      return rules;
    },
    rulesForText: text => concerned(placesForText(prepared.lookup, text)),
  };
}
