import type { ToolCall } from '../core/call.ts';
import { type Glob, WHEN_ASKED } from '../core/glob.ts';
import { matchText } from '../core/glob-match.ts';
import { type CompiledConditions, compileConditions } from './match/conditions.ts';
import { type Rule, type RuleSet, restricts } from './rule.ts';
import { type Lookup, lookupOf } from './rule-index.ts';

/** A rule with its globs compiled. */
export interface PreparedRule {
  readonly rule: Rule;
  readonly restricting: boolean;
  /** It is about some calls and not others. */
  readonly ofCall: boolean;
  readonly agents: readonly Glob[] | undefined;
  readonly sessions: readonly Glob[] | undefined;
  readonly when: CompiledConditions;
  readonly unless: CompiledConditions | undefined;
}

/** A rule set ready for deciding. Rules are compiled when a call first concerns them. */
export interface Prepared {
  readonly lookup: Lookup;
  readonly always: readonly number[];
  ruleAt(place: number): PreparedRule | undefined;
}

/** Homes one set is kept ready for: `~` in a rule is the caller's, and a daemon may serve several people. */
const HOMES = 8;

const kept = new WeakMap<RuleSet, Map<string, Prepared>>();

export function prepare(rules: RuleSet, home: string): Prepared {
  const homes = kept.get(rules) ?? new Map<string, Prepared>();
  kept.set(rules, homes);
  const known = homes.get(home);
  if (known !== undefined) return known;
  if (homes.size >= HOMES) homes.clear();
  const compiled = new Map<number, PreparedRule>();
  const prepared: Prepared = {
    lookup: lookupOf(rules),
    always: rules.index.always,
    ruleAt(place) {
      const ready = compiled.get(place);
      const rule = rules.rules[place];
      if (ready !== undefined || rule === undefined) return ready;
      const made = prepareRule(rule, home);
      compiled.set(place, made);
      return made;
    },
  };
  homes.set(home, prepared);
  return prepared;
}

function prepareRule(rule: Rule, home: string): PreparedRule {
  const { scope } = rule;
  const when = compileConditions(rule.when, home, WHEN_ASKED);
  return {
    rule,
    ofCall:
      when.ofCall || scope.tool !== undefined || scope.agent !== undefined || scope.session !== undefined,
    restricting: restricts(rule.action),
    agents: scope.agent?.map(WHEN_ASKED.command),
    sessions: scope.session?.map(WHEN_ASKED.command),
    when,
    unless: rule.unless && compileConditions(rule.unless, home, WHEN_ASKED),
  };
}

/** Whether the rule's policy is about calls like this one. */
export function admits({ rule, agents, sessions }: PreparedRule, call: ToolCall): boolean {
  return (
    (rule.scope.tool === undefined || rule.scope.tool.includes(call.tool)) &&
    (agents === undefined || agents.some(glob => matchText(glob, call.agent ?? ''))) &&
    (sessions === undefined || sessions.some(glob => matchText(glob, call.session ?? '')))
  );
}
