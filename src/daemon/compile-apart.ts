import { Worker } from 'node:worker_threads';
import { messageOf, RampartError } from '../core/error.ts';
import type { CachedPolicy } from '../policy/cache.ts';
import type { CompileWorkerData, FromCompiler } from './compile-worker.ts';

/**
 * Compiles a policy in a thread of its own, so that thousands of rules and their examples hold up nobody's call.
 * @param script what the thread starts with; given `CompileWorkerData`, it calls `runCompile`
 * @returns the set, which is in the cache now
 * @throws RampartError why the files cannot be used
 */
export function compileApart(
  script: URL | string,
  data: Omit<CompileWorkerData, 'role'>,
): Promise<CachedPolicy> {
  return new Promise((resolve, reject) => {
    const workerData: CompileWorkerData = { role: 'compile', ...data };
    const worker = new Worker(script, { workerData });
    worker.on('message', (result: FromCompiler) => {
      if ('set' in result) resolve(result.set);
      else reject(new RampartError(result.code, result.message, result));
    });
    const died = (why: string): void =>
      reject(new RampartError('E_POLICY', `the policy could not be compiled: ${why}`));
    worker.on('error', thrown => died(messageOf(thrown)));
    worker.on('exit', () => died('its thread ended'));
    worker.unref();
  });
}
