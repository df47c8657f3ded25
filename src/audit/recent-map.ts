/**
 * A map that forgets what was put in longest ago, some half of it at a time, so that it never holds more than `cap`
 * entries. (Deleting a Map's first entry over and over costs a walk over everything deleted before.)
 */
export class RecentMap<Value> {
  readonly #half: number;
  readonly #forget: (value: Value) => void;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  /** @param forget is told each value that is dropped for want of room */
  constructor(cap: number, forget: (value: Value) => void) {
    this.#half = Math.ceil(cap / 2);
    this.#forget = forget;
  }

  get(key: string): Value | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  set(key: string, value: Value): void {
    if (this.#old.has(key)) {
      this.#old.set(key, value);
      return;
    }
    this.#young.set(key, value);
    if (this.#young.size < this.#half) return;
    for (const dropped of this.#old.values()) this.#forget(dropped);
    this.#old = this.#young;
    this.#young = new Map();
  }

  delete(key: string): void {
    if (!this.#young.delete(key)) this.#old.delete(key);
  }

  *values(): Generator<Value> {
    yield* this.#old.values();
    yield* this.#young.values();
  }
}
