import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { StillRunning } from './still-running.ts';

/** Rooms whose tests mostly wait for processes of their own. */
const WAITING = /\/test\/(?:fail|cli|daemon|audit|wrap|call|setup|run|client|notify)\//;

/** Begins with what waits, so that nothing long is left for the end when the other workers have nothing to do. */
class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => (WAITING.test(moduleId) ? 0 : 1);
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    exclude: ['test/agents/**'],
    reporters: ['default', new StillRunning()],
    pool: 'forks',
    // Most of the time goes into waiting for processes, so that two cores serve more files than two.
    maxWorkers: Math.max(4, availableParallelism()),
    sequence: { sequencer: WaitingFirst },
    // For a machine that others use at the same time: what hangs is told late, what is slow passes.
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
