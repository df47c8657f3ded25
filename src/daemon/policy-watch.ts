import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LIMITS } from '../core/limits.ts';
import type { SourceDirs } from '../policy/file/sources.ts';

/**
 * Notices when a file of the policy has changed. It looks again and again instead of being told by the system: whoever
 * is told loses a file that is replaced, a directory that is made anew, and what happens on another machine's disk.
 */
export class PolicyWatch {
  readonly #dirs: SourceDirs;
  readonly #take: (sure: boolean) => Promise<boolean>;
  #seen: string;
  #settled: string;
  #looks = 0;
  #taking = false;
  #timer: NodeJS.Timeout | undefined;

  /**
   * What is there now counts as known, so this is made before the files are read.
   * @param take called once a change has come to rest, and again, sure, if that settled nothing
   */
  constructor(dirs: SourceDirs, take: (sure: boolean) => Promise<boolean>) {
    this.#dirs = dirs;
    this.#take = take;
    this.#seen = this.#settled = fingerprint(dirs);
  }

  start(): void {
    this.#timer = setInterval(() => void this.#look(), LIMITS.policyLookMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const now = fingerprint(this.#dirs);
    if (now !== this.#seen) {
      this.#seen = now;
      this.#looks = 0;
      return;
    }
    this.#looks += 1;
    const sure = this.#looks >= LIMITS.policySureLooks;
    if (now === this.#settled || this.#taking || (!sure && this.#looks !== LIMITS.policyQuietLooks)) return;
    this.#taking = true;
    try {
      // What changes meanwhile is another fingerprint, and so another change.
      if (await this.#take(sure)) this.#settled = now;
    } catch {
      // No thread could be started, say: the next look tries again.
    } finally {
      this.#taking = false;
    }
  }
}

/** Changes with every write, rename and change of rights: a file's change time cannot be set (inode(7)). */
function fingerprint({ system, home, packageDir }: SourceDirs): string {
  const folders = [
    join(system, 'policies'),
    join(home, 'policies'),
    join(packageDir, 'policies'),
    join(packageDir, 'policies', 'packs'),
  ];
  const files = [join(system, 'config.yaml'), join(home, 'config.yaml'), ...folders.flatMap(namesIn)];
  return files.map(stateOf).join('\n');
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).map(name => join(folder, name));
  } catch {
    return [];
  }
}

function stateOf(path: string): string {
  try {
    const { dev, ino, size, mode, uid, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return [path, dev, ino, size, mode, uid, mtimeNs, ctimeNs].join(' ');
  } catch {
    return `${path} -`;
  }
}
