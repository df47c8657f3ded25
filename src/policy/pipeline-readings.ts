import { LIMITS } from '../core/limits.ts';
import type { Scan } from '../core/scan.ts';
import { join, type Word } from '../core/word.ts';
import { shorterForms, wordForms } from './command-readings.ts';
import { type Text, textOfWord } from './text.ts';
import type { TextReading } from './text-readings.ts';

/**
 * Each pipeline as text, its stages joined by ` | ` however it was spaced. A stage that is a wrapper is read from the
 * outside in, `sudo sh` and then `sh`, so that a rule need not know how the program is started.
 */
export function pipelineReadings(scan: Scan): TextReading[] {
  const readings: TextReading[] = [];
  const children = childrenOf(scan);
  for (const stages of scan.pipelines) {
    const shared = timesAbove(scan, stages);
    const chains = stages.map(stage => chainOf(scan, stage, shared, children));
    const invocations = [...new Set(chains.flat())];
    const depth = Math.max(...chains.map(chain => chain.length));
    const seen = new Set<string>();
    for (let level = 0; level < depth; level++)
      for (const form of [0, 1]) {
        const read = chains.map(chain => formOf(scan, chain, level, form));
        const whole = stagesText(read);
        for (const shorter of [-1, 0, 1]) {
          const text =
            shorter < 0
              ? whole
              : [...stagesText(read.map(one => shorterForms(one)[shorter] ?? one)), ...whole];
          const key = text.map(subject => subject.marked).join('\n');
          if (!seen.has(key)) readings.push({ kind: 'pipeline', text, invocations, stages });
          seen.add(key);
        }
      }
  }
  return readings;
}

function stagesText(stages: readonly (readonly Word[])[]): Text {
  return textOfWord(
    join(
      stages.map(words => join(words, ' ')),
      ' | ',
    ),
  );
}

/** The words of one stage at one level of its wrappers: as written, or by program. */
function formOf(scan: Scan, chain: readonly number[], level: number, form: number): readonly Word[] {
  const invocation = scan.invocations[chain[Math.min(level, chain.length - 1)] ?? -1];
  const forms = invocation === undefined ? [] : wordForms(invocation);
  return forms[form] ?? forms[0] ?? [];
}

/** A stage with the wrappers it stands behind and the one command it wraps, outermost first. */
function chainOf(
  scan: Scan,
  stage: number,
  shared: ReadonlyMap<number, number>,
  children: ReadonlyMap<number, readonly number[]>,
): number[] {
  const chain = [stage];
  for (
    let above = scan.invocations[stage]?.parent;
    above !== undefined && shared.get(above) === 1 && chain.length < LIMITS.stageWrappers;
    above = scan.invocations[above]?.parent
  )
    chain.unshift(above);
  for (let below = children.get(stage); below !== undefined; ) {
    const [only] = below;
    if (only === undefined || below.length > 1 || chain.length >= LIMITS.stageWrappers) break;
    chain.push(only);
    below = children.get(only);
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
