import { type Compiled, type CompileOptions, compileSources } from './compile.ts';
import { refuseErrors } from './finding.ts';
import { readNamed, readProfiles, readSources, type SourceDirs } from './sources.ts';

/**
 * Reads and compiles the active set.
 * @throws RampartError E_OWNER or E_POLICY with the place of the first mistake
 */
export function loadPolicy(dirs: SourceDirs, options: CompileOptions): Compiled {
  return refusing(compileSources(readSources(dirs), options));
}

/**
 * Compiles files named on a command line, in place of the active set, with the profile named there or none.
 * @throws RampartError as above
 */
export function loadNamed(paths: readonly string[], packageDir: string, options: CompileOptions): Compiled {
  const sources = { configs: [], policies: paths.map(readNamed), profiles: readProfiles(packageDir) };
  return refusing(compileSources(sources, { ...options, profile: options.profile ?? null }));
}

function refusing(compiled: Compiled): Compiled {
  refuseErrors(compiled.findings);
  return compiled;
}
