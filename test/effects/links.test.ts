import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ToolCall } from '../../src/core/call.ts';
import type { Action } from '../../src/core/decision.ts';
import { LIMITS } from '../../src/core/limits.ts';
import { judge } from '../../src/pipeline.ts';
import type { Conditions } from '../../src/policy/rule.ts';
import { DISK_FILES } from '../../src/shell/files/disk-files.ts';
import { leads } from '../../src/shell/files/links.ts';
import { callOf, ruleOf, setOf } from '../policy/build.ts';

/** A home with a key in it, and a project from where links lead to it. */
const root = realpathSync(mkdtempSync(join(tmpdir(), 'rl-')));
const home = join(root, 'home');
const work = join(root, 'work');
mkdirSync(join(home, '.ssh/old'), { recursive: true });
mkdirSync(join(work, 'src'), { recursive: true });
writeFileSync(join(home, '.ssh/id_rsa'), 'key');
writeFileSync(join(work, 'src/x'), 'x');
for (const [name, target] of [
  ['key', '../home/.ssh/id_rsa'],
  ['keys', join(home, '.ssh')],
  ['deep', 'keys/old'],
  ['chain', 'key'],
  ['new', join(home, '.ssh/authorized_keys')],
  ['round', 'round'],
  ['plain', 'src/x'],
  ['house', home],
] as const)
  symlinkSync(target, join(work, name));
symlinkSync(home, join(root, 'other-name'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Asked {
  readonly action: Action;
  readonly when: Conditions;
}

function verdict(call: Partial<ToolCall>, { action, when }: Asked, at = home): string {
  const rules = setOf(action === 'allow' ? 'deny' : 'allow', ruleOf(action, when));
  return judge(callOf({ cwd: work, ...call }), { rules, files: DISK_FILES, home: at }).decision.verdict;
}

const KEYS = { action: 'deny', when: { path_matches: ['~/.ssh/**'] } } satisfies Asked;

describe('a restricting rule counts where links lead', () => {
  it.each([
    'cat key',
    'cat ./src/../key',
    'cat chain',
    'cat keys/id_rsa',
    'cat keys/*',
    'cat "keys/$NAME"',
    'cd keys && cat id_rsa',
    'cat deep/../id_rsa',
    'cat < key',
    'echo x > new',
    'cp src/x keys/config',
    'for k in key plain; do cat $k; done',
    'cat /proc/self/root/$PWD/key',
    `cat ${root}/other-name/.ssh/id_rsa`,
    'rm keys/id_rsa',
  ])('%s', command => {
    expect(verdict({ command, env: { PWD: work } }, KEYS)).toBe('deny');
  });

  it.each([
    { tool: 'read', path: 'key' },
    { tool: 'read', path: join(work, 'keys/id_rsa') },
    { tool: 'write', path: 'new', content: 'x' },
    { tool: 'edit', path: 'deep/../config', content: 'x' },
    { tool: 'mcp', name: 'mcp__x__y', paths: [join(work, 'chain')], content: '' },
  ] as const)('$tool $path', call => {
    expect(verdict(call, KEYS)).toBe('deny');
  });
});

describe('a link is not what it leads to', () => {
  it.each([
    'rm key',
    'mv keys elsewhere',
    'rm -rf house',
    'cat plain',
    'cat round',
    'ls src',
    'echo hi > /dev/stdout',
  ])('%s', command => {
    const rules = { action: 'deny', when: { path_matches: ['~', '~/.ssh/**', '/proc/**'] } } satisfies Asked;
    expect(verdict({ command }, rules)).toBe('allow');
  });
});

describe('a granting rule needs both, what is written and where it leads', () => {
  const project = { action: 'allow', when: { path_matches: [`${work}/**`] } } satisfies Asked;

  it.each([
    ['plain', 'allow'],
    ['src/x', 'allow'],
    ['key', 'deny'],
    ['keys/id_rsa', 'deny'],
  ] as const)('reading %s: %s', (path, expected) => {
    expect(verdict({ tool: 'read', path }, project)).toBe(expected);
  });
});

it('calls a home behind a link the home', () => {
  const at = join(root, 'other-name');
  expect(verdict({ command: 'cat key' }, KEYS, at)).toBe('deny');
});

describe('where a path leads', () => {
  it.each([
    ['/', '/'],
    [join(work, 'round'), join(work, 'round')],
    [join(work, 'key/'), join(home, '.ssh/id_rsa')],
    [`${work}/none/../key`, join(work, 'key')],
    [`${work}/none/x/`, join(work, 'none/x')],
    [`${work}/src/../key`, join(home, '.ssh/id_rsa')],
    ['/dev/fd/3', '/dev/fd/3'],
    ['/proc/self/fd/1', '/proc/self/fd/1'],
    [`${work}/${'x/'.repeat(5_000)}y`, `${work}/${'x/'.repeat(5_000)}y`],
  ])('%s', (path, expected) => {
    expect(leads(path, 'followed')).toBe(expected);
  });

  it('is known of a path as long as the kernel takes, and of no longer one', () => {
    const long = (chars: number): string => {
      const padding = chars - `${work}/key`.length;
      return `${work}/${padding % 2 === 0 ? '' : '/'}${'./'.repeat(padding >> 1)}key`;
    };
    expect(long(LIMITS.pathBytes)).toHaveLength(LIMITS.pathBytes);
    expect(leads(long(LIMITS.pathBytes), 'followed')).toBe(join(home, '.ssh/id_rsa'));
    expect(leads(long(LIMITS.pathBytes + 1), 'followed')).toBe(long(LIMITS.pathBytes + 1));
  });

  it('is asked once of each path in a judgement', () => {
    const asked: string[] = [];
    const files = {
      ...DISK_FILES,
      leads: (path: string, last: 'followed' | 'itself') => {
        asked.push(`${last} ${path}`);
        return leads(path, last);
      },
    };
    const rules = setOf('allow', ruleOf('deny', KEYS.when));
    const call = callOf({ cwd: work, command: 'cat plain key; cp key plain; rm key' });
    expect(judge(call, { rules, files, home }).decision.verdict).toBe('deny');
    expect(asked).toContain(`followed ${home}`);
    expect(asked).toContain(`itself ${work}/key`);
    expect(asked).toEqual([...new Set(asked)]);
  });
});
