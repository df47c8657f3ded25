import type { Flow } from '../core/effect.ts';
import { LIMITS } from '../core/limits.ts';

/** A command's flows, each once. Of each kind so many are told, and a flood of one kind hides none of another. */
export class FlowList {
  readonly #flows: Flow[] = [];
  readonly #known = new Set<string>();
  readonly #counts = new Map<Flow['kind'], number>();

  add(flow: Flow): void {
    const key = `${flow.kind} ${flow.from} ${flow.to}`;
    if (this.full(flow.kind) || this.#known.has(key)) return;
    this.#known.add(key);
    this.#counts.set(flow.kind, this.#count(flow.kind) + 1);
    this.#flows.push(flow);
  }

  full(kind: Flow['kind']): boolean {
    return this.#count(kind) >= LIMITS.flows;
  }

  get all(): readonly Flow[] {
    return this.#flows;
  }

  #count(kind: Flow['kind']): number {
    return this.#counts.get(kind) ?? 0;
  }
}
