import { Document, Scalar, visit, type YAMLMap } from 'yaml';
import type { Conditions } from '../rule.ts';
import type { Draft, DraftPolicy, DraftRule } from './source-rule.ts';

/**
 * A converted policy as a file of ours. Each rule says which line it comes from.
 * @param head lines of the comment it begins with
 * @param disable rules of profiles that it switches off
 */
export function writePolicy(
  { defaultAction, policies }: Draft,
  head: readonly string[],
  disable: readonly string[] = [],
): string {
  const document = new Document({
    version: '1',
    ...(defaultAction === undefined ? {} : { default_action: defaultAction }),
    ...(disable.length === 0 ? {} : { disable }),
    policies: named(policies).map(policyShape),
  });
  document.commentBefore = head.map(line => ` ${line}`).join('\n');
  policies.forEach((policy, index) => {
    policy.rules.forEach((rule, place) => {
      const node = document.getIn(['policies', index, 'rules', place], true) as YAMLMap | undefined;
      if (node !== undefined && rule.at.line > 0) node.commentBefore = ` line ${rule.at.line}`;
    });
  });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && node.value.search(UNSEEN) >= 0) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  const text = document.toString({ lineWidth: 0, defaultStringType: 'PLAIN' });
  return text.replace(UNSEEN, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Control, format and bidirectional characters: the file imported is somebody else's, and this may go to a terminal. */
const UNSEEN = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** Two policies of one file cannot share a name. */
function named(policies: readonly DraftPolicy[]): DraftPolicy[] {
  const taken = new Set<string>();
  return policies.map(policy => {
    let name = policy.name;
    for (let count = 2; taken.has(name); count++) name = `${policy.name.slice(0, 60)}-${count}`;
    taken.add(name);
    return { ...policy, name };
  });
}

function policyShape({ name, description, match, rules }: DraftPolicy) {
  return {
    name,
    ...(description === undefined ? {} : { description }),
    ...(Object.keys(match).length === 0 ? {} : { match: bare(match) }),
    rules: rules.map(ruleShape),
  };
}

function ruleShape({ action, when, unless, message, examples }: DraftRule) {
  return {
    when: bare(when),
    ...(unless === undefined ? {} : { unless: bare(unless) }),
    action,
    ...(message === undefined || message === '' ? {} : { message: message.slice(0, 1_000) }),
    ...(examples === undefined ? {} : { examples }),
  };
}

/** A single value stands without brackets. */
function bare(conditions: Conditions | DraftPolicy['match']): object {
  return Object.fromEntries(
    Object.entries(conditions).map(([key, value]) => [
      key,
      Array.isArray(value) && value.length === 1 ? value[0] : value,
    ]),
  );
}
