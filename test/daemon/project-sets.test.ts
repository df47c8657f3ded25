import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/core/limits.ts';
import { PACKAGE_DIR } from '../../src/core/package-dir.ts';
import { type InForce, PolicyBook } from '../../src/daemon/policy-book.ts';
import { examine } from '../../src/pipeline.ts';
import { Sandbox } from '../cli/sandbox.ts';
import { bodyOf, shortOf, Talker } from './talker.ts';

const sandbox = new Sandbox();
afterAll(() => sandbox.close());

function repository(name: string, rules: string): string {
  const dir = join(sandbox.work, name);
  mkdirSync(join(dir, '.rampart'), { recursive: true });
  writeFileSync(
    join(dir, '.rampart', 'policy.yaml'),
    `version: "1"\npolicies:\n  - name: here\n    rules:\n${rules}`,
  );
  return dir;
}

const denies = (program: string): string =>
  `      - {id: ${program}, when: {program: ${program}}, action: deny, message: no}\n`;

describe('sets of repositories', () => {
  it('are kept up to the cap, and made anew past it', async () => {
    sandbox.configure('config.yaml', 'profile: watch\n');
    const used: InForce[] = [];
    const book = new PolicyBook({
      dirs: { system: join(sandbox.root, 'etc'), home: sandbox.home, packageDir: PACKAGE_DIR },
      cacheDir: sandbox.places.cache,
      examine,
      protection: [],
      onProjectError: error => {
        throw error;
      },
      onProjectSet: set => used.push(set),
    });
    book.load();
    const repositories = Array.from({ length: LIMITS.projectSets + 1 }, (_, index) =>
      repository(`r${index}`, denies(`p${index}`)),
    );
    for (const dir of repositories.slice(0, -1)) await book.setFor(dir);
    const first = await book.setFor(repositories[0] ?? '');
    expect(used).toHaveLength(LIMITS.projectSets);
    expect(first).toBe(used[0]);
    await book.setFor(repositories.at(-1) ?? '');
    const again = await book.setFor(repositories[0] ?? '');
    expect(used).toHaveLength(LIMITS.projectSets + 2);
    expect(again).toEqual(first);
    expect(again).not.toBe(first);
  });
});

describe('a repository’s set that takes long to compile', () => {
  let talker: Talker;
  beforeAll(async () => {
    sandbox.configure('config.yaml', 'profile: standard\n');
    sandbox.serve();
    talker = await Talker.agent(sandbox);
  });
  afterAll(() => talker.close());

  it('holds up nobody who is elsewhere, and is made once for all who wait for it', async () => {
    const rules = Array.from({ length: 400 }, (_, index) => denies(`slow${index}`)).join('');
    const cwd = repository('slow', rules);
    const order: string[] = [];
    const inside = ['slow7', 'ls', 'slow399'].map(async command => {
      const answer = await talker.evaluate(command, { cwd });
      order.push('inside');
      return shortOf(answer);
    });
    const elsewhere = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const answer = await talker.evaluate('ls');
        order.push('elsewhere');
        return bodyOf(answer).effect;
      }),
    );
    expect(await Promise.all(inside)).toEqual(['refuse', 'run', 'refuse']);
    expect(elsewhere).toEqual(Array.from({ length: 5 }, () => 'run'));
    expect(order.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => 'elsewhere'));
    const loaded = sandbox.records().filter(({ leaf }) => leaf.kind === 'admin' && leaf.layer === 'project');
    expect(loaded).toHaveLength(1);
  });

  it('takes no call along that is made while its file is wrong', async () => {
    const cwd = repository('wrong', '      - {id: x, when: {}}\n');
    expect(shortOf(await talker.evaluate('ls', { cwd }))).toBe('run');
    expect(sandbox.records().at(-2)?.leaf).toMatchObject({
      kind: 'admin',
      state: 'refused',
      layer: 'project',
    });
    rmSync(cwd, { recursive: true });
  });
});
