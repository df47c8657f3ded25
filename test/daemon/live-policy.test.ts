import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Sandbox } from '../cli/sandbox.ts';
import { bodyOf, shortOf, Talker } from './talker.ts';

vi.setConfig({ testTimeout: 90_000 });

const sandbox = new Sandbox();
const file = join(sandbox.home, 'policies', 'team.yaml');
let talker: Talker;

/** A policy that denies one program. */
function denies(program: string): string {
  return `version: "1"\ndefault_action: allow\npolicies:\n  - name: team\n    rules:\n      - {id: one, when: {program: ${program}}, action: deny, message: no}\n`;
}

beforeAll(async () => {
  sandbox.configure('policies/team.yaml', denies('p0'));
  sandbox.serve();
  talker = await Talker.agent(sandbox);
});
afterAll(() => {
  talker.close();
  sandbox.close();
});
beforeEach(async () => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  write(denies('start'));
  await comesToDeny('start');
});

function write(text: string, path = file): void {
  writeFileSync(path, text, { mode: 0o600 });
}

const effectOf = async (command: string, cwd = '/') => shortOf(await talker.evaluate(command, { cwd }));

async function comesToDeny(program: string): Promise<void> {
  while ((await effectOf(program)) !== 'refuse') await sleep(20);
}

interface Status {
  readonly policy: { readonly hash: string; readonly error: { readonly code: string } | null };
}
const status = async () => bodyOf(await talker.ask('status')) as unknown as Status;

async function comesToRefuse(): Promise<Status['policy']> {
  for (;;) {
    const { policy } = await status();
    if (policy.error !== null) return policy;
    await sleep(20);
  }
}

describe('a policy that changes while the daemon runs', () => {
  it.each<[how: string, change: () => void | Promise<void>]>([
    ['is written in place', () => write(denies('next'))],
    [
      'is replaced by renaming',
      () => {
        write(denies('next'), `${file}.new`);
        renameSync(`${file}.new`, file);
      },
    ],
    [
      'is edited twice within a moment, to the same length',
      () => {
        write(denies('nxxt'));
        write(denies('next'));
      },
    ],
    [
      'loses its directory and gets it again',
      async () => {
        rmSync(dirname(file), { recursive: true });
        await sleep(400);
        mkdirSync(dirname(file), { mode: 0o700 });
        write(denies('next'));
      },
    ],
    [
      'has its directory replaced by renaming',
      () => {
        const other = join(sandbox.home, 'other');
        mkdirSync(other, { mode: 0o700 });
        write(denies('next'), join(other, 'team.yaml'));
        rmSync(dirname(file), { recursive: true });
        renameSync(other, dirname(file));
      },
    ],
    [
      'is written by halves',
      async () => {
        write(denies('next').slice(0, 80));
        await sleep(300);
        write(denies('next'));
      },
    ],
  ])('that %s is in force soon after, without ever having been refused', async (_, change) => {
    const refused = refusals();
    await change();
    await comesToDeny('next');
    expect(await effectOf('start')).toBe('run');
    expect((await status()).policy.error).toBe(null);
    expect(refusals()).toBe(refused);
  });

  it('keeps the set before when the new one is wrong, loudly, until it is mended', async () => {
    const { hash } = (await status()).policy;
    write('version: "1"\npolicies: [{nam: team}]\n');
    expect(await comesToRefuse()).toMatchObject({ hash, error: { code: 'E_POLICY', file, line: 2 } });
    expect(await effectOf('start')).toBe('refuse');
    expect(sandbox.rampart(['status']).stdout).toContain('not loaded:');
    expect(readFileSync(sandbox.places.log, 'utf8')).toContain('the policy cannot be loaded');
    expect(sandbox.records().slice(-40)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          leaf: expect.objectContaining({ kind: 'admin', act: 'policy', state: 'refused' }),
        }),
        expect.objectContaining({
          leaf: expect.objectContaining({ kind: 'policy', hash, error: 'E_POLICY' }),
        }),
      ]),
    );
    write(denies('mended'));
    await comesToDeny('mended');
    expect((await status()).policy.error).toBe(null);
  });

  it('is an admin and a policy record with the hash that calls carry from then on', async () => {
    write(denies('recorded'));
    await comesToDeny('recorded');
    const { policy } = bodyOf(await talker.evaluate('recorded'));
    const of = sandbox.records().filter(({ leaf }) => leaf.hash === policy);
    expect(of.map(({ leaf }) => leaf.kind)).toEqual(['admin', 'policy']);
  });

  it('changes the fail mode that clients without a parser read', async () => {
    sandbox.configure('config.yaml', 'fail: closed\n');
    while (readFileSync(sandbox.places.fail, 'utf8') !== 'closed\n') await sleep(20);
    sandbox.configure('config.yaml', 'fail: open\n');
    while (readFileSync(sandbox.places.fail, 'utf8') !== 'open\n') await sleep(20);
  });

  it('leaves no call without an answer, and each under one whole set', async () => {
    let changing = true;
    const asked = (async () => {
      const hashes = new Set<unknown>();
      while (changing) hashes.add(bodyOf(await talker.evaluate('ls')).policy);
      return hashes;
    })();
    for (const name of ['one', 'two', 'three']) {
      write(denies(name));
      await comesToDeny(name);
    }
    changing = false;
    const known = sandbox
      .records()
      .filter(({ leaf }) => leaf.kind === 'policy')
      .map(({ leaf }) => leaf.hash);
    for (const hash of await asked) expect(known).toContain(hash);
  });
});

describe('a repository’s policy', () => {
  const repository = join(sandbox.work, 'repo');
  const own = join(repository, '.rampart', 'policy.yaml');
  const project = (program: string): string =>
    `version: "1"\npolicies:\n  - name: here\n    rules:\n      - {id: one, when: {program: ${program}}, action: deny, message: no}\n`;

  it('holds in it from the next call on, also when it is broken later, and when the user’s own is', async () => {
    expect(await effectOf('make', repository)).toBe('run');
    mkdirSync(dirname(own), { recursive: true });
    write(project('make'), own);
    expect(await effectOf('make', repository)).toBe('refuse');
    expect(await effectOf('make')).toBe('run');
    write('version: "1"\npolicies: [{', own);
    expect(await effectOf('make', repository)).toBe('refuse');
    write('nonsense: [');
    await comesToRefuse();
    expect(await effectOf('make', repository)).toBe('refuse');
    expect(await effectOf('start', repository)).toBe('refuse');
    write(project('cmake'), own);
    expect(await effectOf('make', repository)).toBe('run');
    expect(await effectOf('cmake', repository)).toBe('refuse');
  });
});

function refusals(): number {
  return readFileSync(sandbox.places.log, 'utf8').split('cannot be loaded').length;
}
