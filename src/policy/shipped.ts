import { isAbsolute, join, relative } from 'node:path';
import { type CachedPolicy, readCache, readFromPackage, writeCache } from './cache.ts';

/** Where the package has the sets that were compiled when it was built. */
function folderIn(packageDir: string): string {
  return join(packageDir, 'dist', 'policies');
}

/**
 * The compiled set with this hash: from Rampart's home, or as it came with the package. The hash is over the bytes of
 * every file the set is made from and the program's version, so it is what compiling them here would give, without a
 * second of YAML and examples. A set that is damaged or not to be trusted is none.
 */
export function readCompiled(cacheDir: string, packageDir: string, hash: string): CachedPolicy | undefined {
  const kept = attempt(() => readCache(cacheDir, hash));
  if (kept !== undefined) return kept;
  const shipped = attempt(() => readFromPackage(folderIn(packageDir), hash));
  return shipped && withFiles(shipped, file => (isAbsolute(file) ? file : join(packageDir, file)));
}

/** Puts a set that is made from files of the package alone beside them: for the build. */
export function ship(packageDir: string, policy: CachedPolicy): void {
  writeCache(
    folderIn(packageDir),
    withFiles(policy, file => relative(packageDir, file)),
  );
}

/** The set with the places of its files as `place` says: a package is installed elsewhere than it is built. */
function withFiles({ rules, config, files }: CachedPolicy, place: (file: string) => string): CachedPolicy {
  return {
    config,
    files: files.map(({ path, layer }) => ({ path: place(path), layer })),
    rules: { ...rules, rules: rules.rules.map(rule => ({ ...rule, file: place(rule.file) })) },
  };
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
