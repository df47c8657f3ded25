import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    exclude: ['test/agents/**'],
    pool: 'forks',
    // Most of the time goes into waiting for processes, so that two cores serve more files than two.
    maxWorkers: Math.max(4, availableParallelism()),
    // For a machine that others use at the same time: what hangs is told late, what is slow passes.
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
