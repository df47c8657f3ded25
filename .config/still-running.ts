import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** Says which files and tests had not ended when somebody ends the run, which otherwise nobody would know. */
export class StillRunning implements Reporter {
  readonly #running = new Map<string, string>();

  onInit(): void {
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.once(signal, () => {
        for (const what of this.#running.values()) process.stderr.write(`had not ended: ${what}\n`);
        process.exit(1);
      });
  }

  onTestModuleQueued({ id, relativeModuleId }: TestModule): void {
    this.#running.set(id, relativeModuleId);
  }

  onTestModuleEnd({ id }: TestModule): void {
    this.#running.delete(id);
  }

  onTestCaseReady({ id, fullName, module }: TestCase): void {
    this.#running.set(id, `${module.relativeModuleId}: ${fullName}`);
  }

  onTestCaseResult({ id }: TestCase): void {
    this.#running.delete(id);
  }
}
