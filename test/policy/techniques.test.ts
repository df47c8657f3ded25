import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { NO_FILES } from '../../src/core/file-view.ts';
import { examine, judge } from '../../src/pipeline.ts';
import { loadNamed } from '../../src/policy/load.ts';
import { callOf, HOME } from './build.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const { rules } = loadNamed([], ROOT, { examine, profile: 'standard' });

/** One command a line, as JSON where it has several of its own; `# title` begins a technique. */
function techniques(file: string): readonly (readonly [title: string, commands: readonly string[]])[] {
  const text = readFileSync(new URL(`techniques/${file}`, import.meta.url), 'utf8');
  return text
    .split(/^# /m)
    .filter(part => part !== '')
    .map(part => {
      const [title = '', ...lines] = part.split('\n').filter(line => line !== '');
      return [title, lines.map(line => (line.startsWith('"') ? JSON.parse(line) : line) as string)];
    });
}

function stopped(command: string): boolean {
  const call = callOf({ command, env: { HOME } });
  const { verdict } = judge(call, { rules, files: NO_FILES, home: HOME }).decision;
  return verdict !== 'allow' && verdict !== 'watch';
}

describe('the standard profile, by techniques', () => {
  it.each(techniques('harmful.txt'))('stops %s', (_, commands) => {
    expect(commands.length).toBeGreaterThan(4);
    expect(commands.filter(command => !stopped(command))).toEqual([]);
  });

  it.each(techniques('harmless.txt'))('lets %s through', (_, commands) => {
    expect(commands.length).toBeGreaterThan(150);
    expect(commands.filter(stopped)).toEqual([]);
  });
});
