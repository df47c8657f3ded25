import type { Bench } from '../judged.ts';
import type { CompiledConditions } from './conditions.ts';
import type { Facts } from './facts.ts';
import { holdsOfCall, holdsOfInvocation, type Targets } from './holds.ts';

/** The exception, unless its keys about the call already rule it out. */
export function applicable(
  bench: Bench,
  unless: CompiledConditions | undefined,
): CompiledConditions | undefined {
  const { call, scan } = bench.judged;
  return unless !== undefined && holdsOfCall(unless, call, scan) ? unless : undefined;
}

export function excepts(unless: CompiledConditions, facts: Facts, targets: Targets = {}): boolean {
  return holdsOfInvocation(unless, facts, 'strict', targets) === 'must';
}

/** Whether the exception holds of all these; of an opaque command nobody can say that. */
export function exceptsAll(bench: Bench, unless: CompiledConditions, facts: readonly Facts[]): boolean {
  if (!unless.ofInvocation) return true;
  const own = facts.filter(one => !one.transparent);
  return !bench.opaque && own.length > 0 && own.every(one => excepts(unless, one));
}
