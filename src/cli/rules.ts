import { existsSync } from 'node:fs';
import { placedMessage } from '../core/error.ts';
import { PACKAGE_DIR } from '../core/package-dir.ts';
import type { Places } from '../core/places.ts';
import { examine } from '../pipeline.ts';
import { type CachedPolicy, writeCache } from '../policy/cache.ts';
import type { Compiled } from '../policy/compile.ts';
import { projectFiles } from '../policy/file/project-files.ts';
import { readSources } from '../policy/file/sources.ts';
import { compileCached, loadNamed, loadPolicy } from '../policy/load.ts';
import type { RuleSet } from '../policy/rule.ts';
import { activeDirs } from './active-dirs.ts';

export interface RuleChoice {
  /** `--policy`, repeatable: takes the place of the active set. */
  readonly policy?: readonly string[];
  /** `--profile`: likewise. */
  readonly profile?: string;
  /** `--pack`, repeatable: likewise, beside the profile, which is `standard` unless another one is named. */
  readonly pack?: readonly string[];
}

/**
 * The set that a verb's flags choose: the files and profile they name, else the active set with the rules of the
 * repository around `cwd`.
 * @throws RampartError E_OWNER or E_POLICY with the place of the first mistake
 */
export function compiledFor(
  { policy = [], pack = [], profile = pack.length > 0 ? 'standard' : undefined }: RuleChoice,
  places: Places,
  cwd: string,
): Compiled {
  if (policy.length > 0 || profile !== undefined)
    return loadNamed(policy, PACKAGE_DIR, {
      examine,
      packs: pack,
      ...(profile === undefined ? {} : { profile }),
    });
  return loadPolicy(activeDirs(places, cwd), { examine });
}

/**
 * The active set's rules, compiled and kept for the next one who asks.
 * @throws RampartError as above
 */
export function compileActive(places: Places, cwd: string): RuleSet {
  return compileCached(readSources(activeDirs(places, cwd)), places.cache, { examine }).rules;
}

/**
 * Compiles the set that the flags choose and leaves it where the daemon and clients without a YAML reader find it.
 * @throws RampartError as above
 */
export function compileInto(places: Places, choice: RuleChoice): CachedPolicy {
  const set = cacheable(compiledFor(choice, places, '/'));
  writeCache(places.cache, set);
  return set;
}

/**
 * Compiles the active set for a directory, for a client that then judges by it. One that cannot be kept (a full disk, a
 * read-only home) is as good; and whoever wrote the repository must not be able to switch the other rules off by a
 * mistake in its own.
 * @param notice told of a repository's policy that is left out
 * @throws RampartError as above
 */
export function compileHere(places: Places, cwd: string, notice: (message: string) => void): CachedPolicy {
  const set = cacheable(activeFor(places, cwd, notice));
  try {
    writeCache(places.cache, set);
  } catch {
    // The next one compiles it again.
  }
  return set;
}

function activeFor(places: Places, cwd: string, notice: (message: string) => void): Compiled {
  try {
    return compiledFor({}, places, cwd);
  } catch (thrown) {
    if (projectFiles(cwd, places.home, existsSync).length === 0) throw thrown;
    const base = compiledFor({}, places, '/');
    notice(`a repository's policy is not used: ${placedMessage(thrown)}`);
    return base;
  }
}

function cacheable({ rules, config, files }: Compiled): CachedPolicy {
  return { rules, config, files: files.map(({ file, layer }) => ({ path: file, layer })) };
}
