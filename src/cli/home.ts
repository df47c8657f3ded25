import { type Places, passwdHome, placesOf, SYSTEM_DIR } from '../core/places.ts';
import { loadConfig } from '../policy/config-file.ts';

/**
 * Where Rampart's home is: `--home`, else what the system configuration says, else the user's own. Never an
 * environment variable.
 * @throws RampartError E_OWNER or E_POLICY for a system configuration that cannot be used
 */
export function placesFor(home: string | undefined): Places {
  return placesOf(home ?? loadConfig(SYSTEM_DIR, undefined).home ?? undefined);
}

/** The user's home directory, for `~` and `$HOME` in commands. */
export function userHome(): string {
  return passwdHome();
}
