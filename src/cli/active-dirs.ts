import { existsSync } from 'node:fs';
import { PACKAGE_DIR } from '../core/package-dir.ts';
import { type Places, SYSTEM_DIR } from '../core/places.ts';
import { projectFiles } from '../policy/file/project-files.ts';
import type { SourceDirs } from '../policy/file/sources.ts';

/** Where the active set's files are, with the rules of the repository around `cwd`. */
export function activeDirs(places: Places, cwd: string): SourceDirs {
  const projects = projectFiles(cwd, places.home, existsSync);
  return { system: SYSTEM_DIR, home: places.home, packageDir: PACKAGE_DIR, projects };
}
