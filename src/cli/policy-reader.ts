import type { PolicyReader } from '../client/judge-here.ts';
import { type Places, SYSTEM_DIR } from '../core/places.ts';
import { loadConfig } from '../policy/file/config-file.ts';
import { compileHere } from './rules.ts';

/**
 * Reads policy and configuration as people wrote them, for a client that finds no daemon and no compiled set. A bundle
 * of its own: what stands in an agent's way loads it only then.
 * @param notice told of a repository's policy that is left out
 */
export function policyReader(places: Places, notice: (message: string) => void): PolicyReader {
  return {
    compile: cwd => compileHere(places, cwd, notice),
    fail: () => loadConfig(SYSTEM_DIR, places.home).fail,
  };
}
