import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ADAPTERS } from '../call/adapters.ts';
import type { HookRequest } from '../client/hook.ts';
import { SYSTEM_DIR } from '../core/places.ts';

/**
 * Reads `[--home DIR] hook --format HOST [--grant]`, the words in which hooks are configured, without a parser of
 * flags. Undefined for anything else, and where the system's configuration may name another home.
 */
export function plainHook(words: readonly string[]): HookRequest | undefined {
  const rest = [...words];
  let home: string | undefined;
  if (rest[0] === '--home' && rest[1] !== undefined) {
    home = resolve(rest[1]);
    rest.splice(0, 2);
  }
  const [verb, flag, format = '', ...last] = rest;
  if (verb !== 'hook' || flag !== '--format' || !ADAPTERS.has(format)) return undefined;
  if (home === undefined && existsSync(join(SYSTEM_DIR, 'config.yaml'))) return undefined;
  const grant = last[0] === '--grant';
  return last.length === (grant ? 1 : 0) ? { format, home, grant } : undefined;
}
