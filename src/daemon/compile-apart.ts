import { Worker } from 'node:worker_threads';
import { messageOf, RampartError } from '../core/error.ts';
import type { CompileWorkerData, FromCompiler } from './compile-worker.ts';

/**
 * Compiles the policy in a thread of its own, so that thousands of rules and their examples hold up nobody's call.
 * @param script what the thread starts with; given `CompileWorkerData`, it calls `runCompile`
 * @returns why the files cannot be used; undefined when their set is in the cache
 */
export function compileApart(
  script: URL | string,
  data: Omit<CompileWorkerData, 'role'>,
): Promise<RampartError | undefined> {
  return new Promise(resolve => {
    const workerData: CompileWorkerData = { role: 'compile', ...data };
    const worker = new Worker(script, { workerData });
    worker.on('message', (wrong: FromCompiler) =>
      resolve(wrong === null ? undefined : new RampartError(wrong.code, wrong.message, wrong)),
    );
    const died = (why: string): void =>
      resolve(new RampartError('E_POLICY', `the policy could not be compiled: ${why}`));
    worker.on('error', thrown => died(messageOf(thrown)));
    worker.on('exit', () => died('its thread ended'));
    worker.unref();
  });
}
