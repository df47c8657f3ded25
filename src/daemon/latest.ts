interface Entry<Value> {
  value: Value;
  /** Tells it from an earlier one with the same key. */
  readonly number: number;
}

interface Place {
  readonly key: string;
  readonly number: number;
}

/**
 * A map that keeps the latest entries, so many of them: the oldest goes first. (Deleting a Map's own first entry over
 * and over costs a walk over everything deleted before.)
 */
export class Latest<Value> {
  readonly #most: number;
  readonly #isKept: (value: Value) => boolean;
  readonly #entries = new Map<string, Entry<Value>>();
  /** As they came, from `#head` on; entries that were deleted since have their place still. */
  #order: Place[] = [];
  #head = 0;
  #numbers = 0;

  /** @param isKept whether an entry is not to go yet: it is taken to have just come, and the map may be larger by it */
  constructor(most: number, isKept: (value: Value) => boolean = () => false) {
    this.#most = most;
    this.#isKept = isKept;
  }

  get size(): number {
    return this.#entries.size;
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key)?.value;
  }

  /** An entry that is there already stays as old as it is. */
  set(key: string, value: Value): void {
    const known = this.#entries.get(key);
    if (known !== undefined) {
      known.value = value;
      return;
    }
    this.#append(key, value);
    for (let over = this.#entries.size - this.#most; over > 0; over--) this.#dropOldest();
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  *[Symbol.iterator](): Generator<readonly [key: string, value: Value]> {
    for (const [key, { value }] of this.#entries) yield [key, value];
  }

  #append(key: string, value: Value): void {
    if (this.#order.length > 2 * this.#entries.size + SLACK) {
      this.#order = this.#order.slice(this.#head).filter(place => this.#isThere(place));
      this.#head = 0;
    }
    const number = ++this.#numbers;
    this.#entries.set(key, { value, number });
    this.#order.push({ key, number });
  }

  #dropOldest(): void {
    for (let place = this.#order[this.#head]; place !== undefined; place = this.#order[this.#head]) {
      this.#head++;
      const entry = this.#isThere(place);
      if (entry === undefined) continue;
      this.#entries.delete(place.key);
      if (this.#isKept(entry.value)) this.#append(place.key, entry.value);
      return;
    }
  }

  #isThere({ key, number }: Place): Entry<Value> | undefined {
    const entry = this.#entries.get(key);
    return entry?.number === number ? entry : undefined;
  }
}

/** Places of deleted entries that are not worth taking out. */
const SLACK = 64;
