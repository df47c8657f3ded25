import { expect, it } from 'vitest';
import { explainRule } from '../../src/policy/explain-rule.ts';
import { CONDITION_SHAPE } from '../../src/policy/file/schema.ts';
import type { Conditions } from '../../src/policy/rule.ts';
import { ruleOf } from './build.ts';

it('says a restricting rule in words', () => {
  const rule = ruleOf(
    'deny',
    { command_matches: ['git push *--force*', 'git push -f'], effect: ['write'] },
    { scope: { tool: ['exec'], agent: ['claude*'] }, unless: { program: ['git'] } },
  );
  expect(explainRule(rule)).toEqual([
    'only for the tools exec',
    'only for agents called "claude*"',
    'refuses a call if it may be that',
    '  a command, a pipeline or the text around it matches "git push *--force*" or "git push -f"',
    '  and it would write something',
    'unless it is sure that',
    '  the program is "git"',
    'nothing overrides it',
  ]);
});

it('says that a grant needs certainty', () => {
  const [first, , unless] = explainRule(ruleOf('allow', { program: ['ls'] }, { unless: { unknown: true } }));
  expect(first).toBe('allows what it surely covers, that is if');
  expect(unless).toBe('unless it may be that');
});

const VALUES: Record<string, unknown> = {
  effect: ['read'],
  recursive: true,
  path: { in: ['tmp'], not_matches: ['/x'] },
  host: { not_in: ['loopback'] },
  flow: ['network-to-shell'],
  sql: ['drop'],
  count: 3,
  force: true,
  privileged: false,
  remote: true,
  from_network: true,
  unknown: false,
  tool: ['read'],
  coverage: ['opaque', 'partial'],
  decoded: ['base64'],
  default: true,
};

it.each(Object.keys(CONDITION_SHAPE))('has words for %s', key => {
  const when = { [key]: VALUES[key] ?? ['x'] } as Conditions;
  const lines = explainRule(ruleOf('ask', when));
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/^ {2}\w.{10,}/);
  expect(lines.join()).not.toContain('undefined');
});
