import type { MessagePort } from 'node:worker_threads';
import { type ErrorCode, messageOf, type Position, RampartError } from '../core/error.ts';
import { examine } from '../pipeline.ts';
import type { CachedPolicy } from '../policy/cache.ts';
import type { SourceDirs, Sources } from '../policy/file/sources.ts';
import { compileCached, loadCached } from '../policy/load.ts';

/** What the thread is started with. */
export interface CompileWorkerData {
  readonly role: 'compile';
  /** The files as they are in these places, or as somebody has read them. */
  readonly of: { readonly dirs: SourceDirs } | { readonly sources: Sources };
  readonly cacheDir: string;
}

/** The set, which is in the cache now, or why the files cannot be used. */
export type FromCompiler =
  | { readonly set: CachedPolicy }
  | {
      readonly code: ErrorCode;
      readonly message: string;
      readonly hint: string | undefined;
      readonly position: Position | undefined;
    };

/** Compiles the files, examples included, and leaves the set in the cache. */
export function runCompile(port: MessagePort, { of, cacheDir }: CompileWorkerData): void {
  port.postMessage(compiled() satisfies FromCompiler);
  port.close();

  function compiled(): FromCompiler {
    try {
      const options = { examine };
      const set =
        'dirs' in of ? loadCached(of.dirs, cacheDir, options) : compileCached(of.sources, cacheDir, options);
      return { set };
    } catch (thrown) {
      if (!(thrown instanceof RampartError))
        return { code: 'E_POLICY', message: messageOf(thrown), hint: undefined, position: undefined };
      const { code, message, hint, position } = thrown;
      return { code, message, hint, position };
    }
  }
}
