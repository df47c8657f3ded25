import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { messageOf, RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { type CachedPolicy, readCache } from '../policy/cache.ts';
import type { Examine } from '../policy/examine.ts';
import { type Config, DEFAULT_CONFIG } from '../policy/file/config.ts';
import { loadConfig } from '../policy/file/config-file.ts';
import { projectFiles } from '../policy/file/project-files.ts';
import {
  type PolicySource,
  readProjects,
  readSources,
  type SourceDirs,
  type Sources,
} from '../policy/file/sources.ts';
import { compileCached } from '../policy/load.ts';
import { hashSources } from '../policy/policy-hash.ts';
import type { Layer, Rule, RuleSet } from '../policy/rule.ts';
import { withRules } from '../policy/rule-set.ts';
import { readCompiled } from '../policy/shipped.ts';

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
  /**
   * Compiles a repository's set where that holds up nobody, and leaves it in the cache; throws why it cannot be used.
   * Here, when absent.
   */
  readonly compile?: (sources: Sources) => Promise<CachedPolicy>;
  readonly protection: readonly Rule[];
  /** Told once of a project's policy that cannot be used; calls are judged by the one before, or without. */
  readonly onProjectError: (error: RampartError) => void;
  /** Told of a set that is used for the first time because a project has rules. */
  readonly onProjectSet: (set: InForce) => void;
}

/**
 * The policy sets in force: the base set of system, user and profile, and one more for each repository that has rules
 * of its own. Compiled sets are kept on disk for clients that find no daemon.
 */
export class PolicyBook {
  readonly #options: PolicyBookOptions;
  readonly #projects = new Map<string, InForce>();
  /** The last files of each project that could be used, by where they lie. */
  readonly #usable = new Map<string, readonly PolicySource[]>();
  readonly #told = new Set<string>();
  /** By hash: sets that are being compiled for calls that wait. */
  readonly #compiling = new Map<string, Promise<InForce>>();
  /** The files the base set was made from: those on disk may be broken by now. */
  #sources: Sources | undefined;
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
      const sources = readSources(this.#options.dirs);
      const { cacheDir, dirs, examine } = this.#options;
      const kept = readCompiled(cacheDir, dirs.packageDir, hashSources(sources));
      this.#base = this.#inForce(kept ?? compileCached(sources, cacheDir, { examine }), sources);
      this.#sources = sources;
      this.#error = undefined;
      this.#loaded = new Date();
      this.#projects.clear();
      this.#chosen.clear();
    } catch (thrown) {
      this.refuse(asPolicyError(thrown));
    }
  }

  /** Keeps the set that is in force: the files as they are cannot be used. */
  refuse(error: RampartError): void {
    this.#error = error;
    if (this.#base === undefined) this.#configAlone = configOf(this.#options.dirs);
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
  async setFor(cwd: string): Promise<InForce | undefined> {
    if (this.#base === undefined) return undefined;
    const projects = projectFiles(cwd, this.#options.dirs.home, existsSync);
    if (projects.length === 0) return this.#base;
    return (await this.#projectSet(projects)) ?? this.#base;
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

  /**
   * A repository's rules can only restrict. Where its file is broken, or half written just now, the one before goes on
   * restricting; where there was none, the base set judges. Either is told.
   */
  async #projectSet(projects: readonly string[]): Promise<InForce | undefined> {
    const place = projects.join('\0');
    try {
      const files = readProjects(projects);
      const set = await this.#withProject(files);
      if (this.#usable.size >= LIMITS.projectSets) this.#usable.clear();
      this.#usable.set(place, files);
      this.#told.delete(place);
      return set;
    } catch (thrown) {
      if (this.#told.size >= LIMITS.projectSets) this.#told.clear();
      if (!this.#told.has(place)) this.#options.onProjectError(asPolicyError(thrown));
      this.#told.add(place);
      const before = this.#usable.get(place);
      return before === undefined ? undefined : this.#withProject(before);
    }
  }

  async #withProject(files: readonly PolicySource[]): Promise<InForce | undefined> {
    if (this.#sources === undefined) return undefined;
    const sources = { ...this.#sources, policies: [...this.#sources.policies, ...files] };
    const hash = hashSources(sources);
    const known = this.#projects.get(hash);
    if (known !== undefined) return known;
    const compiling = this.#compiling.get(hash) ?? this.#compileProject(hash, sources);
    this.#compiling.set(hash, compiling);
    try {
      return await compiling;
    } finally {
      this.#compiling.delete(hash);
    }
  }

  async #compileProject(hash: string, sources: Sources): Promise<InForce> {
    const {
      cacheDir,
      dirs,
      examine,
      compile = async files => compileCached(files, cacheDir, { examine }),
    } = this.#options;
    const kept = readCompiled(cacheDir, dirs.packageDir, hash);
    const set = this.#inForce(kept ?? (await compile(sources)), sources);
    if (this.#projects.size >= LIMITS.projectSets) this.#projects.clear();
    this.#projects.set(hash, set);
    this.#options.onProjectSet(set);
    return set;
  }

  #inForce(set: CachedPolicy, sources: Sources): InForce {
    const { protection } = this.#options;
    return { ...set, files: set.files.map(withDigest), rules: withRules(set.rules, protection) };

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

export function asPolicyError(thrown: unknown): RampartError {
  return thrown instanceof RampartError
    ? thrown
    : new RampartError('E_POLICY', messageOf(thrown), { cause: thrown });
}
