import { describe, expect, it } from 'vitest';
import { decide } from '../../src/policy/decide.ts';
import { projectFiles } from '../../src/policy/file/project-files.ts';
import { hashSources } from '../../src/policy/policy-hash.ts';
import { judgedOf } from './build.ts';
import { brief, compiled, config, policy } from './files.ts';

const file = (name: string, rule: string, head = ''): string =>
  `version: "1"\n${head}policies:\n- {name: ${name}, rules: [{id: r, ${rule}}]}\n`;
const errors = (given: Parameters<typeof compiled>[0]): string[] =>
  compiled(given)
    .findings.filter(({ severity }) => severity === 'error')
    .map(one => `${one.file} ${brief(one)}`);

describe('layers add up', () => {
  it.each<[actions: (string | undefined)[], together: string]>([
    [[undefined, undefined], 'deny'],
    [['allow', undefined], 'allow'],
    [['allow', 'watch'], 'watch'],
    [['ask', 'allow'], 'ask'],
    [['deny', 'allow'], 'deny'],
  ])('default_action %j is %s', (actions, together) => {
    const policies = actions.map((action, index) =>
      policy(`version: "1"\n${action === undefined ? '' : `default_action: ${action}`}`, 'user', `${index}`),
    );
    expect(compiled({ policies }).rules.defaultAction).toBe(together);
    expect(compiled({ policies: [...policies].reverse() }).rules.defaultAction).toBe(together);
  });

  it('and one file split into several decides the same', () => {
    const bodies = [
      'when: {program: a}, action: allow',
      'when: {program: b}, action: deny',
      'when: {program: c}, action: watch',
    ];
    const split = compiled({
      policies: bodies.map((body, index) => policy(file(`p${index}`, body), 'user', `${index}`)),
    });
    const one = compiled({
      policies: [
        policy(
          `version: "1"\npolicies:\n${bodies.map((body, index) => `- {name: p${index}, rules: [{id: r, ${body}}]}\n`).join('')}`,
        ),
      ],
    });
    for (const command of ['a', 'b', 'c', 'a && c', 'a && b', 'd', '']) {
      const { policy: _, ...together } = decide(one.rules, judgedOf(command));
      const { policy: __, ...apart } = decide(split.rules, judgedOf(command));
      expect(apart).toEqual(together);
    }
  });

  it('with policy names that are used once', () => {
    const given = {
      policies: [
        policy(file('p', 'when: {program: a}, action: deny'), 'user', 'a'),
        policy(file('p', 'when: {program: a}, action: deny'), 'system', 'b'),
      ],
    };
    expect(errors(given)).toEqual(['b error duplicate-policy 3:10']);
  });
});

describe('a project', () => {
  it.each<[text: string, found: string[]]>([
    [file('p', 'when: {program: a}, action: deny'), []],
    [file('p', 'when: {program: a}, action: ask'), []],
    [file('p', 'when: {program: a}, action: allow'), ['project.yaml error layer 3:57']],
    [file('p', 'when: {program: a}, action: watch'), ['project.yaml error layer 3:57']],
    [
      file('p', 'when: {program: a}, action: deny', 'default_action: deny\n'),
      ['project.yaml error layer 2:1'],
    ],
    [file('p', 'when: {program: a}, action: deny', 'unattended: true\n'), ['project.yaml error layer 2:1']],
    [file('p', 'when: {program: a}, action: deny', 'extends: standard\n'), ['project.yaml error layer 2:1']],
    [
      file('p', 'when: {program: a}, action: deny', 'disable: [x/y]\n'),
      ['project.yaml error layer 2:1', 'project.yaml error disable 2:11'],
    ],
    [file('p', 'when: {program: a}, action: deny', 'fail: open\n'), ['project.yaml error unknown-key 2:1']],
  ])('can only restrict: %j', (text, found) => {
    expect(errors({ policies: [policy(text, 'project')] })).toEqual(found);
  });

  it('cannot pass for a policy of the administrator', () => {
    const given = {
      policies: [
        policy(file('p', 'when: {program: a}, action: deny'), 'project', 'repo'),
        policy(file('p', 'when: {program: b}, action: deny'), 'user', 'own'),
      ],
    };
    expect(errors(given)).toEqual(['repo error duplicate-policy 2:1'.replace('2:1', '3:10')]);
  });

  it('is looked for up to the repository and no further, never in Rampart’s home', () => {
    const there = new Set([
      '/h/.rampart/policy.yaml',
      '/h/r/.rampart/policy.yaml',
      '/h/r/a/.rampart/policy.yaml',
      '/h/r/.git',
      '/.rampart/policy.yaml',
    ]);
    const find = (cwd: string, home = '/x'): string[] => projectFiles(cwd, home, path => there.has(path));
    expect(find('/h/r/a/b')).toEqual(['/h/r/a/.rampart/policy.yaml', '/h/r/.rampart/policy.yaml']);
    expect(find('/h/r')).toEqual(['/h/r/.rampart/policy.yaml']);
    expect(find('/h')).toEqual(['/h/.rampart/policy.yaml', '/.rampart/policy.yaml']);
    expect(find('/h', '/h/.rampart')).toEqual(['/.rampart/policy.yaml']);
    expect(find(`/${'x/'.repeat(200)}`)).toEqual([]);
  });
});

describe('profiles', () => {
  const standard = policy(
    file('standard', 'when: {program: a}, action: ask', 'default_action: allow\n'),
    'profile',
    '/pkg/policies/standard.yaml',
  );
  const ci = policy(
    'version: "1"\nextends: standard\nunattended: true\n',
    'profile',
    '/pkg/policies/ci.yaml',
  );
  const bad = policy('version: "1"\nextends: nothing\n', 'profile', '/pkg/policies/bad.yaml');
  const profiles = [standard, ci, bad];

  it('take part when the configuration names them, standard where it names none', () => {
    const named = (configs: string[]) => {
      const { rules } = compiled({
        configs: configs.map(text => config(text)),
        profiles,
        profile: 'configured',
      });
      return { verdict: decide(rules, judgedOf('a')).verdict, rules: rules.rules.length };
    };
    expect(named([])).toEqual({ verdict: 'ask', rules: 1 });
    expect(named(['profile: ci'])).toEqual({ verdict: 'deny', rules: 1 });
  });

  it('that do not exist are mistakes', () => {
    expect(errors({ profiles, profile: 'standart' })).toEqual(['config.yaml error profile 0:0']);
    expect(errors({ profiles, profile: 'bad' })).toEqual(['/pkg/policies/bad.yaml error profile 2:1']);
  });

  it('lose the rules that system or user switch off, and no others', () => {
    const off = policy('version: "1"\ndisable: [standard/r]\n', 'user', 'off');
    expect(compiled({ policies: [off], profiles, profile: 'standard' }).rules.rules).toEqual([]);
    expect(
      compiled({ configs: [config('disable: standard/r')], profiles, profile: 'standard' }).rules.rules,
    ).toEqual([]);
  });

  it.each<[disable: string, hint: string]>([
    ['standard/s', 'did you mean standard/r'],
    ['nothing', 'rampart policy list'],
    ['own/r', 'it stands in the user layer'],
    ['rampart/home', 'rampart policy list'],
  ])('cannot lose the rule %j', (disable, hint) => {
    const policies = [
      policy(file('own', 'when: {program: b}, action: deny', `disable: [${disable}]\n`), 'user'),
    ];
    const { findings } = compiled({ policies, profiles, profile: 'standard' });
    expect(findings.filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: 'disable', line: 2, column: 11, hint: expect.stringContaining(hint) },
    ]);
  });
});

describe('the policy hash', () => {
  const hash = (...policies: ReturnType<typeof policy>[]): string =>
    hashSources({ configs: [], policies, profiles: [] });
  it('is that of the files’ content, in any order and any place', () => {
    expect(hash(policy('a'), policy('b', 'system'))).toBe(hash(policy('b', 'system'), policy('a')));
    expect(hash(policy('a', 'user', '/x/a.yaml'))).toBe(hash(policy('a', 'user', '/y/a.yaml')));
    expect(hash(policy('a'))).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('changes with a byte, a name, a layer, the configuration, the profile', () => {
    const all = [
      hash(),
      hash(policy('a')),
      hash(policy('b')),
      hash(policy('a', 'system')),
      hash(policy('a', 'user', 'other.yaml')),
      hash(policy('a'), policy('a')),
      hashSources({ configs: [config('a')], policies: [], profiles: [] }),
      hashSources({ configs: [], policies: [], profiles: [policy('a', 'profile')] }),
      hashSources({ configs: [], policies: [policy('a')], profiles: [] }, 'ci'),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});
