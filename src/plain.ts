import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBundle } from './client/bundle.ts';
import { CodeCache } from './client/code-cache.ts';
import { type PlainExec, plainExec } from './client/plain-exec.ts';
import { placesOf } from './core/places.ts';

/** As for `hook.ts`. */
declare const BUNDLE: { readonly folder: string; readonly entry: string };

/** What a person or an agent types as `rampart exec …`, started the hook's way where its words are plain enough. */
export function plain(words: readonly string[]): (() => Promise<void>) | undefined {
  const asked = plainExec(words);
  return asked === undefined ? undefined : () => start(asked);
}

async function start(asked: PlainExec): Promise<void> {
  const cache = new CodeCache(placesOf(asked.home).cache);
  const folder = join(dirname(fileURLToPath(import.meta.url)), BUNDLE.folder);
  const { playExec } = openBundle<typeof import('./hook-roles.ts')>(folder, cache)(BUNDLE.entry);
  await playExec(asked, () => cache.keep());
}
