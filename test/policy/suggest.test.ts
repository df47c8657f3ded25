import { describe, expect, it } from 'vitest';
import { examine } from '../../src/pipeline.ts';
import { compileSources } from '../../src/policy/compile.ts';
import { decide } from '../../src/policy/decide.ts';
import { specimen } from '../../src/policy/examine.ts';
import type { RuleSet } from '../../src/policy/rule.ts';
import { isWhole } from '../../src/policy/suggest/answered.ts';
import { propose } from '../../src/policy/suggest/propose.ts';
import { writeProposals } from '../../src/policy/suggest/write-proposals.ts';
import { HOME } from './build.ts';
import { policy } from './files.ts';

const RULES = `version: "1"
default_action: ask
policies:
  - name: own
    rules:
      - {when: {program: [ls, cd]}, action: allow}
      - {id: pushes, when: {command_matches: "git push *"}, action: ask, message: shared}
      - {id: system, when: {effect: delete, path: {in: system}}, action: ask, message: system}
      - {id: curls, when: {program: curl}, unless: {host: {in: loopback}}, action: ask, message: net}
`;

function load(text: string, layer: 'user' | 'profile' = 'user'): RuleSet {
  const sources =
    layer === 'user'
      ? { policies: [policy(text)], profiles: [] }
      : { policies: [], profiles: [policy(text, 'profile', 'p.yaml')] };
  const { rules, findings } = compileSources(
    { configs: [], ...sources },
    { examine, profile: layer === 'user' ? null : 'p' },
  );
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  return rules;
}

function proposed(answers: readonly string[], rules = load(RULES), others: readonly string[] = []) {
  const answered = answers.map(text => ({
    command: text.replace(/^!/, ''),
    cwd: '/workspace',
    approved: !text.startsWith('!'),
  }));
  return propose({ answered, others, rules, home: HOME, examine, least: 3 });
}

const times = (count: number, command: string): string[] => Array.from({ length: count }, () => command);

describe('what was approved again and again', () => {
  it.each<[string, string[], [asks: string, glob: string, approvals: number][]]>([
    ['the same command', times(3, 'make release'), [['default', 'make release', 3]]],
    ['too seldom', times(2, 'make release'), []],
    [
      'several of one subcommand',
      ['docker build a', 'docker build b', 'docker build -t c .'],
      [['default', 'docker build *', 3]],
    ],
    ['what the rules allow by now', times(4, 'ls -l'), []],
    [
      'only the part that is asked about',
      times(3, 'cd x && ls && make release'),
      [['default', 'make release', 3]],
    ],
    [
      'a rule that asks',
      ['git push fork a', 'git push fork b', 'git push fork c'],
      [['own/pushes', 'git push fork *', 3]],
    ],
    ['special characters', times(3, "echo 'a*{b}'"), [['default', 'echo a\\*\\{b\\}', 3]]],
  ])('%s', (_, answers, expected) => {
    const { proposals } = proposed(answers);
    expect(proposals.map(({ asks, glob, approvals }) => [asks, glob, approvals])).toEqual(expected);
  });

  it('is not proposed where it covers what was refused once', () => {
    const { proposals, withheld } = proposed([
      'docker build a',
      'docker build b',
      'docker build c',
      '!docker build evil',
    ]);
    expect(proposals).toEqual([]);
    expect(withheld).toMatchObject([{ glob: 'docker build *', because: 'refused' }]);
    const same = proposed([...times(3, 'docker build a'), 'docker build b', '!docker build evil']);
    expect(same.proposals.map(({ glob }) => glob)).toEqual(['docker build a']);
  });

  it('is not proposed where a word of it is not known', () => {
    const { proposals, withheld } = proposed(times(3, 'make "$TARGET"'));
    expect(proposals).toEqual([]);
    expect(withheld).toMatchObject([{ because: 'unknown-words' }]);
  });

  it('shows what else it would allow', () => {
    const { proposals } = proposed(['docker build a', 'docker build b', 'docker build c'], load(RULES), [
      'docker build --push d',
      'docker rm x',
    ]);
    expect(proposals[0]?.also).toEqual(['docker build --push d']);
  });
});

describe('as policy', () => {
  const verdict = (rules: RuleSet, text: string): string =>
    decide(rules, specimen({ text, tool: 'exec' }, examine)).verdict;

  it('answers for the person, and nothing more', () => {
    const { proposals } = proposed(['docker build a', 'docker build b', 'docker build c']);
    const { yaml } = writeProposals(proposals, load(RULES).rules);
    const { rules } = compileSources(
      { configs: [], policies: [policy(RULES), policy(yaml, 'user', 'more.yaml')], profiles: [] },
      { examine, profile: null },
    );
    expect(verdict(rules, 'docker build x')).toBe('allow');
    expect(verdict(rules, 'docker build x && docker rm y')).toBe('ask');
  });

  it('takes the place of a profile’s rule, whose ask no allow outranks', () => {
    const set = load(RULES, 'profile');
    const { proposals } = proposed(['git push fork a', 'git push fork b', 'git push fork c'], set);
    const { yaml, byHand } = writeProposals(proposals, set.rules);
    expect(byHand).toEqual([]);
    const { rules, findings } = compileSources(
      {
        configs: [],
        policies: [policy(yaml.replace('policies:', 'default_action: allow\npolicies:'))],
        profiles: [
          policy(RULES.replace('default_action: ask', 'default_action: allow'), 'profile', 'p.yaml'),
        ],
      },
      { examine, profile: 'p' },
    );
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(verdict(rules, 'git push fork d')).toBe('allow');
    expect(verdict(rules, 'git push origin main')).toBe('ask');
  });

  it('is left to be done by hand in a file of one’s own, and where an exception is of another kind', () => {
    const own = load(RULES);
    const pushes = proposed(['git push fork a', 'git push fork b', 'git push fork c'], own).proposals;
    expect(writeProposals(pushes, own.rules)).toMatchObject({
      yaml: '',
      byHand: [{ globs: ['git push fork *'] }],
    });
    const profile = load(RULES, 'profile');
    const curls = proposed(times(3, 'curl https://x.test'), profile).proposals;
    expect(writeProposals(curls, profile.rules)).toMatchObject({ yaml: '', byHand: [{}] });
  });
});

it.each([
  ['git push', true],
  ['curl -H "Authorization: [redacted:bearer]" x', false],
  ['', false],
])('%j is a command to judge: %s', (text, whole) => {
  expect(isWhole(text)).toBe(whole);
});
