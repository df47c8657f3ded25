import { dirname, join } from 'node:path';

/** Folders looked at above a working directory; nobody works deeper. */
const PROJECT_DEPTH = 64;

/**
 * Where the policies of the repository around a directory would be: `.rampart/policy.yaml` there and in each folder
 * above, up to the one that holds `.git`. All of them count, so that a folder inside cannot hide its repository's rules.
 * @param exists whether a path exists
 * @param home Rampart's home, whose files are no project's
 */
export function projectFiles(cwd: string, home: string, exists: (path: string) => boolean): string[] {
  const found: string[] = [];
  let dir = cwd;
  for (let depth = 0; depth < PROJECT_DEPTH; depth++) {
    const folder = join(dir, '.rampart');
    if (folder !== home && exists(join(folder, 'policy.yaml'))) found.push(join(folder, 'policy.yaml'));
    const above = dirname(dir);
    if (above === dir || exists(join(dir, '.git'))) break;
    dir = above;
  }
  return found;
}
