import { bootId } from '../audit/boot.ts';
import { takeIn } from '../audit/intake.ts';
import { messageOf } from '../core/error.ts';
import type { AuditEntry } from '../core/record.ts';

export interface SpillIntakeOptions {
  readonly directory: string;
  readonly appendAll: (bundle: readonly AuditEntry[]) => Promise<number>;
  /** Told what an operator should know, in words. */
  readonly notice: (message: string) => void;
  /** Told how many calls were made without the daemon. */
  readonly onTaken: (commands: number) => void;
}

/** Takes what clients did without the daemon into the log, one round after the other. */
export class SpillIntake {
  readonly #options: SpillIntakeOptions;
  readonly #skipped = new Set<string>();
  #round: Promise<void> | undefined;

  constructor(options: SpillIntakeOptions) {
    this.#options = options;
  }

  /** Resolves when all that lay there when it was called is recorded, or could not be. Never throws. */
  async take(): Promise<void> {
    // A round that runs may have passed by what its caller has in mind.
    while (this.#round !== undefined) await this.#round;
    this.#round = this.#take().finally(() => {
      this.#round = undefined;
    });
    await this.#round;
  }

  async #take(): Promise<void> {
    const { directory, appendAll, notice, onTaken } = this.#options;
    try {
      const taken = await takeIn(appendAll, directory, {
        boot: bootId(),
        onSkip: (file, why) => this.#skip(file, why),
      });
      if (taken.files === 0) return;
      notice(`took in ${taken.commands} calls that were made without the daemon`);
      onTaken(taken.commands);
    } catch (thrown) {
      notice(`calls that were made without the daemon wait: ${messageOf(thrown)}`);
    }
  }

  /** It is looked at again in every round and told once. */
  #skip(file: string, why: string): void {
    if (this.#skipped.has(file)) return;
    this.#skipped.add(file);
    this.#options.notice(`spill file ${file} stays where it is: ${why}`);
  }
}
