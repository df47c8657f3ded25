import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { messageOf, RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { type CachedPolicy, readCache, writeCache } from '../policy/cache.ts';
import { type Config, DEFAULT_CONFIG } from '../policy/config.ts';
import { loadConfig } from '../policy/config-file.ts';
import type { Examine } from '../policy/examine.ts';
import { loadPolicy } from '../policy/load.ts';
import { hashSources } from '../policy/policy-hash.ts';
import { projectFiles } from '../policy/project-files.ts';
import type { Layer, Rule, RuleSet } from '../policy/rule.ts';
import { withRules } from '../policy/rule-set.ts';
import { readSources, type SourceDirs } from '../policy/sources.ts';

/** A set as it is in force: its rules with the built-in ones. */
export interface InForce {
  readonly rules: RuleSet;
  readonly config: Config;
  readonly files: readonly PolicyFileInForce[];
}

export interface PolicyFileInForce {
  readonly path: string;
  readonly layer: Layer;
  readonly sha256: string;
}

export interface PolicyBookOptions {
  readonly dirs: Omit<SourceDirs, 'projects'>;
  readonly cacheDir: string;
  readonly examine: Examine;
  readonly protection: readonly Rule[];
  /** Told of a project's policy that cannot be used; the call is judged without it. */
  readonly onProjectError: (error: RampartError) => void;
}

/**
 * The policy sets in force: the base set of system, user and profile, and one more for each repository that has rules
 * of its own. Compiled sets are kept on disk for clients that find no daemon.
 */
export class PolicyBook {
  readonly #options: PolicyBookOptions;
  readonly #projects = new Map<string, InForce | undefined>();
  readonly #chosen = new Map<string, InForce>();
  #base: InForce | undefined;
  /** What holds while no set could be loaded at all: a broken policy must not open what the configuration closes. */
  #configAlone: Config = DEFAULT_CONFIG;
  #error: RampartError | undefined;
  #loaded: Date | undefined;

  constructor(options: PolicyBookOptions) {
    this.#options = options;
  }

  /** Loads the base set. A set that cannot be loaded leaves the one before in force. */
  load(): void {
    try {
      this.#base = this.#compiled([]);
      this.#error = undefined;
      this.#loaded = new Date();
      this.#projects.clear();
      this.#chosen.clear();
    } catch (thrown) {
      this.#error =
        thrown instanceof RampartError
          ? thrown
          : new RampartError('E_POLICY', messageOf(thrown), { cause: thrown });
      if (this.#base === undefined) this.#configAlone = configOf(this.#options.dirs);
    }
  }

  get base(): InForce | undefined {
    return this.#base;
  }

  /** Why the files as they are now could not be loaded. */
  get error(): RampartError | undefined {
    return this.#error;
  }

  get loaded(): Date | undefined {
    return this.#loaded;
  }

  get config(): Config {
    return this.#base?.config ?? this.#configAlone;
  }

  /** The set for a call made in `cwd`; undefined where no set could be loaded at all. */
  setFor(cwd: string): InForce | undefined {
    if (this.#base === undefined) return undefined;
    const projects = projectFiles(cwd, this.#options.dirs.home, existsSync);
    if (projects.length === 0) return this.#base;
    return this.#projectSet(projects) ?? this.#base;
  }

  /**
   * A set that somebody compiled for a session in place of the active one. The system's own rules hold beside it.
   * @throws RampartError E_POLICY when there is no such set
   */
  chosen(hash: string): InForce {
    const known = this.#chosen.get(hash);
    if (known !== undefined) return known;
    const set = readCache(this.#options.cacheDir, hash);
    if (set === undefined) throw new RampartError('E_POLICY', `no compiled policy: ${hash}`);
    const system = (this.#base?.rules.rules ?? []).filter(rule => rule.layer === 'system' && !rule.builtin);
    const files = set.files.map(file => ({ ...file, sha256: '' }));
    const inForce = {
      config: this.config,
      files,
      rules: withRules(set.rules, [...system, ...this.#options.protection]),
    };
    if (this.#chosen.size >= LIMITS.projectSets) this.#chosen.clear();
    this.#chosen.set(hash, inForce);
    return inForce;
  }

  /** A repository's rules can only restrict, so one whose file is broken is judged by the base set, and that is told. */
  #projectSet(projects: readonly string[]): InForce | undefined {
    try {
      const key = hashSources(readSources({ ...this.#options.dirs, projects }));
      if (!this.#projects.has(key)) {
        if (this.#projects.size >= LIMITS.projectSets) this.#projects.clear();
        this.#projects.set(key, this.#compiled(projects));
      }
      return this.#projects.get(key);
    } catch (thrown) {
      this.#options.onProjectError(
        thrown instanceof RampartError ? thrown : new RampartError('E_POLICY', messageOf(thrown)),
      );
      return undefined;
    }
  }

  #compiled(projects: readonly string[]): InForce {
    const { dirs, cacheDir, examine, protection } = this.#options;
    const from = { ...dirs, projects };
    const sources = readSources(from);
    const set = cached(cacheDir, hashSources(sources)) ?? compiled();
    return { ...set, files: set.files.map(withDigest), rules: withRules(set.rules, protection) };

    function compiled(): CachedPolicy {
      const { rules, config, files } = loadPolicy(from, { examine });
      const fresh = { rules, config, files: files.map(({ file, layer }) => ({ path: file, layer })) };
      writeCache(cacheDir, fresh);
      return fresh;
    }

    function withDigest({ path, layer }: CachedPolicy['files'][number]): PolicyFileInForce {
      const source = [...sources.policies, ...sources.profiles, ...(sources.packs ?? [])].find(
        one => one.path === path,
      );
      return {
        path,
        layer,
        sha256: createHash('sha256')
          .update(source?.bytes ?? '')
          .digest('hex'),
      };
    }
  }
}

function configOf({ system, home }: PolicyBookOptions['dirs']): Config {
  try {
    return loadConfig(system, home);
  } catch {
    return DEFAULT_CONFIG;
  }
}

/** A damaged cache is no reason to be without policy: it is made anew. */
function cached(dir: string, hash: string): CachedPolicy | undefined {
  try {
    return readCache(dir, hash);
  } catch {
    return undefined;
  }
}
