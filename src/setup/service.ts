import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { RampartError } from '../core/error.ts';

/** What somebody else is to keep running. */
export interface ServiceOf {
  /** Absolute paths. */
  readonly node: string;
  readonly bundle: string;
  readonly home: string;
  readonly log: string;
  /** `systemd-notify` is there to say that the daemon is ready and alive. */
  readonly canNotify: boolean;
}

/** A service as its manager wants it written down. */
export interface Service {
  readonly manager: 'systemd' | 'launchd';
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

/**
 * The words that start the daemon.
 * @throws RampartError E_INPUT for a path that no unit file or property list can hold
 */
export function serviceWords({ node, bundle, home }: ServiceOf): readonly string[] {
  const words = [node, bundle, '--home', home, 'serve', '--foreground'];
  for (const word of words)
    if (/[\p{Cc}\p{Cs}]/u.test(word))
      throw new RampartError('E_INPUT', 'a path with control characters in it cannot stand in a service');
  return words;
}

/** The usual home has the plain name; any other one has a service of its own. */
export function serviceName(home: string, userHome: string): string {
  if (home === join(userHome, '.rampart')) return 'rampart';
  return `rampart-${createHash('sha256').update(home).digest('hex').slice(0, 8)}`;
}
