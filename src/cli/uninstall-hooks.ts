import type { Places } from '../core/places.ts';
import { removal } from '../setup/change.ts';
import { settingsInUse } from '../setup/installed.ts';
import { changeOf } from './setup-claude.ts';

/**
 * Takes our entries out of every settings file. All are looked at before any is changed.
 * @throws RampartError E_INPUT, with its place, for one that is not understood: then none is changed
 */
export function removeEverywhere(places: Places): void {
  const changes = settingsInUse(places.setup).map(path => removal(changeOf(places, path)));
  for (const change of changes) change.apply();
}
