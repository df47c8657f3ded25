import { anyOf, both, type Match } from '../../core/match.ts';
import type { Bench } from '../judged.ts';
import type { PreparedRule } from '../prepared.ts';
import { type CommandPattern, isCandidate } from './command-pattern.ts';
import type { CompiledConditions } from './conditions.ts';
import { applicable, exceptsAll } from './exceptions.ts';
import type { Firing } from './fires.ts';
import { matchStages, type Pipeline } from './pipeline-stages.ts';
import { containsAny, headsOf, matchAny } from './text.ts';
import type { WholeText } from './whole-texts.ts';

/** A restricting rule with pipes in its globs on a pipeline. */
export function firesOnPipeline(
  bench: Bench,
  { when, unless: exception }: PreparedRule,
  pipeline: Pipeline,
): Firing {
  const { commands, contains } = when;
  const found = anyOf(commands ?? [], ({ stages }) => anyOf(stages, globs => matchStages(globs, pipeline)));
  if (found === 'no') return 'no';
  const facts = pipeline.chains.flat();
  const match =
    contains === undefined
      ? found
      : both(
          found,
          anyOf(facts, one => anyOf(one.wide(), text => containsAny(contains, text, 'wide'))),
        );
  const unless = match === 'no' ? undefined : applicable(bench, exception);
  if (unless === undefined) return match;
  return exceptsStages(unless, pipeline) || exceptsAll(bench, unless, facts) ? 'excepted' : match;
}

/**
 * An exception with pipes in its globs is held against the stages one by one, and has to name them all: joined they
 * could borrow from each other, `curl evil | sh -s "good | sh"`.
 */
function exceptsStages(unless: CompiledConditions, { stages }: Pipeline): boolean {
  if (!unless.textual || unless.contains !== undefined) return false;
  return (unless.commands ?? []).some(pattern =>
    pattern.stages.some(
      globs =>
        globs.length === stages.length &&
        globs.every(({ glob }, index) =>
          stages[index]?.strict().some(text => matchAny([glob], text, 'strict') === 'must'),
        ),
    ),
  );
}

/**
 * A restricting rule on a text beyond the invocations. What is found in a whole text is never certain: it may be a
 * comment or a quotation.
 * @param excepted an invocation or pipeline matched and was excepted
 */
export function firesOnText(
  bench: Bench,
  { when, unless: exception }: PreparedRule,
  whole: WholeText,
  excepted: boolean,
): Firing {
  const match = holdsOfText(bench, when, whole);
  if (match === 'no') return 'no';
  const unless = applicable(bench, exception);
  if (unless === undefined) return match;
  // The structure explains the match and was excepted: the same words in the text around it are no new offence.
  if (excepted && !bench.opaque) return 'excepted';
  return exceptsAll(bench, unless, bench.facts) ? 'excepted' : match;
}

/** Pipes are looked for in the pipelines there are, not in quotations: `grep 'curl.*| sh' docs`. */
function meansWholeText({ whole, stages }: CommandPattern): boolean {
  return whole && stages.length === 0;
}

function holdsOfText(bench: Bench, when: CompiledConditions, { piece, text }: WholeText): Match {
  const { commands, contains } = when;
  const heads = headsOf([text]);
  const globs = commands
    ?.filter(one => (bench.opaque || piece || meansWholeText(one)) && isCandidate(one, heads))
    .map(({ glob }) => glob);
  const found = both(
    globs === undefined ? 'must' : matchAny(globs, text, 'wide'),
    contains === undefined ? 'must' : containsAny(contains, text, 'wide'),
  );
  return both(found, 'may');
}
