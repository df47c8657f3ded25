import { isMainThread, parentPort, workerData } from 'node:worker_threads';

// The same bundle is the command line and the daemon's threads; each loads what it needs.
if (isMainThread) {
  const { main } = await import('./cli/main.ts');
  await main(process.argv);
} else if (parentPort !== null) {
  const { runThread } = await import('./cli/thread.ts');
  runThread(parentPort, workerData);
}
