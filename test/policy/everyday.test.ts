import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { NO_FILES } from '../../src/core/file-view.ts';
import { examine, judge } from '../../src/pipeline.ts';
import { loadNamed } from '../../src/policy/load.ts';
import { withRules } from '../../src/policy/rule-set.ts';
import { selfProtection } from '../../src/policy/self-protection.ts';
import { callOf, HOME } from './build.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const rules = withRules(
  loadNamed([], ROOT, { examine, profile: 'standard' }).rules,
  selfProtection({
    home: `${HOME}/.rampart`,
    packageDir: '/opt/lib/node_modules/rampart',
    userHome: HOME,
    daemonPid: 4242,
  }),
);

/** Commands by kind; `\n` before and in a here-document stands for a line break, and so does ⏎. */
function kinds(file: string): (readonly [kind: string, commands: readonly string[]])[] {
  const found = new Map<string, string[]>();
  let kind = '';
  for (const line of readFileSync(new URL(`everyday/${file}`, import.meta.url), 'utf8').split('\n'))
    if (line.startsWith('# ')) kind = line.slice(2);
    else if (line !== '') found.set(kind, [...(found.get(kind) ?? []), line.replaceAll('⏎', '\n')]);
  return [...found];
}

function stopped(command: string): boolean {
  const call = callOf({ command, env: { HOME }, cwd: '/workspace' });
  const { verdict } = judge(call, { rules, files: NO_FILES, home: HOME }).decision;
  return verdict !== 'allow' && verdict !== 'watch';
}

describe('under the standard profile', () => {
  it.each(kinds('harmless.txt'))('everyday work is let through: %s', (_, commands) => {
    expect(commands.filter(stopped)).toEqual([]);
  });

  it.each(kinds('harmful.txt'))('harm is stopped: %s', (_, commands) => {
    expect(commands.filter(command => !stopped(command))).toEqual([]);
  });

  it('is tried on three hundred and two hundred of them', () => {
    const count = (file: string): number => kinds(file).flatMap(([, commands]) => commands).length;
    expect(count('harmless.txt')).toBeGreaterThanOrEqual(300);
    expect(count('harmful.txt')).toBeGreaterThanOrEqual(200);
  });
});
