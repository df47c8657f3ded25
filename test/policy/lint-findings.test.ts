import { describe, expect, it } from 'vitest';
import { PACKAGE_DIR } from '../../src/core/package-dir.ts';
import { examine } from '../../src/pipeline.ts';
import { compileSources } from '../../src/policy/compile.ts';
import { decide } from '../../src/policy/decide.ts';
import { specimen } from '../../src/policy/examine.ts';
import { type PolicyFile, readPolicyFile } from '../../src/policy/file/policy-file.ts';
import { readProfiles } from '../../src/policy/file/sources.ts';
import { readBenign } from '../../src/policy/lint/benign.ts';
import { benignFindings } from '../../src/policy/lint/benign-findings.ts';
import { broadFindings } from '../../src/policy/lint/broad-findings.ts';
import { shadowFindings } from '../../src/policy/lint/shadow-findings.ts';
import { policy } from './files.ts';

function file(...rules: string[]): PolicyFile {
  const text = `version: "1"\npolicies:\n  - name: p\n    rules:\n${rules.map(rule => `      - ${rule}\n`).join('')}`;
  const { policy: read } = readPolicyFile(policy(text));
  if (read === undefined) throw new Error('does not load');
  return read;
}

const benign = readBenign(PACKAGE_DIR);

it('the harmless commands of the package are many, distinct, and let pass by the standard profile', () => {
  expect(benign.length).toBeGreaterThanOrEqual(300);
  expect(new Set(benign).size).toBe(benign.length);
  const { rules } = compileSources(
    { configs: [], policies: [], profiles: readProfiles(PACKAGE_DIR) },
    { examine, profile: 'standard' },
  );
  const stopped = benign.filter(text => {
    const { verdict } = decide(rules, specimen({ text, tool: 'exec' }, examine));
    return verdict !== 'allow' && verdict !== 'watch';
  });
  expect(stopped).toEqual([]);
});

describe('a rule that stops harmless commands', () => {
  it('is named with how many, and which', () => {
    const [found, ...more] = benignFindings(
      file('{when: {command_matches: "git push *"}, action: ask}', '{when: {program: nobody}, action: deny}'),
      benign,
      examine,
    );
    expect(more).toEqual([]);
    expect(found).toMatchObject({ code: 'harmless', severity: 'warning', rule: 'p/1', line: 5 });
    expect(found?.message).toMatch(
      new RegExp(`^rule newly stops [1-9] of ${benign.length} harmless commands: "git push"`),
    );
  });

  it('is not, where its exception spares them', () => {
    const spared = file('{when: {program: git}, unless: {program: git}, action: ask}');
    expect(benignFindings(spared, benign, examine)).toEqual([]);
  });
});

describe('a grant', () => {
  it.each([
    ['{when: {program: "python*"}, action: allow}', 1],
    ['{when: {command_matches: "sudo *"}, action: allow}', 0],
    ['{when: {command_matches: "*"}, action: allow}', 1],
    ['{when: {effect: read}, action: allow}', 1],
    ['{when: {program: "*"}, action: watch}', 1],
    ['{when: {command_matches: "git status *"}, action: allow}', 0],
    ['{when: {command_matches: "npm run build"}, action: allow}', 0],
    ['{when: {default: true}, action: allow}', 0],
    ['{when: {program: "python*"}, action: deny}', 0],
  ])('%s is too broad: %i', (rule, count) => {
    expect(broadFindings(file(rule), examine).map(({ code }) => code)).toEqual(Array(count).fill('broad'));
  });
});

describe('a rule that nobody will hear of', () => {
  it.each([
    ['a stronger rule decides all its examples', '{when: {program: git}, action: deny}', 1],
    ['a weaker one does', '{when: {program: git}, action: watch}', 0],
    ['one of its examples is its own', '{when: {command_matches: "git push -f"}, action: deny}', 0],
  ])('is told where %s', (_, other, count) => {
    const asks =
      '{id: push, when: {command_matches: "git push *"}, action: ask, examples: {match: [git push, git push -f]}}';
    expect(shadowFindings(file(asks, other), examine).map(({ rule }) => rule)).toEqual(
      Array(count).fill('p/push'),
    );
  });
});
