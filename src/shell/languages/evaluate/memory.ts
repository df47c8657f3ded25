import { type Block, either, Scope, type Value } from './value.ts';

/** What a program's names hold while it is followed, and which of its statements are sure to run. */
export class Memory {
  #scope = new Scope(undefined);
  #block: Block = { parent: undefined };
  /** A field was set (`self.x = …`): before that there is none to look for. */
  #fields = false;

  /** The innermost scope: what a function that is defined here sees. */
  get scope(): Scope {
    return this.#scope;
  }

  /** What a field holds that was set (`self.x`), by the path it was set under. */
  field(path: string): Value | undefined {
    return this.#fields ? this.find(path) : undefined;
  }

  find(name: string): Value | undefined {
    return this.#scope.find(name)?.value;
  }

  /** Gives a name a value in the innermost scope, whatever it held. */
  hold(name: string, value: Value): void {
    this.#scope.set(name, { value, block: this.#block });
  }

  /** As an assignment does: where it may not run, the name holds that value or the one before. */
  assign(name: string, value: Value): void {
    this.#fields ||= name.includes('.');
    const known = this.#scope.find(name);
    if (known === undefined || encloses(this.#block, known.block)) this.hold(name, value);
    else this.#scope.set(name, { value: either(known.value, value), block: known.block });
  }

  /** What may run, or not. */
  maybe<T>(run: () => T): T {
    const before = this.#block;
    this.#block = { parent: before };
    const result = run();
    this.#block = before;
    return result;
  }

  /** A function's body, in a scope of its own inside `scope`. */
  inside<T>(scope: Scope, run: () => T): T {
    const before = this.#scope;
    this.#scope = new Scope(scope);
    const result = run();
    this.#scope = before;
    return result;
  }
}

/** Whether what runs in `inner` runs only where `outer` does. */
function encloses(outer: Block, inner: Block): boolean {
  for (let at: Block | undefined = inner; at !== undefined; at = at.parent) if (at === outer) return true;
  return false;
}
