import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import type { CodeCache } from './code-cache.ts';

/** What the build wraps each file of the bundle in. */
type Wrapped = (
  exports: object,
  require: (name: string) => unknown,
  module: { exports: object },
  url: string,
  load: (name: string) => Promise<unknown>,
) => void;

/** Modules of Node's that take milliseconds to load and that few calls come to use. */
const SELDOM: ReadonlySet<string> = new Set([
  'node:child_process',
  'node:stream/promises',
  'node:timers/promises',
  'node:zlib',
]);

/**
 * Loads a bundle's files by ourselves, so that V8's code for them can be taken from a cache: neither loader of Node 20
 * does that, and the one for ES modules costs ten milliseconds besides.
 * @param folder where the files are; each has a hash of its content in its name
 * @returns the loader of a file of the bundle, by its name
 */
export function openBundle<Entry>(folder: string, cache: CodeCache): (name: string) => Entry {
  const loaded = new Map<string, { exports: object }>();
  const own = createRequire(join(folder, 'bundle.cjs'));
  const onUse = (name: string): object =>
    new Proxy({}, { get: (_, member): unknown => Reflect.get(own(name), member) });
  const load = (name: string): object => {
    const known = loaded.get(name);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    loaded.set(name, module);
    const filename = join(folder, name);
    // The build leaves nothing but ASCII, which is read fastest so.
    const source = readFileSync(filename, 'latin1');
    const cachedData = cache.read(name);
    const script = new Script(source, { filename, ...(cachedData === undefined ? {} : { cachedData }) });
    cache.note(name, script);
    const run: Wrapped = script.runInThisContext();
    const require = (wanted: string): unknown =>
      wanted.startsWith('./') ? load(wanted.slice(2)) : SELDOM.has(wanted) ? onUse(wanted) : own(wanted);
    const later = async (wanted: string): Promise<unknown> =>
      wanted.startsWith('./') ? load(wanted.slice(2)) : import(wanted);
    run(module.exports, require, module, pathToFileURL(filename).href, later);
    return module.exports;
  };
  return name => load(name) as Entry;
}
