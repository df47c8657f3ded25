import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/core/decision.ts';
import { commandGlob, pathGlob } from '../../src/core/glob.ts';
import { matchText } from '../../src/core/glob-match.ts';
import { compileSources } from '../../src/policy/compile.ts';
import { decide } from '../../src/policy/decide.ts';
import { specimen } from '../../src/policy/examine.ts';
import { withoutOrder } from '../../src/policy/import/first-match.ts';
import { type Format, importPolicy } from '../../src/policy/import/import-policy.ts';
import { referenceGlob } from '../../src/policy/import/reference-glob.ts';
import type { SourceRule } from '../../src/policy/import/source-rule.ts';
import { readCalls } from '../../src/policy/import/starlark.ts';
import { readToml } from '../../src/policy/import/toml.ts';
import { ruleOf, setOf } from './build.ts';
import { examine } from './files.ts';

function imported(format: Format, text: string, file = '/repo/.claude/settings.json') {
  const result = importPolicy(format, file, Buffer.from(text), examine);
  const sources = {
    configs: [],
    policies: [{ path: 'new.yaml', layer: 'user' as const, bytes: Buffer.from(result.yaml) }],
    profiles: [],
  };
  const { rules, findings } = compileSources(sources, { examine, profile: null });
  const verdict = (text: string, tool: 'exec' | 'read' | 'edit' | 'fetch' = 'exec'): string =>
    decide(rules, specimen({ text, tool }, examine)).verdict;
  return { ...result, loads: findings.filter(({ severity }) => severity === 'error'), verdict };
}

const places = (findings: readonly { severity: string; line: number; column: number }[], severity: string) =>
  findings.filter(one => one.severity === severity).map(({ line, column }) => `${line}:${column}`);

describe('a policy of peg/rampart', () => {
  const text = `version: "1"
default_action: allow
policies:
  - name: block git!
    match: {tool: [exec, web_search], agent: "*"}
    rules:
      - {action: allow, when: {command_matches: ["git push --dry-run **"]}}
      - action: deny
        when: {command_matches: ["git push **"], command_contains: ["sneaky"]}
        message: no pushing
      - {action: require_approval, when: {command_matches: ["docker rm *"]}}
      - {action: log, when: {command_matches: ["*{x}*"]}}
  - name: files
    match: {tool: read}
    rules:
      - {action: deny, when: {path_matches: ["**/.env", "/srv/*", "key"], path_not_matches: ["/srv/open/*"]}}
`;
  const { loads, verdict, findings } = imported('rampart', text);

  it('loads once it is converted', () => {
    expect(loads).toEqual([]);
    expect(places(findings, 'error')).toEqual([]);
  });

  it.each([
    ['git push origin main', 'deny'],
    ['git push --dry-run origin', 'allow'],
    ['git push --dry-run origin && git push origin', 'deny'],
    ['echo SNEAKY', 'deny'],
    ['docker rm web', 'ask'],
    ['echo {x}', 'watch'],
    ['echo x', 'allow'],
  ])('decides on %j as it did: %s', (command, expected) => {
    expect(verdict(command)).toBe(expected);
  });

  it.each([
    ['/workspace/a/.env', 'deny'],
    ['/srv/deep/er', 'deny'],
    ['/srv/open/x', 'allow'],
    ['/workspace/key', 'deny'],
    ['/workspace/.envrc', 'allow'],
  ])('decides on the path %j as it did: %s', (path, expected) => {
    expect(verdict(path, 'read')).toBe(expected);
  });

  it.each([
    [
      'an unknown condition',
      '{action: deny, when: {command_matches: [x], call_count: {gte: 3}}}',
      '6:53',
      'error',
    ],
    [
      'a grant with an unknown condition',
      '{action: allow, when: {response_matches: [x]}}',
      '6:32',
      'warning',
    ],
    ['an action that asks a server', '{action: webhook, when: {default: true}}', '6:18', 'error'],
    ['a glob that never matched', '{action: deny, when: {command_matches: ["**a**b**"]}}', '6:49', 'error'],
    [
      'a grant whose star would cross more',
      '{action: allow, when: {command_matches: ["cp a*b c"]}}',
      '6:50',
      'warning',
    ],
  ])('refuses %s with its place', (_, rule, place, severity) => {
    const { findings: said } = imported(
      'rampart',
      `version: "1"\npolicies:\n  - name: p\n    match: {tool: exec}\n    rules:\n      - ${rule}\n`,
    );
    expect(places(said, severity)).toEqual([place]);
  });

  it('refuses a rule whose exceptions are of several kinds, with its line', () => {
    const { findings: said } = imported(
      'rampart',
      `version: "1"
policies:
  - name: p
    rules:
      - {action: allow, when: {command_matches: [a b]}}
      - {action: allow, when: {command_contains: [c]}}
      - {action: deny, when: {default: true}}
`,
    );
    expect(places(said, 'error')).toEqual(['7:9']);
  });

  it('names what cannot be read at all', () => {
    expect(places(imported('rampart', 'version: "2"').findings, 'error')).toEqual(['1:10']);
  });
});

describe('a glob of peg/rampart', () => {
  it.each([
    ['rm -rf *', 'rm -rf /etc', 'wide', true],
    ['git status *', 'git status', 'narrow', false],
    ['git status *', 'git status -s', 'narrow', true],
    ['*curl*x.test*', 'sudo curl http://x.test/y', 'wide', true],
    ['*curl', 'curl -s y', 'wide', true],
    ['*curl', 'curl -s y', 'narrow', false],
    ['a{b,c}', 'ab', 'wide', false],
    ['a{b,c}', 'a{b,c}', 'narrow', true],
    ['dd **of=/dev/**', 'dd if=x of=/dev/sda', 'wide', true],
  ] as const)('%j on %j, erring %s: %s', (glob, text, direction, expected) => {
    const ours = referenceGlob('command_matches', glob, direction);
    expect(ours !== undefined && matchText(commandGlob(ours), text)).toBe(expected);
  });

  it.each([
    ['**/.ssh/id_*', '/home/u/.ssh/id_rsa', true],
    ['*secret*', '/a/secrets/b', true],
    ['/etc/pass*', '/etc/passwd/x', true],
    ['**\\\\.ssh', '/.ssh', false],
  ])('%j on the path %j: %s', (glob, path, expected) => {
    const ours = referenceGlob('path_matches', glob, 'wide');
    expect(ours !== undefined && matchText(pathGlob(ours), path)).toBe(expected);
  });
});

describe('taking the order out of rules', () => {
  it('decides as the first that matches did, or refuses', () => {
    const command = fc.constantFrom('a', 'b', 'c');
    const one = fc.record({
      action: fc.constantFrom<Action>('allow', 'watch', 'ask', 'deny'),
      commands: fc.option(fc.uniqueArray(command, { minLength: 1 }), { freq: 5 }),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 6 }), command, (rows, text) => {
        const rules = rows.map(
          ({ action, commands }, index): SourceRule => ({
            at: { file: 'f', line: index + 1, column: 1 },
            action,
            tools: ['exec'],
            conditions:
              commands === null
                ? {}
                : {
                    command_matches: commands.map(glob => ({
                      text: glob,
                      at: { file: 'f', line: index + 1, column: 2 },
                    })),
                  },
          }),
        );
        const { rules: drafts, findings } = withoutOrder(rules, (_, glob) => glob);
        expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
        const first = rows.find(({ commands }) => commands === null || commands.includes(text));
        const ours = drafts.map(({ action, when, unless }, index) =>
          ruleOf(action, when, { name: `p/${index}`, ...(unless === undefined ? {} : { unless }) }),
        );
        const { verdict } = decide(setOf('allow', ...ours), specimen({ text, tool: 'exec' }, examine));
        expect(verdict).toBe(first?.action ?? 'allow');
      }),
      { numRuns: 500 },
    );
  });
});

describe('Claude Code’s permissions', () => {
  const { verdict, findings, loads } = imported(
    'claude-code',
    `{ // lists
      "permissions": {
        "allow": ["Bash(npm run test:*)", "Read(/docs/**)", "WebFetch(domain:*.example.com)", "mcp__a__b"],
        "ask": ["Bash(git push *)"],
        "deny": ["Bash(rm -rf:*)", "Read(./.env)", "WebFetch(domain:evil.test)"],
        "defaultMode": "plan"
      }
    }`,
  );

  it.each([
    ['npm run test -- x', 'exec', 'allow'],
    ['npm run test && npm run build', 'exec', 'deny'],
    ['git push', 'exec', 'ask'],
    ['sudo rm -rf x', 'exec', 'deny'],
    ['cat sub/.env', 'exec', 'deny'],
    ['/repo/docs/a/b.md', 'read', 'allow'],
    ['/other/docs/a', 'read', 'deny'],
    ['/workspace/.env', 'read', 'deny'],
    ['https://a.example.com/x', 'fetch', 'allow'],
    ['https://evil.test/', 'fetch', 'deny'],
  ] as const)('%j through %s: %s', (text, tool, expected) => {
    expect(loads).toEqual([]);
    expect(verdict(text, tool)).toBe(expected);
  });

  it('says what cannot be expressed', () => {
    expect(places(findings, 'warning')).toEqual(['6:9', '3:95']);
  });
});

describe('Codex’s rules', () => {
  it('become ours, examples too', () => {
    const { verdict, yaml, findings, loads } = imported(
      'codex',
      `# shared
prefix_rule(
    pattern = ["git", ["push", "fetch"]],
    decision = "prompt",
    justification = "talks to others",
    match = [["git", "push", "origin main"]],
    not_match = ["git status"],
)
prefix_rule(pattern = ["rm"], decision = "forbidden")
prefix_rule(pattern = ["ls"])`,
    );
    expect([loads, findings]).toEqual([[], []]);
    expect(yaml).toContain("git push 'origin main'");
    expect(['git fetch', 'git status', 'ls -l', 'ls && rm x'].map(one => verdict(one))).toEqual([
      'ask',
      'deny',
      'allow',
      'deny',
    ]);
  });

  it('are read up to what is no rule', () => {
    const { calls, stopped } = readCalls('f', 'prefix_rule(pattern = ["a"])\nfor x in y: pass');
    expect(calls).toHaveLength(1);
    expect(stopped?.at).toMatchObject({ line: 2 });
    expect(readCalls('f', `prefix_rule(pattern = ${'['.repeat(100)}`).stopped).toBeDefined();
  });

  it('that do not hold of their own examples are an error', () => {
    const { findings } = imported(
      'codex',
      'prefix_rule(pattern = ["a"], decision = "prompt", match = ["b"])',
    );
    expect(findings.map(({ severity }) => severity)).toEqual(['error']);
  });
});

describe('Gemini CLI’s policy', () => {
  it('keeps its priorities', () => {
    const { verdict, findings, loads } = imported(
      'gemini',
      `[[rule]] # low
toolName = "run_shell_command"
commandPrefix = "git"
decision = "deny"
denyMessage = """no git"""
priority = 5

[[rule]]
commandPrefix = ["git status", 'git diff']
decision = "allow"
priority = 100
[[rule]]
commandRegex = "npm (install|ci).*"
decision = "ask_user"
`,
    );
    expect([loads, findings]).toEqual([[], []]);
    expect(['git status -s', 'git push', 'npm ci', 'git diff; git push'].map(one => verdict(one))).toEqual([
      'allow',
      'deny',
      'ask',
      'deny',
    ]);
  });

  it.each([
    ['commandRegex = "a[0-9]+"\ndecision = "deny"', 'error'],
    ['toolName = "x"\ndecision = "deny"', 'error'],
    ['toolName = "x"\ndecision = "allow"', 'warning'],
    ['toolName = "replace"\nargsPattern = "x"\ndecision = "allow"', 'warning'],
    ['toolName = {}\ndecision = "allow"', 'error'],
  ])('says where %j cannot be expressed', (rule, severity) => {
    const { findings } = imported('gemini', `[[rule]]\n${rule}\n`);
    expect(findings.map(one => one.severity)).toContain(severity);
    expect(findings[0]?.line).toBeGreaterThan(0);
  });

  it('is read whatever its lines are', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('[', ']', '"', "'", '\n', '=', 'a', '#', ' ', '\\', ',') }),
        text => {
          readToml('f', text);
          readCalls('f', text);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('OpenCode’s permission', () => {
  it('lets the last pattern decide', () => {
    const { verdict, findings, loads } = imported(
      'opencode',
      `{"permission": {"*": "ask", "bash": {"*": "ask", "git *": "allow", "git push *": "deny"},
        "edit": {"*": "deny", "/srv/site/*": "allow"}, "webfetch": "allow"}}`,
    );
    expect([loads, findings]).toEqual([[], []]);
    expect(['ls', 'git log', 'git push x', 'git log; ls'].map(one => verdict(one))).toEqual([
      'ask',
      'allow',
      'deny',
      'ask',
    ]);
    expect(verdict('/srv/site/a/b', 'edit')).toBe('allow');
    expect(verdict('/srv/x', 'edit')).toBe('deny');
  });

  it('for a tool nobody knows is a loss only where it restricts', () => {
    const severities = (action: string) =>
      imported('opencode', `{"permission": {"skill": "${action}"}}`).findings.map(({ severity }) => severity);
    expect([severities('allow'), severities('deny')]).toEqual([['warning'], ['error']]);
  });
});

it('nothing of an imported file reaches a terminal raw', () => {
  const { yaml } = imported(
    'codex',
    'prefix_rule(pattern = ["a\u202e\u009b"], justification = "\u001b[31m")',
  );
  expect(yaml).toMatch(/^[\n\x20-\x7e’]*$/);
});
