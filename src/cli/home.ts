import { type Places, passwdHome, placesOf, SYSTEM_DIR } from '../core/places.ts';
import type { FailMode } from '../core/resolve.ts';
import { loadConfig } from '../policy/config-file.ts';

/**
 * Where Rampart's home is: `--home`, else what the system configuration says, else the user's own. Never an
 * environment variable.
 * @throws RampartError E_OWNER or E_POLICY for a system configuration that cannot be used
 */
export function placesFor(home: string | undefined): Places {
  return placesOf(home ?? loadConfig(SYSTEM_DIR, undefined).home ?? undefined);
}

/**
 * The fail mode that system and user have configured.
 * @throws RampartError E_OWNER or E_POLICY for a configuration that cannot be used
 */
export function configuredFail({ home }: Places): FailMode {
  return loadConfig(SYSTEM_DIR, home).fail;
}

/** The user's home directory, for `~` and `$HOME` in commands. */
export function userHome(): string {
  return passwdHome();
}
