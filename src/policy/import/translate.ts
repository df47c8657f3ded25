import { finding, type PolicyFinding, quoted } from '../finding.ts';
import type { Conditions } from '../rule.ts';
import { type Dialect, type Direction, type GlobKey, IMPORT, type SourceRule } from './source-rule.ts';

const NEGATED: readonly GlobKey[] = ['command_not_matches', 'path_not_matches'];

export interface Translated {
  /** Absent where nothing of ours says it in this direction. */
  readonly conditions?: Conditions;
  readonly findings: readonly PolicyFinding[];
}

/**
 * A rule's conditions in our dialect. A key lists alternatives: losing one of a restriction's weakens it, losing one of
 * a grant's narrows it; what is excepted errs the other way about.
 */
export function translate(
  { conditions, at }: SourceRule,
  dialect: Dialect,
  direction: Direction,
): Translated {
  const findings: PolicyFinding[] = [];
  const translated: Record<string, readonly string[] | true> = {};
  let possible = true;
  for (const [key, globs] of Object.entries(conditions) as [GlobKey, SourceRule['conditions'][GlobKey]][]) {
    const negated = NEGATED.includes(key);
    const lean: Direction = negated ? (direction === 'wide' ? 'narrow' : 'wide') : direction;
    const kept = (globs ?? []).flatMap(glob => {
      const ours = dialect(key, glob.text, lean);
      if (ours !== undefined) return [ours];
      // An exception that is lost leaves a restriction wider, and a grant must not be.
      const loses = direction === 'wide' ? !negated : negated;
      findings.push(
        finding(
          IMPORT,
          glob.at,
          `${key} ${quoted(glob.text)} has no equal here${loses ? '' : ' and is left out'}`,
          {
            severity: loses && direction === 'wide' ? 'error' : 'warning',
            hint: HINTS[direction][negated ? 'exception' : 'condition'],
          },
        ),
      );
      if (loses && direction === 'narrow') possible = false;
      return [];
    });
    if (kept.length > 0) translated[key] = [...new Set(kept)];
    else if (!negated) possible = false;
  }
  if (!possible) return { findings };
  if (Object.keys(translated).every(key => NEGATED.includes(key as GlobKey))) translated.default = true;
  if (Object.keys(conditions).length > 0 && Object.keys(translated).length === 0)
    findings.push(finding(IMPORT, at, 'nothing is left of the rule’s conditions', { severity: 'warning' }));
  return { conditions: translated as Conditions, findings };
}

const HINTS = {
  wide: {
    condition: 'write the restriction by hand: rampart policy lint checks it',
    exception: 'the rule restricts a little more than it did',
  },
  narrow: {
    condition: 'a pattern that would grant more than it did is not taken over',
    exception: 'without the exception the rule would grant more than it did, so it is left out',
  },
} as const;
