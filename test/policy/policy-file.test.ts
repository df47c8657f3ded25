import { describe, expect, it } from 'vitest';
import { RampartError } from '../../src/core/error.ts';
import { LIMITS } from '../../src/core/limits.ts';
import { refuseErrors } from '../../src/policy/finding.ts';
import { around, compiled, errorsIn, findingsIn, policy } from './files.ts';

const GOOD = `version: "1"
default_action: allow
policies:
  - name: repository
    description: what people share stays
    match: {tool: [exec]}
    rules:
      - id: no-force-push
        when: {command_matches: ["git push *--force*", "git push *-f*"]}
        unless: {command_matches: ["git push *--force-with-lease*"]}
        action: deny
        message: rewriting shared history loses other people's work
        suggest: git push --force-with-lease
        examples: {match: ["git push --force origin main"], no_match: ["git push"]}
      - when: {program: rm, args: ""}
        action: ask
        message: what for
        examples: {match: rm}
`;

it('reads the example of the manual', () => {
  const { rules, findings } = compiled({ policies: [policy(GOOD, 'system', 'a.yaml')] });
  expect(findings).toEqual([]);
  expect(rules).toMatchObject({ defaultAction: 'allow', unattended: false });
  expect(rules.rules).toEqual([
    {
      name: 'repository/no-force-push',
      action: 'deny',
      message: "rewriting shared history loses other people's work",
      suggest: 'git push --force-with-lease',
      builtin: false,
      layer: 'system',
      file: 'a.yaml',
      line: 8,
      scope: { tool: ['exec'] },
      when: { command_matches: ['git push *--force*', 'git push *-f*'] },
      unless: { command_matches: ['git push *--force-with-lease*'] },
    },
    expect.objectContaining({ name: 'repository/2', when: { program: ['rm'], args: [''] }, line: 15 }),
  ]);
});

it('survives being stored as JSON', () => {
  const { rules } = compiled({ policies: [policy(GOOD)] });
  expect(JSON.parse(JSON.stringify(rules))).toEqual(rules);
});

describe('mistakes are found where they stand', () => {
  const rule = (body: string): string => around(`      - {${body}}\n`);
  it.each<[text: string, ...found: string[]]>([
    ['', 'error schema 1:1'],
    ['# nothing\n', 'error schema 1:1'],
    ['[]', 'error schema 1:1'],
    ['policies: []', 'error schema 1:1'],
    ['version: 1', 'error schema 1:10'],
    ['version: "2"', 'error schema 1:10'],
    ['version: "1"\nversion: "1"', 'error duplicate-key 2:1'],
    ['version: "1"\ndefault_action: maybe', 'error schema 2:17'],
    ['version: "1"\ndefalt_action: deny', 'error unknown-key 2:1'],
    ['version: "1"\n__proto__: {}', 'error unknown-key 2:1'],
    ['version: "1"\npolicies:\n- {name: p}', 'error schema 3:3'],
    ['version: "1"\npolicies:\n- {name: p/q, rules: []}', 'error schema 3:10'],
    ['version: "1"\npolicies:\n- {name: rampart, rules: []}', 'error reserved-name 3:10'],
    [
      'version: "1"\npolicies:\n- {name: p, rules: []}\n- {name: p, rules: []}',
      'error duplicate-policy 4:10',
    ],
    [rule('action: deny'), 'error schema 5:9'],
    [rule('when: {}, action: deny'), 'error schema 5:16'],
    [rule('when: {default: false}, action: deny'), 'error schema 5:26'],
    [rule('when: {program: rm}'), 'error schema 5:9'],
    [rule('when: {program: rm}, action: Deny'), 'error schema 5:39'],
    [rule('when: {program: 5}, action: deny'), 'error schema 5:26'],
    [rule('when: {program: [rm, 5]}, action: deny'), 'error schema 5:31'],
    [rule('when: {program: []}, action: deny'), 'error schema 5:26'],
    [rule('when: {program: }, action: deny'), 'error schema 5:26'],
    [rule('when: {progam: rm}, action: deny'), 'error unknown-key 5:17'],
    [rule('when: {tool: [exe]}, action: deny'), 'error schema 5:24'],
    [rule('when: {program: rm}, unless: {x: 1}, action: deny'), 'error unknown-key 5:40'],
    [rule('when: {decoded: 5}, action: deny'), 'error schema 5:26'],
    [rule('when: {program: rm}, action: deny, examples: {match: [{cmd: x}]}'), 'error unknown-key 5:65'],
    [rule('when: {program: "a[b"}, action: deny'), 'error glob 5:26'],
    [rule('when: {args: ["x", "a\\\\"]}, action: deny'), 'error glob 5:29'],
    [rule('<<: {id: x}, when: {program: rm}, action: deny'), 'error unknown-key 5:10'],
    [
      'version: "1"\npolicies:\n- {name: p, match: {agent: "a["}, rules: [{when: {program: x}, action: deny}]}',
      'error glob 3:10',
    ],
    [
      around(
        '      - {id: a, when: {program: x}, action: deny}\n      - {id: a, when: {program: y}, action: deny}\n',
      ),
      'error duplicate-id 6:14',
    ],
    [
      around(
        '      - {id: a, whn: {program: x}, action: deny}\n      - {id: b, when: {program: y}, action: dny}\n',
      ),
      'error schema 5:9',
      'error unknown-key 5:17',
      'error schema 6:45',
    ],
    ['version: "1"\n\tpolicies: []', 'error syntax 2:1'],
    ['version: "1', 'error syntax 1:12'],
    ['version: "1"\n---\nversion: "1"', 'error syntax 2:1'],
    ['version: !!js/function "1"', 'error syntax 1:10'],
    ['%FOO bar\n---\nversion: "1"', 'error syntax 1:1'],
    ['version: &a "1"\npolicies: *b', 'error alias 2:11'],
    ['version: "1"\r\ndefalt_action: deny\r\n', 'error unknown-key 2:1'],
    ['\ufeffversion: "1"\ndefalt_action: deny', 'error unknown-key 2:1'],
    ['version: "1"\nx: \0', 'error encoding 2:4'],
    ['? [a]\n: b\nversion: "1"', 'error schema 1:3'],
  ])('%j', (text, ...found) => {
    expect(errorsIn(text)).toEqual(found);
  });

  it('refuses what is not UTF-8', () => {
    const source = { path: 'x.yaml', layer: 'user' as const, bytes: Uint8Array.of(0x76, 0xff, 0xfe) };
    expect(compiled({ policies: [source] }).findings).toMatchObject([{ code: 'encoding' }]);
  });

  it.each([
    ['progam', 'did you mean program'],
    ['command', 'did you mean command_matches'],
    ['except', 'known here: '],
  ])('a hint goes with the unknown key %j', (key, hint) => {
    const [found] = findingsIn(rule(`when: {${key}: x}, action: deny`));
    expect(found?.hint).toContain(hint);
  });

  it('throws the first of them, with its place, for those who want one', () => {
    const findings = findingsIn('version: "1"\ndefalt_action: deny\nfoo: 1');
    expect(() => refuseErrors(findings)).toThrowError(
      expect.objectContaining({
        code: 'E_POLICY',
        position: { file: 'user.yaml', line: 2, column: 1 },
        hint: 'did you mean default_action',
        message: expect.stringContaining('and 1 more'),
      }),
    );
    expect(() => refuseErrors([])).not.toThrow(RampartError);
  });
});

describe('caps', () => {
  const padded = (bytes: number): string => `version: "1"\n#${'x'.repeat(bytes - 14)}`;
  it.each<[what: string, text: string, found: string[]]>([
    ['a file of the largest size', padded(LIMITS.policyBytes), []],
    ['a larger file', padded(LIMITS.policyBytes + 1), ['error size 0:0']],
  ])('%s', (_, text, found) => {
    expect(errorsIn(text)).toEqual(found);
  });

  it.each([
    [LIMITS.projectPolicyBytes, []],
    [LIMITS.projectPolicyBytes + 1, ['error size 0:0']],
  ])('a project file of %i bytes', (bytes, found) => {
    expect(errorsIn(padded(bytes), 'project')).toEqual(found);
  });

  const rules = (count: number): string =>
    around(
      Array.from({ length: count }, (_, index) => `- {when: {program: p${index}}, action: deny}\n`).join(''),
    ).replaceAll(/^- /gm, '     - ');
  it.each([
    [LIMITS.policyRules, []],
    [LIMITS.policyRules + 1, ['error limit 3:12']],
  ])('%i rules', (count, found) => {
    expect(errorsIn(rules(count)).map(one => one.replace(/\d+:\d+/, '3:12'))).toEqual(found);
  });

  const nested = (depth: number): string => `version: "1"\nx: ${'['.repeat(depth)}${']'.repeat(depth)}`;
  it.each([
    [LIMITS.policyDepth, 'error unknown-key 2:1'],
    [LIMITS.policyDepth + 1, `error nesting 2:${4 + LIMITS.policyDepth}`],
  ])('flow nested %i deep', (depth, found) => {
    expect(errorsIn(nested(depth))).toContain(found);
  });

  const aliases = (count: number): string =>
    `version: "1"\nx: &x [a, b]\ny: [${Array.from({ length: count }, () => '*x').join(', ')}]`;
  it.each([
    [LIMITS.policyAliases - 1, 'error unknown-key 2:1'],
    [LIMITS.policyAliases + 1, 'error alias 3:5'],
  ])('%i aliases', (count, found) => {
    expect(errorsIn(aliases(count))[1] ?? errorsIn(aliases(count))[0]).toBeDefined();
    expect(errorsIn(aliases(count))).toContain(found);
  });

  const many = (count: number): string =>
    `version: "1"\n${Array.from({ length: count }, (_, index) => `k${index}: 1\n`).join('')}`;
  it.each([LIMITS.policyFindings, LIMITS.policyFindings + 1])('%i mistakes', count => {
    expect(errorsIn(many(count))).toHaveLength(LIMITS.policyFindings);
  });
});

describe('aliases', () => {
  it('share a value, its rules named by where they are used', () => {
    const text = around(
      '      - {id: a, when: {program: &x [x, y]}, action: deny}\n      - {id: b, when: {program: *x, args: z}, action: deny}\n',
    );
    expect(errorsIn(text)).toEqual([]);
  });
});
