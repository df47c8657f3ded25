import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf, RampartError } from '../../core/error.ts';
import { LIMITS } from '../../core/limits.ts';
import { wholeFile } from '../finding.ts';
import type { Layer } from '../rule.ts';
import { readOwnedFile, type Trust, trustedOwners } from './owned-file.ts';

/** A policy file's bytes and where they come from. */
export interface PolicySource {
  readonly path: string;
  readonly layer: Layer;
  readonly bytes: Uint8Array;
}

export interface ConfigSource {
  readonly path: string;
  readonly layer: 'system' | 'user';
  readonly bytes: Uint8Array;
}

/** Every file a policy set may be made from, read once. */
export interface Sources {
  readonly configs: readonly ConfigSource[];
  readonly policies: readonly PolicySource[];
  /** All profiles of the package; which of them takes part is for the configuration to say. */
  readonly profiles: readonly PolicySource[];
  /** All packs of the package: rules that add to a profile, for those who want them. */
  readonly packs?: readonly PolicySource[];
}

export interface SourceDirs {
  /** `/etc/rampart`. */
  readonly system: string;
  /** Rampart's home. */
  readonly home: string;
  /** Rampart's package, which holds `policies/`. */
  readonly packageDir: string;
  /** Policy files of the repositories a call is made in; see `projectFiles`. */
  readonly projects?: readonly string[];
}

/**
 * Reads the files of the active set: configuration and policies of system and user, profiles of the package, and the
 * projects named. Nothing is parsed here, so that a client without a YAML reader can find the compiled set by its hash.
 * @throws RampartError E_OWNER or E_POLICY for a file that may not rule or cannot be read
 */
export function readSources({ system, home, packageDir, projects = [] }: SourceDirs): Sources {
  const owned = { owners: trustedOwners(), maxBytes: LIMITS.policyBytes };
  const strict = { ...owned, noFollow: true };
  const config = (dir: string, layer: 'system' | 'user', trust: Trust): ConfigSource[] => {
    const path = join(dir, 'config.yaml');
    const bytes = readOwnedFile(path, trust);
    return bytes === undefined ? [] : [{ path, layer, bytes }];
  };
  return {
    configs: [...config(system, 'system', strict), ...config(home, 'user', owned)],
    policies: [
      ...policiesIn(join(system, 'policies'), 'system', strict),
      ...policiesIn(join(home, 'policies'), 'user', owned),
      ...readProjects(projects),
    ],
    profiles: readProfiles(packageDir),
    packs: readPacks(packageDir),
  };
}

/**
 * The profiles that come with Rampart. They belong to whoever installed it, like the program that reads them.
 * @throws RampartError E_POLICY
 */
export function readProfiles(packageDir: string): PolicySource[] {
  return policiesIn(join(packageDir, 'policies'), 'profile', { maxBytes: LIMITS.policyBytes });
}

/** @throws RampartError E_POLICY */
export function readPacks(packageDir: string): PolicySource[] {
  return policiesIn(join(packageDir, 'policies', 'packs'), 'profile', { maxBytes: LIMITS.policyBytes });
}

/**
 * A policy file somebody named: it stands for a user's own, and no owner is asked.
 * @throws RampartError E_POLICY for a file that is not there or cannot be read
 */
export function readNamed(path: string): PolicySource {
  const bytes = readOwnedFile(path, { maxBytes: LIMITS.policyBytes });
  if (bytes === undefined) throw new RampartError('E_POLICY', 'no such file', { position: wholeFile(path) });
  return { path, layer: 'user', bytes };
}

/**
 * The policy files of repositories, those that are there.
 * @throws RampartError E_POLICY
 */
export function readProjects(paths: readonly string[]): PolicySource[] {
  return paths.flatMap(readProject);
}

function readProject(path: string): PolicySource[] {
  // A repository belongs to whoever cloned it and can only restrict: its owner is not asked for.
  const bytes = readOwnedFile(path, { maxBytes: LIMITS.projectPolicyBytes });
  return bytes === undefined ? [] : [{ path, layer: 'project', bytes }];
}

function policiesIn(dir: string, layer: Layer, trust: Trust): PolicySource[] {
  return namesIn(dir).flatMap(name => {
    const path = join(dir, name);
    const bytes = readOwnedFile(path, trust);
    return bytes === undefined ? [] : [{ path, layer, bytes }];
  });
}

/** @throws RampartError E_POLICY for a directory that cannot be listed or holds too many policies */
function namesIn(dir: string): string[] {
  let names: string[];
  try {
    names = readdirSync(dir);
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return [];
    throw new RampartError('E_POLICY', 'cannot be listed', { position: wholeFile(dir), cause });
  }
  // Names with a leading dot are editors' working copies.
  const policies = names.filter(name => /^[^.].*\.ya?ml$/.test(name)).sort();
  if (policies.length > LIMITS.policyFiles)
    throw new RampartError('E_POLICY', `folder holds more than ${LIMITS.policyFiles} policies`, {
      position: wholeFile(dir),
    });
  return policies;
}
