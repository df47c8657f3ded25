import type { Draft, DraftPolicy, DraftRule } from '../import/source-rule.ts';
import { writePolicy } from '../import/write-policy.ts';
import type { Conditions, Rule } from '../rule.ts';
import type { Proposal } from './propose.ts';

/** What proposals come to as policy. */
export interface WrittenProposals {
  /** A policy file for the user's layer; empty where there is nothing to add. */
  readonly yaml: string;
  /** Rules of files of one's own that are to be given an exception by hand: no other file can. */
  readonly byHand: readonly { readonly rule: Rule; readonly globs: readonly string[] }[];
}

const NOWHERE = { file: '', line: 0, column: 0 };

/**
 * Writes proposals as a policy file. Where the default asks, a rule allows. Where a rule of the profile asks, it is
 * switched off and written anew with an exception, as an allow never outranks an ask.
 */
export function writeProposals(proposals: readonly Proposal[], rules: readonly Rule[]): WrittenProposals {
  const byAsker = new Map<string, Proposal[]>();
  for (const one of proposals) byAsker.set(one.asks, [...(byAsker.get(one.asks) ?? []), one]);
  const drafts: DraftRule[] = [];
  const disable: string[] = [];
  const byHand: { rule: Rule; globs: string[] }[] = [];
  for (const [asks, group] of byAsker) {
    const globs = group.map(({ glob }) => glob);
    const rule = rules.find(({ name }) => name === asks);
    if (asks === 'default' || rule === undefined) {
      for (const { glob, approvals } of group) drafts.push(allowing(glob, approvals));
      continue;
    }
    const exception = rule.layer === 'profile' ? withException(rule, globs) : undefined;
    if (exception === undefined) byHand.push({ rule, globs });
    else {
      disable.push(asks);
      drafts.push(exception);
    }
  }
  if (drafts.length === 0) return { yaml: '', byHand };
  const policies: DraftPolicy[] = [{ name: 'from-experience', match: {}, rules: drafts }];
  const draft: Draft = { policies, findings: [] };
  const head = ['Proposed by rampart policy suggest from what a person approved. Read it before it is used.'];
  return { yaml: writePolicy(draft, head, disable), byHand };
}

function allowing(glob: string, approvals: number): DraftRule {
  return {
    at: NOWHERE,
    action: 'allow',
    when: { command_matches: [glob] },
    message: `approved ${approvals} times`,
  };
}

/** The rule with one more exception; undefined where its own exception is of another kind. */
function withException(rule: Rule, globs: readonly string[]): DraftRule | undefined {
  const { when, unless, message, action } = rule;
  const keys = Object.keys(unless ?? {});
  if (keys.length > 1 || (keys.length === 1 && keys[0] !== 'command_matches')) return undefined;
  const exception: Conditions = { command_matches: [...(unless?.command_matches ?? []), ...globs] };
  return { at: NOWHERE, action, when, unless: exception, message };
}
