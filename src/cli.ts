import { isMainThread, parentPort, workerData } from 'node:worker_threads';

// The same bundle is the command line and the daemon's threads; each loads what it needs.
if (isMainThread) {
  const { plainHook } = await import('./cli/plain-hook.ts');
  // A hook is started for each call of an agent: it does not wait for a parser of flags.
  const request = plainHook(process.argv.slice(2));
  if (request === undefined) {
    const { main } = await import('./cli/main.ts');
    await main(process.argv);
  } else {
    const { hook } = await import('./client/hook.ts');
    process.exit(await hook(request));
  }
} else if (parentPort !== null) {
  const { runThread } = await import('./cli/thread.ts');
  runThread(parentPort, workerData);
}
