import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { accountHome, type Places, placesOf, SYSTEM_DIR } from '../core/places.ts';

// Few machines have one, and what reads YAML takes longer to start than all the rest.
const system = hasSystemConfig() ? await import('../policy/file/config-file.ts') : undefined;

/** One that is there and cannot be looked at is one: reading it says what is wrong. */
function hasSystemConfig(): boolean {
  try {
    return lstatSync(join(SYSTEM_DIR, 'config.yaml'), { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

/**
 * Where Rampart's home is: `--home`, else what the system configuration says, else the user's own. Never an
 * environment variable.
 * @throws RampartError E_OWNER or E_POLICY for a system configuration that cannot be used
 */
export function placesFor(home: string | undefined): Places {
  return placesOf(home ?? system?.loadConfig(SYSTEM_DIR, undefined).home ?? undefined);
}

/** The user's home directory, for `~` and `$HOME` in commands. */
export function userHome(): string {
  return accountHome();
}
