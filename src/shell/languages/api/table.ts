import type { Api } from '../evaluate/call.ts';

/** The same function under several names. */
export function named(names: string, api: Api): readonly (readonly [string, Api])[] {
  return names
    .split(/\s+/u)
    .filter(name => name !== '')
    .map(name => [name, api] as const);
}
