import { describe, expect, it } from 'vitest';
import { compileSources } from '../../src/policy/compile.ts';
import { nearest } from '../../src/policy/file/nearest.ts';
import { around, brief, compiled, errorsIn, examine, findingsIn, policy } from './files.ts';

const rules = (...bodies: string[]): string => around(bodies.map(body => `      - {${body}}\n`).join(''));

describe('rules that can never decide', () => {
  it.each<[text: string, found: string[]]>([
    [
      rules('when: {program: x}, action: deny', 'when: {program: x}, action: allow'),
      ['error unreachable 6:9'],
    ],
    [
      rules('when: {program: x}, action: allow', 'when: {program: x}, action: ask'),
      ['error unreachable 5:9'],
    ],
    [
      rules('when: {program: x}, action: deny', 'when: {program: [x]}, action: deny'),
      ['error unreachable 6:9'],
    ],
    [
      rules(
        'when: {program: [x, y], args: a}, action: deny',
        'when: {args: a, program: [y, x]}, action: watch',
      ),
      ['error unreachable 6:9'],
    ],
    [rules('when: {program: x}, unless: {args: a}, action: deny', 'when: {program: x}, action: allow'), []],
    [
      rules('when: {program: x}, unless: {args: a}, action: deny', 'when: {program: x}, action: deny'),
      ['error unreachable 5:9'],
    ],
    [rules('when: {program: x}, action: deny', 'when: {program: y}, action: allow'), []],
    [
      rules('when: {default: true}, action: deny', 'when: {program: y}, action: allow'),
      ['error unreachable 6:9'],
    ],
    [rules('when: {default: true}, action: ask', 'when: {program: y}, action: deny'), []],
    [
      rules('when: {default: true}, unless: {program: y}, action: deny', 'when: {program: y}, action: allow'),
      [],
    ],
    [rules('when: {default: true, tool: exec}, action: deny', 'when: {tool: read}, action: allow'), []],
    [rules('when: {coverage: opaque}, action: allow'), ['error unreachable 5:9']],
    [rules('when: {coverage: [opaque, full]}, action: allow'), []],
    [rules('when: {coverage: opaque}, action: deny'), []],
    [rules('when: {program: x}, unless: {default: true}, action: deny'), ['error unreachable 5:9']],
    [rules('when: {tool: read, program: x}, action: deny'), ['error unreachable 5:9']],
    [rules('when: {tool: read, path_matches: /x}, action: deny'), []],
    [rules('when: {tool: [read, exec], program: x}, action: deny'), []],
    [rules('when: {tool: read, effect: write}, action: deny'), ['error unreachable 5:9']],
    [rules('when: {tool: write, unknown: true}, action: deny'), ['error unreachable 5:9']],
  ])('%j', (text, found) => {
    expect(errorsIn(text)).toEqual(found);
  });

  it.each<[match: string, when: string, unreachable: boolean]>([
    ['fetch', 'path_matches: /x', true],
    ['fetch', 'domain_matches: x.com', false],
    ['fetch', 'tool: exec', true],
    ['read', 'command_matches: x', true],
    ['read', 'domain_matches: x.com', true],
    ['exec', 'path_matches: /x', false],
    ['mcp', 'path_matches: /x', false],
  ])('a policy about %s with %j: %s', (match, when, unreachable) => {
    const text = `version: "1"\npolicies:\n- {name: p, match: {tool: ${match}}, rules: [{when: {${when}}, action: deny}]}`;
    expect(errorsIn(text).length > 0).toBe(unreachable);
  });

  it('with ten thousand rules are found in time', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `when: {program: p${index}}, action: deny`);
    expect(errorsIn(rules(...many, 'when: {program: p7}, action: ask'))).toEqual([
      'error unreachable 10005:9',
    ]);
  });
});

describe('globs', () => {
  it.each<[when: string, found: string[]]>([
    ['path_matches: src/x', ['error unreachable 5:31']],
    ['path_matches: ./x', ['error unreachable 5:31']],
    ['path_matches: $HOME/x', ['error unreachable 5:31']],
    ['path_matches: /x/', ['error unreachable 5:31']],
    ['path_matches: /x//y', ['error unreachable 5:31']],
    ['path_matches: /x/../y', ['error unreachable 5:31']],
    ['path_matches: ["/", "~", "~/x", "**/x", "*", "{/a,/b}/x"]', []],
    ['cwd_matches: x', ['error unreachable 5:30']],
    ['domain_matches: X.com', ['error unreachable 5:33']],
    ['domain_matches: "https://x.com"', ['error unreachable 5:33']],
    ['domain_matches: "x.com:80"', ['error unreachable 5:33']],
    ['domain_matches: ["*.x.com", "::1"]', []],
    ['program: /bin/rm', ['error unreachable 5:26']],
    ['program: ["/opt/x", rm]', []],
    ['command_matches: "cat ~/.ssh/*"', ['warning spelling 5:34']],
    ['command_matches: "rm  -rf"', ['warning spelling 5:34']],
    ['command_matches: "^rm *"', ['warning spelling 5:34']],
    ['args: ".*foo"', ['warning spelling 5:23']],
    ['args: "foo.*"', []],
    ['program: "python3.*"', []],
    ['command_matches: "a\\\\*b"', []],
  ])('%s', (when, found) => {
    const findings = findingsIn(
      rules(`when: {${when}}, action: deny, message: m, examples: {no_match: zzz}`),
    );
    expect(findings.filter(({ code }) => code !== 'no-examples').map(brief)).toEqual(found);
  });
});

describe('examples', () => {
  it.each<[body: string, found: string[]]>([
    ['when: {program: rm}, action: deny, examples: {match: [rm x, "ls; rm y"], no_match: [ls]}', []],
    ['when: {program: rm}, action: deny, examples: {match: [ls]}', ['error example 5:64']],
    ['when: {program: rm}, action: deny, examples: {no_match: [ls, rm]}', ['error example 5:71']],
    ['when: {program: rm}, action: allow, examples: {match: rm x, no_match: rm x && ls}', []],
    ['when: {program: rm}, action: watch, examples: {match: rm x && ls}', ['error example 5:64']],
    [
      'when: {path_matches: ~/x}, action: deny, examples: {match: [{path: ~/x}, {path: /home/user/x, tool: write}]}',
      [],
    ],
    ['when: {path_matches: ~/x}, action: deny, examples: {match: cat ~/x, no_match: [{path: x}]}', []],
    ['when: {path_matches: ~/x}, action: deny, examples: {match: [{path: x, cwd: /home/user}]}', []],
    [
      'when: {domain_matches: x.com}, action: deny, examples: {match: [{url: "https://x.com"}, curl https://x.com]}',
      [],
    ],
    ['when: {agent: a}, action: deny, examples: {match: [{command: ls, agent: a}], no_match: ls}', []],
  ])('are checked against their rule: %s', (body, found) => {
    expect(errorsIn(rules(body))).toEqual(found);
  });

  it('are not asked for the agent and session that the policy is about', () => {
    const text = `version: "1"\npolicies:\n- {name: p, match: {agent: a, session: s, tool: exec}, rules: [{when: {program: x}, action: deny, examples: {match: x}}]}`;
    expect(errorsIn(text)).toEqual([]);
  });

  it('of the package’s files are run only where all are asked for; those of anybody else always', () => {
    const wrong = 'when: {program: rm}, action: deny, message: m, examples: {match: ls}';
    const files = {
      policies: [policy(rules(`id: own, ${wrong}`))],
      profiles: [policy(rules(`id: theirs, ${wrong}`).replace('name: p', 'name: q'), 'profile', 'p.yaml')],
    };
    const failing = (tried: 'all' | 'own') =>
      compileSources({ configs: [], ...files }, { examine, profile: 'p', tried })
        .findings.filter(({ code }) => code === 'example')
        .map(({ rule }) => rule);
    expect(failing('all')).toEqual(['p/own', 'q/theirs']);
    expect(failing('own')).toEqual(['p/own']);
  });

  it('are reported one by one', () => {
    const { examples } = compiled({
      policies: [
        policy(rules('id: r, when: {program: rm}, action: deny, examples: {match: rm x, no_match: rm y}')),
      ],
    });
    expect(examples).toEqual([
      {
        rule: 'p/r',
        example: 'rm x',
        expected: 'match',
        got: 'match',
        ok: true,
        file: 'user.yaml',
        line: 5,
        column: 70,
      },
      {
        rule: 'p/r',
        example: 'rm y',
        expected: 'no_match',
        got: 'match',
        ok: false,
        file: 'user.yaml',
        line: 5,
        column: 86,
      },
    ]);
  });
});

describe('suggestions', () => {
  it('that rules of the same file refuse are mistakes', () => {
    expect(errorsIn(rules('when: {command_matches: "rm -rf *"}, action: deny, suggest: rm -rf ./x'))).toEqual(
      ['error suggest 5:70'],
    );
    expect(
      errorsIn(rules('when: {program: a}, action: deny, suggest: b', 'when: {program: b}, action: ask')),
    ).toEqual(['error suggest 5:53']);
  });

  it('are left out where the whole set refuses them', () => {
    const first = rules('id: r, when: {program: a}, action: deny, suggest: b');
    const second = rules('id: r, when: {program: b}, action: ask').replace('name: p', 'name: q');
    const suggestOf = (...texts: string[]): string | undefined => {
      const { rules: set } = compiled({
        policies: [
          ...texts.map((text, index) => policy(text, 'user', `${index}.yaml`)),
          policy('version: "1"\ndefault_action: allow', 'user', 'default.yaml'),
        ],
      });
      return set.rules[0]?.suggest;
    };
    expect(suggestOf(first)).toBe('b');
    expect(suggestOf(first, second)).toBeUndefined();
    expect(compiled({ policies: [policy(first)] }).rules.rules[0]?.suggest).toBeUndefined();
  });
});

it('advice is given and does not stop a file from loading', () => {
  const text = rules('when: {program: x}, action: deny', 'when: {program: y}, action: allow').replace(
    'policies:',
    'default_action: allow\npolicies:',
  );
  expect(findingsIn(text).map(brief)).toEqual([
    'warning no-message 6:9',
    'warning no-examples 6:9',
    'info redundant 7:9',
  ]);
});

it.each([
  ['progam', 'program'],
  ['PROGRAM', 'program'],
  ['defalt_action', 'default_action'],
  ['x', undefined],
  ['y'.repeat(100_000), undefined],
])('the nearest word to %.20s', (typed, word) => {
  expect(nearest(typed, ['program', 'default_action', 'args'])).toBe(word);
});
