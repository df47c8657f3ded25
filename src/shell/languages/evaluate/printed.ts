import { LIMITS } from '../../../core/limits.ts';
import { appendTo, type Part, type Word } from '../../../core/word.ts';

/** What a program has written to its standard output so far, as far as that is known. */
export class Printed {
  #parts: Part[] | undefined = [];
  #bytes = 0;
  #writes = 0;
  #ended = false;

  /** @param written undefined: something that is not known */
  write(written: Word | undefined): void {
    this.#writes++;
    if (written === undefined || this.#ended || this.#parts === undefined) {
      this.#parts = undefined;
      return;
    }
    for (const part of written) if ('lit' in part) this.#bytes += part.lit.length;
    appendTo(this.#parts, written);
    if (this.#bytes > LIMITS.foldBytes || this.#parts.length > LIMITS.wordParts) this.#parts = undefined;
  }

  /** The program may be over: whether it goes on writing is not known. */
  end(): void {
    this.#ended = true;
  }

  /** What is known to be all of it; undefined where it is not. */
  get text(): Word | undefined {
    return this.#parts?.slice();
  }

  /** What is written meanwhile, which goes to another program. */
  apart(run: () => unknown): Word | undefined {
    const [parts, bytes] = [this.#parts, this.#bytes];
    [this.#parts, this.#bytes] = [[], 0];
    run();
    const { text } = this;
    [this.#parts, this.#bytes] = [parts, bytes];
    return text;
  }

  /** What may run, or not: where it writes, nobody knows what is there. */
  maybe<T>(run: () => T): T {
    const before = this.#writes;
    const result = run();
    if (this.#writes !== before) this.#parts = undefined;
    return result;
  }
}
