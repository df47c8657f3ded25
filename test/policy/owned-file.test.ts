import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/core/limits.ts';
import { DEFAULT_CONFIG } from '../../src/policy/file/config.ts';
import { loadConfig } from '../../src/policy/file/config-file.ts';
import { readOwnedFile, trustedOwners } from '../../src/policy/file/owned-file.ts';
import { readSources } from '../../src/policy/file/sources.ts';
import { loadCached, loadNamed, loadPolicy } from '../../src/policy/load.ts';
import { examine } from './files.ts';

/** Only root can give a file away. */
const root = process.getuid?.() === 0;
const STRANGER = 65_534;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'rampart-owned-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const coded = (code: string) => expect.objectContaining({ code });
const read = (path: string, noFollow = false) =>
  readOwnedFile(path, { owners: trustedOwners(), noFollow, maxBytes: 10 });

describe('a file that may rule', () => {
  it('is read', () => {
    writeFileSync(join(dir, 'a'), '0123456789', { mode: 0o600 });
    expect(Buffer.from(read(join(dir, 'a')) ?? []).toString()).toBe('0123456789');
  });

  it('need not exist', () => {
    expect(read(join(dir, 'none'))).toBeUndefined();
    expect(read(join(dir, 'none', 'below'))).toBeUndefined();
  });

  it('has a size', () => {
    writeFileSync(join(dir, 'a'), '01234567890');
    expect(() => read(join(dir, 'a'))).toThrowError(coded('E_POLICY'));
  });

  it.each([0o620, 0o602, 0o666])('is writable by nobody else (%o)', mode => {
    writeFileSync(join(dir, 'a'), '');
    chmodSync(join(dir, 'a'), mode);
    expect(() => read(join(dir, 'a'))).toThrowError(coded('E_OWNER'));
  });

  it.skipIf(!root)('belongs to root or to us', () => {
    writeFileSync(join(dir, 'a'), '', { mode: 0o600 });
    chownSync(join(dir, 'a'), STRANGER, STRANGER);
    expect(() => read(join(dir, 'a'))).toThrowError(coded('E_OWNER'));
    expect(readOwnedFile(join(dir, 'a'), { maxBytes: 10 })).toBeDefined();
  });

  it('is a regular file', () => {
    mkdirSync(join(dir, 'folder'));
    expect(() => read(join(dir, 'folder'))).toThrowError(coded('E_POLICY'));
    expect(() => read('/dev/zero')).toThrowError(coded('E_POLICY'));
  });

  it('is no FIFO, which would be waited for', () => {
    execFileSync('mkfifo', [join(dir, 'fifo')]);
    expect(() => read(join(dir, 'fifo'))).toThrowError(coded('E_POLICY'));
  });

  it('is no symbolic link where links are refused, and is judged by its target where they are not', () => {
    writeFileSync(join(dir, 'a'), 'x', { mode: 0o600 });
    symlinkSync(join(dir, 'a'), join(dir, 'link'));
    expect(() => read(join(dir, 'link'), true)).toThrowError(coded('E_OWNER'));
    expect(read(join(dir, 'link'))).toBeDefined();
    chmodSync(join(dir, 'a'), 0o666);
    expect(() => read(join(dir, 'link'))).toThrowError(coded('E_OWNER'));
  });
});

describe('the active set', () => {
  const dirs = () => ({
    system: join(dir, 'etc'),
    home: join(dir, 'home'),
    packageDir: join(dir, 'package'),
  });
  const put = (path: string, text: string, mode = 0o600): string => {
    const full = join(dir, path);
    mkdirSync(join(full, '..'), { recursive: true });
    writeFileSync(full, text, { mode });
    return full;
  };
  const rule = (name: string, action = 'deny'): string =>
    `version: "1"\npolicies:\n- {name: ${name}, rules: [{id: r, when: {program: ${name}}, action: ${action}, examples: {match: ${name}}}]}\n`;
  const load = (projects: string[] = []) => loadPolicy({ ...dirs(), projects }, { examine });
  beforeEach(() => {
    put('package/policies/standard.yaml', `${rule('standard')}default_action: allow\n`, 0o644);
    put('package/policies/ci.yaml', 'version: "1"\nextends: standard\nunattended: true\n', 0o644);
  });

  it('is made of system, user, profile and project', () => {
    put('etc/policies/a.yaml', rule('sys'));
    put('home/policies/b.yml', rule('own'));
    put('home/policies/.hidden.yaml', 'broken: [');
    put('home/policies/notes.txt', 'broken: [');
    put('home/config.yaml', 'timeout: 5m\nprofile: ci\n');
    const project = put('repo/.rampart/policy.yaml', rule('repo'));
    const { rules, config } = load([project]);
    expect(rules.rules.map(({ name, layer }) => `${layer} ${name}`)).toEqual([
      'system sys/r',
      'user own/r',
      'project repo/r',
      'profile standard/r',
    ]);
    expect(rules).toMatchObject({ defaultAction: 'allow', unattended: true });
    expect(config).toEqual({ ...DEFAULT_CONFIG, profile: 'ci', timeoutMs: 300_000 });
  });

  it('is the profile alone on a fresh installation', () => {
    const { rules, config } = load();
    expect(rules.rules.map(({ name }) => name)).toEqual(['standard/r']);
    expect(config).toEqual(DEFAULT_CONFIG);
  });

  it('does not load with a mistake in any file', () => {
    put('home/policies/b.yaml', 'version: "1"\nfoo: 1\n');
    expect(() => load()).toThrowError(
      expect.objectContaining({
        code: 'E_POLICY',
        position: { file: join(dir, 'home/policies/b.yaml'), line: 2, column: 1 },
      }),
    );
  });

  it('does not load with a mistake in the configuration', () => {
    put('home/config.yaml', 'fail: shut\n');
    expect(() => load()).toThrowError(coded('E_POLICY'));
    expect(() => loadConfig(join(dir, 'etc'), join(dir, 'home'))).toThrowError(coded('E_POLICY'));
  });

  it.each(['etc/policies/a.yaml', 'home/policies/a.yaml', 'home/config.yaml', 'etc/config.yaml'])(
    'refuses %s when others may write it',
    path => {
      const full = put(path, '');
      chmodSync(full, 0o666);
      expect(() => load()).toThrowError(
        expect.objectContaining({ code: 'E_OWNER', position: { file: full, line: 0, column: 0 } }),
      );
    },
  );

  it.skipIf(!root)('refuses a stranger’s file but not a stranger’s project', () => {
    const project = put('repo/.rampart/policy.yaml', rule('repo'));
    chownSync(project, STRANGER, STRANGER);
    expect(load([project]).rules.rules).toHaveLength(2);
    const own = put('home/policies/a.yaml', rule('own'));
    chownSync(own, STRANGER, STRANGER);
    expect(() => load()).toThrowError(coded('E_OWNER'));
  });

  it('refuses a symbolic link in the system layer only', () => {
    const elsewhere = put('elsewhere.yaml', rule('own'));
    mkdirSync(join(dir, 'home/policies'), { recursive: true });
    symlinkSync(elsewhere, join(dir, 'home/policies/link.yaml'));
    expect(load().rules.rules).toHaveLength(2);
    mkdirSync(join(dir, 'etc/policies'), { recursive: true });
    symlinkSync(elsewhere, join(dir, 'etc/policies/link.yaml'));
    expect(() => load()).toThrowError(coded('E_OWNER'));
  });

  it('refuses a project that is not a file, without waiting for it', () => {
    mkdirSync(join(dir, 'repo'));
    execFileSync('mkfifo', [join(dir, 'repo/policy.yaml')]);
    expect(() => load([join(dir, 'repo/policy.yaml')])).toThrowError(coded('E_POLICY'));
  });

  it.each([LIMITS.policyFiles, LIMITS.policyFiles + 1])('of %i files in a folder', count => {
    for (let index = 0; index < count; index++) put(`home/policies/${index}.yaml`, 'version: "1"');
    const attempt = () => readSources(dirs()).policies.length;
    if (count > LIMITS.policyFiles) expect(attempt).toThrowError(coded('E_POLICY'));
    else expect(attempt()).toBe(count);
  });

  it('comes from its cache until a file changes', () => {
    const cache = join(dir, 'cache');
    const file = put('home/policies/b.yaml', rule('own'));
    const first = loadCached(dirs(), cache, { examine });
    expect(readdirSync(cache)).toHaveLength(1);
    const never = (): never => {
      throw new Error('read again');
    };
    expect(loadCached(dirs(), cache, { examine: never })).toEqual(first);
    writeFileSync(file, rule('other'));
    expect(loadCached(dirs(), cache, { examine }).rules.rules.map(({ name }) => name)).toContain('other/r');
  });

  it('is compiled anew where its cache is damaged or cannot be written', () => {
    const cache = join(dir, 'cache');
    const first = loadCached(dirs(), cache, { examine });
    for (const name of readdirSync(cache)) writeFileSync(join(cache, name), 'x');
    expect(loadCached(dirs(), cache, { examine })).toEqual(first);
    const blocked = put('blocked', '');
    expect(loadCached(dirs(), join(blocked, 'cache'), { examine })).toEqual(first);
  });

  it('gives way to files that are named', () => {
    const file = put('x.yaml', rule('x'));
    chmodSync(file, 0o666);
    const { rules } = loadNamed([file], join(dir, 'package'), { examine });
    expect(rules.rules.map(({ name }) => name)).toEqual(['x/r']);
    expect(rules.defaultAction).toBe('deny');
    const withProfile = loadNamed([file], join(dir, 'package'), { examine, profile: 'standard' });
    expect(withProfile.rules.rules.map(({ name }) => name)).toEqual(['x/r', 'standard/r']);
    expect(() => loadNamed([join(dir, 'none')], join(dir, 'package'), { examine })).toThrowError(
      coded('E_POLICY'),
    );
  });
});
