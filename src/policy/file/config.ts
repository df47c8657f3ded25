import type { FailMode } from '../../core/resolve.ts';
import type { NotifySettings } from './notify-settings.ts';

/** What config.yaml of system and user come to together. Plain data: it is part of the compiled set. */
export interface Config {
  /** Rampart's home, if the system configuration names one. */
  readonly home: string | null;
  readonly fail: FailMode;
  /** How long a person may take to answer. */
  readonly approvalTimeoutMs: number;
  /** How long a command may run; null is for ever. */
  readonly timeoutMs: number | null;
  /** The profile of the package that takes part. */
  readonly profile: string;
  /** Packs of the package that take part beside it. */
  readonly packs: readonly string[];
  /** A client that finds no daemon starts one. */
  readonly autostart: boolean;
  /** Full names of profile rules that are switched off. */
  readonly disable: readonly string[];
}

/** One file's settings; what it leaves out is absent. */
export interface Settings {
  readonly home?: string;
  readonly fail?: FailMode;
  readonly approvalTimeoutMs?: number;
  readonly timeoutMs?: number;
  readonly profile?: string;
  readonly packs?: readonly string[];
  readonly autostart?: boolean;
  readonly disable?: readonly string[];
  readonly notify?: NotifySettings;
}

export const DEFAULT_CONFIG: Config = {
  home: null,
  fail: 'open',
  approvalTimeoutMs: 120_000,
  timeoutMs: null,
  profile: 'standard',
  packs: [],
  autostart: true,
  disable: [],
};

/**
 * Merges settings, the system's first: `fail` is closed if any says so, times are the smallest, and what can be one thing
 * only is the system's where it says something.
 */
export function mergeSettings(files: readonly Settings[]): Config {
  const first = <Key extends keyof Settings>(key: Key): Settings[Key] | undefined =>
    files.find(file => file[key] !== undefined)?.[key];
  const smallest = (key: 'approvalTimeoutMs' | 'timeoutMs'): number | undefined => {
    const set = files.flatMap(file => file[key] ?? []);
    return set.length === 0 ? undefined : Math.min(...set);
  };
  return {
    home: first('home') ?? null,
    fail: files.some(({ fail }) => fail === 'closed') ? 'closed' : 'open',
    approvalTimeoutMs: smallest('approvalTimeoutMs') ?? DEFAULT_CONFIG.approvalTimeoutMs,
    timeoutMs: smallest('timeoutMs') ?? DEFAULT_CONFIG.timeoutMs,
    profile: first('profile') ?? DEFAULT_CONFIG.profile,
    packs: [...new Set(files.flatMap(({ packs }) => packs ?? []))],
    autostart: first('autostart') ?? DEFAULT_CONFIG.autostart,
    disable: [...new Set(files.flatMap(({ disable }) => disable ?? []))],
  };
}
