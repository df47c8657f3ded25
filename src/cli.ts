import { createRequire } from 'node:module';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';

// The same bundle is the command line and the daemon's threads; each loads what it needs.
if (isMainThread) await start(process.argv.slice(2));
else if (parentPort !== null) {
  const { runThread } = await import('./cli/thread.ts');
  await runThread(parentPort, workerData);
}

/** What is started for each call of an agent does not wait for a parser of flags. */
async function start(words: readonly string[]): Promise<void> {
  const exec = plainExec(words);
  if (exec !== undefined) return exec();
  const { plainHook } = await import('./cli/plain-hook.ts');
  const request = plainHook(words);
  if (request === undefined) {
    const { main } = await import('./cli/main.ts');
    return main(process.argv);
  }
  const { hook } = await import('./client/hook.ts');
  process.exit(await hook(request));
}

function plainExec(words: readonly string[]): (() => Promise<void>) | undefined {
  if (!words.includes('exec')) return undefined;
  // Built apart, for V8's code of it to be kept.
  const built = createRequire(import.meta.url)('./plain.cjs') as typeof import('./plain.ts');
  return built.plain(words);
}
