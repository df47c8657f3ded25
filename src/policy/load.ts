import { type CachedPolicy, readCache, writeCache } from './cache.ts';
import { type Compiled, type CompileOptions, compileSources } from './compile.ts';
import {
  readNamed,
  readPacks,
  readProfiles,
  readSources,
  type SourceDirs,
  type Sources,
} from './file/sources.ts';
import { refuseErrors } from './finding.ts';
import { hashSources } from './policy-hash.ts';

/**
 * Reads and compiles the active set, to judge by it: the package's own examples are not tried again unless `options`
 * say so.
 * @throws RampartError E_OWNER or E_POLICY with the place of the first mistake
 */
export function loadPolicy(dirs: SourceDirs, options: CompileOptions): Compiled {
  return refusing(compileSources(readSources(dirs), { tried: 'own', ...options }));
}

/**
 * The active set from its cache, or compiled and put there. A cache that is damaged, not ours or not writable costs
 * time and nothing else.
 * @throws RampartError as above
 */
export function loadCached(
  dirs: SourceDirs,
  cacheDir: string,
  options: Omit<CompileOptions, 'profile'>,
): CachedPolicy {
  return compileCached(readSources(dirs), cacheDir, options);
}

/**
 * As above, of files that have been read.
 * @throws RampartError as above
 */
export function compileCached(
  sources: Sources,
  cacheDir: string,
  options: Omit<CompileOptions, 'profile'>,
): CachedPolicy {
  const kept = attempt(() => readCache(cacheDir, hashSources(sources)));
  if (kept !== undefined) return kept;
  const { rules, config, files } = refusing(compileSources(sources, { tried: 'own', ...options }));
  const fresh = { rules, config, files: files.map(({ file, layer }) => ({ path: file, layer })) };
  attempt(() => writeCache(cacheDir, fresh));
  return fresh;
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/**
 * Compiles files named on a command line, in place of the active set, with the profile named there or none.
 * @throws RampartError as above
 */
export function loadNamed(paths: readonly string[], packageDir: string, options: CompileOptions): Compiled {
  const sources = {
    configs: [],
    policies: paths.map(readNamed),
    profiles: readProfiles(packageDir),
    packs: readPacks(packageDir),
  };
  return refusing(compileSources(sources, { tried: 'own', ...options, profile: options.profile ?? null }));
}

function refusing(compiled: Compiled): Compiled {
  refuseErrors(compiled.findings);
  return compiled;
}
