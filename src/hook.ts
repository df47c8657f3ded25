import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBundle } from './client/bundle.ts';
import { CodeCache } from './client/code-cache.ts';
import { placesOf } from './core/places.ts';

/** Named by the build: where `hook-roles.ts` and what it loads lie, and its first file. */
declare const BUNDLE: { readonly folder: string; readonly entry: string };

// The hook has tens of milliseconds, and reading its own program is most of them; so what V8 made of it is kept.
const words = process.argv.slice(2);
const cache = new CodeCache(cacheDir(words));
const folder = join(dirname(fileURLToPath(import.meta.url)), BUNDLE.folder);
const { playRole } = openBundle<typeof import('./hook-roles.ts')>(folder, cache)(BUNDLE.entry);
void playRole(words, () => cache.keep());

/** In the home that is guarded for: a hook is told it, and a stand-in lies in `wrap/` below it. */
function cacheDir([role, place]: readonly string[]): string | undefined {
  if (place === undefined) return undefined;
  if (role === 'hook') return placesOf(place).cache;
  return role === 'shim' ? placesOf(dirname(dirname(place))).cache : undefined;
}
