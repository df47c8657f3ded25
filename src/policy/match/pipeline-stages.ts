import { LIMITS } from '../../core/limits.ts';
import { anyOf, both, either, type Match } from '../../core/match.ts';
import type { Scan } from '../../core/scan.ts';
import { type HeadedGlob, isCandidate } from './command-pattern.ts';
import type { Facts } from './facts.ts';
import { matchAny } from './text.ts';

/** A pipeline's stages as restricting rules see them. */
export interface Pipeline {
  readonly stages: readonly Facts[];
  /**
   * Each stage with the wrappers it stands behind and what it wraps, so that a rule need not know how a program is
   * started: `sudo nice sh` is also `sh`.
   */
  readonly chains: readonly (readonly Facts[])[];
}

/** @param facts of the scan's invocations, in order */
export function pipelinesOf(scan: Scan, facts: readonly Facts[]): Pipeline[] {
  const children = childrenOf(scan);
  return scan.pipelines.map(stages => {
    const shared = timesAbove(scan, stages);
    const known = (indices: readonly number[]): Facts[] => indices.flatMap(index => facts[index] ?? []);
    return {
      stages: known(stages),
      chains: stages.map(stage => known(chainOf(scan, stage, shared, children))),
    };
  });
}

/**
 * Whether the stages a glob names stand in a pipeline in this order. Others may stand before, between and after them:
 * `curl * | sh` is also about `curl x | gunzip | sh | tee log`.
 */
export function matchStages(globs: readonly HeadedGlob[], { chains }: Pipeline): Match {
  // best[k]: how surely the first k globs have found their stages so far.
  const best: Match[] = ['must', ...globs.map((): Match => 'no')];
  for (const chain of chains)
    for (let k = globs.length; k > 0; k--) {
      const glob = globs[k - 1];
      const before = best[k - 1] ?? 'no';
      if (glob === undefined || before === 'no' || best[k] === 'must') continue;
      best[k] = either(best[k] ?? 'no', both(before, matchChain(glob, chain)));
    }
  return best[globs.length] ?? 'no';
}

function matchChain(one: HeadedGlob, chain: readonly Facts[]): Match {
  return anyOf(chain, facts =>
    isCandidate(one, facts.heads()) ? anyOf(facts.wide(), text => matchAny([one.glob], text, 'wide')) : 'no',
  );
}

/** A stage with the wrappers around it and the one command it wraps. */
function chainOf(
  scan: Scan,
  stage: number,
  shared: ReadonlyMap<number, number>,
  children: ReadonlyMap<number, readonly number[]>,
): number[] {
  const chain = [stage];
  let above = scan.invocations[stage]?.parent;
  while (above !== undefined && shared.get(above) === 1 && chain.length < LIMITS.stageWrappers) {
    chain.unshift(above);
    above = scan.invocations[above]?.parent;
  }
  let below = children.get(stage);
  while (below?.length === 1 && below[0] !== undefined && chain.length < LIMITS.stageWrappers) {
    chain.push(below[0]);
    below = children.get(below[0]);
  }
  return chain;
}

/** How many of the stages each invocation wraps: what wraps two of them stands around the pipeline, not in it. */
function timesAbove(scan: Scan, stages: readonly number[]): Map<number, number> {
  const times = new Map<number, number>();
  for (const stage of stages) {
    let above = scan.invocations[stage]?.parent;
    for (let depth = 0; above !== undefined && depth < LIMITS.stageWrappers; depth++) {
      times.set(above, (times.get(above) ?? 0) + 1);
      above = scan.invocations[above]?.parent;
    }
  }
  return times;
}

function childrenOf(scan: Scan): Map<number, number[]> {
  const children = new Map<number, number[]>();
  scan.invocations.forEach(({ parent }, index) => {
    if (parent === undefined) return;
    const known = children.get(parent);
    if (known === undefined) children.set(parent, [index]);
    else known.push(index);
  });
  return children;
}
