import type { Action } from '../../core/decision.ts';
import { finding, type PolicyFinding } from '../finding.ts';
import { type Conditions, restricts } from '../rule.ts';
import { type Dialect, type DraftRule, IMPORT, type SourceRule } from './source-rule.ts';
import { translate } from './translate.ts';

export interface Reordered {
  readonly rules: readonly DraftRule[];
  readonly findings: readonly PolicyFinding[];
}

const RANK: Record<Action, number> = { allow: 0, watch: 1, ask: 2, deny: 3 };

/**
 * Takes the order out of rules of which the first that matches decides. Here the strongest decides, so an earlier rule
 * that is weaker becomes an exception (`unless`) to each later one that is stronger. Where one exception cannot say it,
 * the later rule is refused.
 */
export function withoutOrder(rules: readonly SourceRule[], dialect: Dialect): Reordered {
  const findings: PolicyFinding[] = [];
  const drafts = rules.flatMap((rule, index): DraftRule[] => {
    const earlier = rules.slice(0, index).filter(one => overlap(one, rule));
    const shadow = earlier.find(isEverything);
    if (shadow !== undefined) {
      findings.push(
        finding(IMPORT, rule.at, 'rule never decided: one that goes before it matches everything it can', {
          severity: 'info',
          hint: `see line ${shadow.at.line}`,
        }),
      );
      return [];
    }
    const own = translate(rule, dialect, restricts(rule.action) ? 'wide' : 'narrow');
    findings.push(...own.findings);
    if (own.conditions === undefined) return [];
    const weaker = earlier.filter(one => RANK[one.action] < RANK[rule.action]);
    const excepted = weaker.flatMap(one => {
      const { conditions, findings: lost } = translate(one, dialect, 'narrow');
      findings.push(...lost.filter(({ line, column }) => !noted(findings, line, column)));
      return conditions ?? [];
    });
    const unless = asOne(excepted);
    if (unless === 'several') {
      findings.push(
        finding(IMPORT, rule.at, 'earlier rules except this one in ways that one `unless` cannot say', {
          hint: `weaker rules before it: lines ${weaker.map(({ at }) => at.line).join(', ')}; put the stronger rule first, or split the policy`,
        }),
      );
      return [];
    }
    return [draftOf(rule, own.conditions, unless)];
  });
  return { rules: drafts, findings };
}

function draftOf(rule: SourceRule, when: Conditions, unless?: Conditions): DraftRule {
  const { at, action, message } = rule;
  return { at, action, when, ...(unless === undefined ? {} : { unless }), message };
}

function noted(findings: readonly PolicyFinding[], line: number, column: number): boolean {
  return findings.some(one => one.line === line && one.column === column);
}

/** Exceptions as one: several are one only where they are lists of the same single key. */
function asOne(all: readonly Conditions[]): Conditions | undefined | 'several' {
  const [first, ...more] = all;
  if (first === undefined || more.length === 0) return first;
  const [key, ...others] = Object.keys(first) as (keyof Conditions)[];
  const same = all.every(one => Object.keys(one).length === 1 && key !== undefined && key in one);
  if (key === undefined || others.length > 0 || !same) return 'several';
  const values = all.flatMap(one => (one[key] as readonly string[] | undefined) ?? []);
  return { [key]: [...new Set(values)] };
}

function isEverything({ conditions }: SourceRule): boolean {
  return Object.keys(conditions).length === 0;
}

/** Whether one call can meet both: they share a tool, and ask about the same side of it. */
function overlap(a: SourceRule, b: SourceRule): boolean {
  const tools =
    a.tools === undefined || b.tools === undefined || a.tools.some(tool => b.tools?.includes(tool));
  const [of, other] = [sideOf(a), sideOf(b)];
  return tools && (of === other || of === 'any' || other === 'any');
}

/** In the guards that are imported from, a command has no path, and a file tool's call no command. */
function sideOf({ conditions }: SourceRule): 'command' | 'path' | 'address' | 'any' {
  const keys = Object.keys(conditions).join(' ');
  if (keys.includes('command_')) return 'command';
  if (keys.includes('path_')) return 'path';
  return /url_|domain_/.test(keys) ? 'address' : 'any';
}
