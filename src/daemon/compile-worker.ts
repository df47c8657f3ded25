import type { MessagePort } from 'node:worker_threads';
import { type ErrorCode, messageOf, type Position, RampartError } from '../core/error.ts';
import { examine } from '../pipeline.ts';
import type { SourceDirs } from '../policy/file/sources.ts';
import { loadCached } from '../policy/load.ts';

/** What the thread is started with. */
export interface CompileWorkerData {
  readonly role: 'compile';
  readonly dirs: SourceDirs;
  readonly cacheDir: string;
}

/** Null: the set is compiled, and in the cache. */
export type FromCompiler = {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string | undefined;
  readonly position: Position | undefined;
} | null;

/** Compiles the files as they are, examples included, and leaves the set in the cache. */
export function runCompile(port: MessagePort, { dirs, cacheDir }: CompileWorkerData): void {
  port.postMessage(compiled() satisfies FromCompiler);
  port.close();

  function compiled(): FromCompiler {
    try {
      loadCached(dirs, cacheDir, { examine });
      return null;
    } catch (thrown) {
      if (!(thrown instanceof RampartError))
        return { code: 'E_POLICY', message: messageOf(thrown), hint: undefined, position: undefined };
      const { code, message, hint, position } = thrown;
      return { code, message, hint, position };
    }
  }
}
