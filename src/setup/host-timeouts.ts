import { readFileSync } from 'node:fs';
import { isObject } from '../core/json.ts';
import { LIMITS } from '../core/limits.ts';
import { settingsInUse } from './installed.ts';

/** How long a host is configured to wait for our hook. */
export interface HostTimeout {
  /** The settings file. */
  readonly path: string;
  readonly timeoutMs: number;
}

/**
 * What the settings that setup has edited say of how long their host waits, the shortest of each file. A file that
 * cannot be read, or says nothing, says nothing here.
 * @param notes where setup keeps what it did
 * @param launcher by which entries of ours are known
 */
export function hostTimeouts(notes: string, launcher: string): readonly HostTimeout[] {
  return settingsInUse(notes).flatMap(path => {
    const found = handlersIn(path).filter(({ command }) => command === launcher);
    const seconds = found.flatMap(({ timeout }) =>
      typeof timeout === 'number' && timeout > 0 ? timeout : [],
    );
    return seconds.length === 0 ? [] : [{ path, timeoutMs: Math.min(...seconds) * 1_000 }];
  });
}

/** `hooks` is an object of events, each a list of groups, each with a list of handlers; anything else has none. */
function handlersIn(path: string): readonly Readonly<Record<string, unknown>>[] {
  try {
    const bytes = readFileSync(path);
    const settings: unknown = bytes.length > LIMITS.settingsBytes ? {} : JSON.parse(bytes.toString('utf8'));
    const events = isObject(settings) && isObject(settings.hooks) ? Object.values(settings.hooks) : [];
    const groups = events.flatMap(event => (Array.isArray(event) ? event : [])).filter(isObject);
    return groups.flatMap(({ hooks }) => (Array.isArray(hooks) ? hooks.filter(isObject) : []));
  } catch {
    return [];
  }
}
